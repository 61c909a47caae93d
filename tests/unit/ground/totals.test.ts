import { describe, expect, it } from 'vitest';
import { sum, totalsLine, vitestTotals } from '../../../scripts/totals.mjs';

const report = (files: [status: string, ...tests: string[]][], success = true): Parameters<typeof vitestTotals>[0] => ({
  success,
  numPassedTests: 0,
  testResults: files.map(([status, ...tests]) => ({ status, assertionResults: tests.map((one) => ({ status: one })) })),
});

describe('the totals of a test run', () => {
  it('are those of its tests', () => {
    expect(
      vitestTotals(
        report(
          [
            ['passed', 'passed', 'passed'],
            ['failed', 'failed', 'passed'],
          ],
          false,
        ),
        1,
      ),
    ).toEqual({ passed: 3, failed: 1 });
  });

  it('count a file that could not be loaded, a skipped test, an unhandled error and a run without tests as failures', () => {
    expect(vitestTotals(report([['failed']], false), 1)).toEqual({ passed: 0, failed: 1 });
    expect(vitestTotals(report([['passed', 'passed', 'skipped']]), 0)).toEqual({ passed: 1, failed: 1 });
    expect(vitestTotals(report([['passed', 'passed']], false), 1)).toEqual({ passed: 1, failed: 1 });
    expect(vitestTotals(report([]), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('count a runner that left no report, or died after it, as one failure', () => {
    expect(vitestTotals(undefined, 0)).toEqual({ passed: 0, failed: 1 });
    expect(vitestTotals(report([['passed', 'passed']]), 128)).toEqual({ passed: 1, failed: 1 });
  });

  it('are summed over all runners into one line', () => {
    expect(
      totalsLine(
        sum([
          { passed: 3, failed: 0 },
          { passed: 4, failed: 2 },
        ]),
      ),
    ).toBe('7 passed, 2 failed');
    expect(totalsLine(sum([]))).toBe('0 passed, 0 failed');
  });
});
