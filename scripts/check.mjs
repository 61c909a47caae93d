/**
 * `npm run check`: lint, formats, types, licences. Below a minute; two at a time, the slowest first.
 * `--only lint,types` runs those alone.
 */
import './node-version.mjs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { projectLicenceProblems } from './licences.mjs';
import { runModule } from './run.mjs';

/** @typedef {{ name: string, passed: boolean, output: string, seconds: number }} CheckResult */

/** @type {Record<string, () => Promise<{ passed: boolean, output: string }>>} */
const CHECKS = {
  'types-page': () =>
    tool('svelte-check/bin/svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human']),
  lint: () => tool('eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  formats: () =>
    tool('prettier/bin/prettier.cjs', [
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-strategy',
      'content',
      '--cache-location',
      '.cache/check/prettier',
      '.',
    ]),
  'types-tests': () => types('node'),
  'types-workers': () => types('workers'),
  'types-core': () => types('core'),
  licences: async () => {
    const problems = await projectLicenceProblems();
    return { passed: problems.length === 0, output: problems.join('\n') };
  },
};

/**
 * Types of one of the tsconfigs, by the native compiler: a sixth of the time. Lint and svelte-check need the one in JavaScript.
 * @param {string} name
 */
const types = (name) => tool('typescript-native/bin/tsc', ['-p', `tsconfig.${name}.json`]);

/**
 * @param {string} script
 * @param {string[]} args
 */
async function tool(script, args) {
  const { status, output, timedOut } = await runModule(script, args, { capture: true, timeout: 5 * 60_000 });
  return { passed: status === 0, output: timedOut ? `${output}\nIt ran for more than five minutes.` : output };
}

/**
 * Runs the checks and shows each as it ends.
 * @param {(name: string) => boolean} [wanted]
 * @returns {Promise<CheckResult[]>}
 */
export async function runChecks(wanted = () => true) {
  const waiting = Object.entries(CHECKS).filter(([name]) => wanted(name));
  /** @type {CheckResult[]} */
  const results = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next;
      const start = performance.now();
      const result = await check().catch((error) => ({ passed: false, output: String(error) }));
      const seconds = (performance.now() - start) / 1000;
      results.push({ name, seconds, ...result });
      console.log(`${result.passed ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
      if (!result.passed) console.log(result.output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane));
  return results;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--only');
  const only = at < 0 ? undefined : (process.argv[at + 1] ?? '').split(',');
  const results = await runChecks((name) => !only || only.some((part) => name === part || name.startsWith(`${part}-`)));
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
}
