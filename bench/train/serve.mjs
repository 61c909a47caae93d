/**
 * The contender's side of the race: one process an engine, which computes when it is asked, so that engines can take turns.
 * Lines of JSON: first `{ ready: true, version }`, then for each `{ model, mode, images }` a `{ seconds }` or `{ error }`.
 */
import { createInterface } from 'node:readline';

/** Images a step. */
export const BATCH = 128;

/** @typedef {{ model: 'cnn' | 'mlp', mode: 'train' | 'predict', images: number }} Request */

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

/**
 * Pixels 0 to 255 of images that are all alike in kind: no engine's speed depends on them.
 * @param {number} images
 */
export function noise(images) {
  let state = 1;
  return Uint8Array.from({ length: images * 784 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
