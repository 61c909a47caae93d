/** True totals over all runners: what was run, what failed, and what died on the way. */

/** @typedef {{ passed: number, failed: number }} Totals */
/**
 * @typedef {object} VitestReport the part of vitest's JSON report that is read
 * @property {boolean} success
 * @property {number} numPassedTests
 * @property {VitestFile[]} testResults
 */
/**
 * @typedef {object} VitestFile
 * @property {string} [name] its path
 * @property {string} status
 * @property {string} [message] why it could not be loaded
 * @property {{ status: string, fullName?: string, failureMessages?: string[] }[]} assertionResults
 */

/**
 * The totals of one vitest run. A test that did not run (skipped, todo), a file that could not be loaded, and a run that
 * failed without a failed test (an unhandled error) count as failures; so does a runner that left no report.
 * @param {VitestReport | undefined} report
 * @param {number} status exit status of the runner
 * @returns {Totals}
 */
export function vitestTotals(report, status) {
  if (!report) return { passed: 0, failed: 1 };
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    const bad = file.assertionResults.filter((test) => test.status !== 'passed').length;
    passed += file.assertionResults.length - bad;
    failed += bad;
    if (file.status !== 'passed' && bad === 0) failed += 1;
  }
  if (failed === 0 && (status !== 0 || !report.success || passed === 0)) failed = 1;
  return { passed, failed };
}

/**
 * What failed in a vitest run, a line each, so that it can be said again where a log ends.
 * @param {VitestReport | undefined} report
 * @param {readonly string[]} unhandled errors that belong to no test
 * @param {number} status exit status of the runner
 * @returns {string[]}
 */
export function vitestFailures(report, unhandled, status) {
  if (!report) return [`the runner left no report (exit status ${status})`];
  const lines = report.testResults.flatMap((file) => {
    const bad = file.assertionResults.filter((test) => test.status !== 'passed');
    const path = file.name?.replace(/^.*\/tests\//u, 'tests/') ?? 'a file';
    if (file.status !== 'passed' && bad.length === 0) return [`${path}: ${firstLine(file.message)}`];
    return bad.map(
      (test) => `${path}: ${test.fullName ?? 'a test'}: ${firstLine(test.failureMessages?.[0] ?? test.status)}`,
    );
  });
  lines.push(...unhandled.map((error) => `no test's own: ${error.split('\n').slice(0, 6).join(' | ')}`));
  if (lines.length === 0 && (status !== 0 || !report.success)) lines.push(`the runner ended with status ${status}`);
  return lines;
}

/** @param {string | undefined} text */
const firstLine = (text) => text?.trim().split('\n', 1)[0] ?? 'no reason was given';

/**
 * @param {readonly Totals[]} totals
 * @returns {Totals}
 */
export function sum(totals) {
  return totals.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

/**
 * The last line of every test command.
 * @param {Totals} totals
 */
export function totalsLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
