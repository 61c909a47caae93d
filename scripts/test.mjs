/**
 * `npm test`: what is missing is installed, then checks, unit tests, build, browser and end-to-end tests. The last line
 * is "N passed, N failed" over all of them; the exit status says the same.
 * `--only check|unit|browser|e2e|long` runs one tier (several with commas); `npm run test:long` is `--only long`.
 */
import './node-version.mjs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuild } from './build.mjs';
import { ensureData } from './data.mjs';
import { ensurePackages } from './install.mjs';
import { ROOT, runModule } from './run.mjs';
import { sum, totalsLine, vitestFailures, vitestTotals } from './totals.mjs';

/** @typedef {import('./totals.mjs').Totals} Totals */

const MINUTE = 60_000;
/** Tier -> longest run in milliseconds, thrice what it takes on a fast day; a runner that needs more is killed and counts as failed. */
const VITEST_TIERS = { unit: 20 * MINUTE, browser: 10 * MINUTE, e2e: 45 * MINUTE, long: 45 * MINUTE };
const DEFAULT_TIERS = ['check', 'unit', 'browser', 'e2e'];
const NEEDS_BROWSER = ['browser', 'e2e', 'long'];
const RESULTS = join(ROOT, 'test-results');
const UNHANDLED = join(import.meta.dirname, 'unhandled-reporter.mjs');

/** What failed, said once more before the last line: a log may be cut above it. @type {string[]} */
const failures = [];

/** @param {string} title */
const heading = (title) => console.log(`\n=== ${title} ===`);

/**
 * Something that must work before tests can; its failure counts as one.
 * @param {string} name
 * @param {() => Promise<void>} work
 * @returns {Promise<Totals>}
 */
async function step(name, work) {
  try {
    await work();
    return { passed: 1, failed: 0 };
  } catch (error) {
    const line = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    console.error(line);
    failures.push(line);
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {keyof typeof VITEST_TIERS} tier
 * @returns {Promise<Totals>}
 */
async function vitest(tier) {
  const file = join(RESULTS, `${tier}.json`);
  const unhandled = join(RESULTS, `${tier}-unhandled.json`);
  await Promise.all([file, unhandled].map((old) => rm(old, { force: true })));
  const { status, timedOut } = await runModule(
    'vitest/vitest.mjs',
    [
      'run',
      '--project',
      tier,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      `--reporter=${UNHANDLED}`,
    ],
    { timeout: VITEST_TIERS[tier], env: { UNHANDLED_ERRORS_FILE: unhandled } },
  );
  if (timedOut)
    console.error(`The ${tier} tests ran for more than ${VITEST_TIERS[tier] / MINUTE} minutes and were ended.`);
  const report = await readJson(file);
  failures.push(...vitestFailures(report, (await readJson(unhandled)) ?? [], status).map((line) => `${tier}: ${line}`));
  return vitestTotals(report, status);
}

/**
 * @param {string} file
 * @returns {Promise<any>} nothing where there is none
 */
const readJson = (file) => readFile(file, 'utf8').then(JSON.parse, () => undefined);

/** @param {string[]} args */
function tiersFrom(args) {
  const at = args.findIndex((arg) => arg === '--only' || arg.startsWith('--only='));
  if (at < 0) return DEFAULT_TIERS;
  const names = (args[at]?.includes('=') ? args[at].slice('--only='.length) : (args[at + 1] ?? '')).split(',');
  const known = ['check', ...Object.keys(VITEST_TIERS)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new RangeError(`--only takes ${known.join(', ')}, not "${unknown}".`);
  return names;
}

/** @returns {Promise<Totals>} */
async function main() {
  const tiers = tiersFrom(process.argv.slice(2));
  const onBuiltPage = tiers.some((tier) => NEEDS_BROWSER.includes(tier));
  /** @type {Totals[]} */
  const totals = [];
  await mkdir(RESULTS, { recursive: true });

  const installed = await step('Packages', () => ensurePackages(console.log));
  if (installed.failed > 0) return installed;
  if (tiers.some((tier) => tier !== 'check')) {
    const there = await ensureData();
    // Where a machine judges, tests on a stand-in would be a pass that is none.
    if (!there && process.env.CI) {
      failures.push('Data: the real images are missing');
      totals.push({ passed: 0, failed: 1 });
    }
  }
  if (onBuiltPage) {
    const browser = await step('Browser', async () => {
      process.env.CHROME_PATH = await ensureBrowser(console.log);
    });
    if (browser.failed > 0) totals.push(browser);
  }

  if (tiers.includes('check')) {
    heading('check');
    const { runChecks } = await import('./check.mjs');
    const results = await runChecks();
    const failed = results.filter(({ passed }) => !passed);
    failures.push(...failed.map(({ name }) => `check: ${name}`));
    totals.push({ passed: results.length - failed.length, failed: failed.length });
  }
  if (tiers.includes('unit')) {
    heading('unit');
    totals.push(await vitest('unit'));
  }
  if (onBuiltPage) {
    heading('build');
    const built = await step('Build', () => ensureBuild(console.log));
    totals.push(built);
    if (built.failed > 0) return sum(totals);
    for (const tier of /** @type {const} */ (['browser', 'e2e', 'long'])) {
      if (!tiers.includes(tier)) continue;
      heading(tier);
      totals.push(await vitest(tier));
    }
  }
  return sum(totals);
}

/** @type {Totals} */
let totals;
try {
  totals = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failures.push(String(error));
  totals = { passed: 0, failed: 1 };
}
process.exitCode = totals.failed > 0 ? 1 : 0;
await writeFile(join(RESULTS, 'totals.json'), JSON.stringify(totals)).catch(() => undefined);
if (failures.length > 0) console.log(`\n${failures.map((line) => `failed: ${line}`).join('\n')}`);
console.log(`\n${totalsLine(totals)}`);
