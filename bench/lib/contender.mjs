/** A process that computes when asked: see train/serve.mjs for the other side. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** An engine that says nothing for so long is given up. */
const PATIENCE_MS = 300_000;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ version: string, ask(request: object): Promise<number>, end(): void }>}
 * @throws {Error} if it does not start
 */
export async function startContender(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (/** @type {Buffer} */ text) => (complaint = `${complaint}${text}`.slice(-2000)));
  /** @type {((message: { ready?: true, version?: string, seconds?: number, error?: string }) => void)[]} */
  const waiting = [];
  const gone = (/** @type {string} */ error) => {
    for (const resolve of waiting.splice(0)) resolve({ error });
  };
  child.on('error', (error) => gone(error.message));
  child.on('exit', (code) => gone(lastLine(complaint) ?? `it ended with ${code}`));
  child.stdin.on('error', (error) => gone(error.message));
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Libraries may greet on the same stream.
    if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line));
  });
  const next = async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const message = await new Promise((/** @type {(typeof waiting)[number]} */ resolve) => waiting.push(resolve));
    clearTimeout(timer);
    if (message.error !== undefined) throw new Error(message.error);
    return message;
  };
  const { version } = await next();
  return {
    version: version ?? '',
    async ask(request) {
      const answer = next();
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return (await answer).seconds ?? Number.NaN;
    },
    end: () => void child.kill(),
  };
}

/** @param {string} text */
function lastLine(text) {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1))?.trim() || undefined;
}
