/**
 * The contender's side of the race: one process an engine, which computes when it is asked, so that engines can take turns.
 * Lines of JSON: first `{ ready: true, version }`, then for each `{ model, mode, images }` a `{ seconds }` or `{ error }`.
 */
import { createInterface } from 'node:readline';

/** @typedef {import('./work.mjs').Request} Request */

/**
 * @param {string} version what runs, with its version
 * @param {(request: Request) => Promise<number>} run computes and returns the seconds it took, warm-up left out
 */
export async function serve(version, run) {
  const say = (/** @type {object} */ message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: true, version });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say({ seconds: await run(JSON.parse(line)) });
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
}
