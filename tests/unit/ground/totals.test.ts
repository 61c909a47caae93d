import { describe, expect, it } from 'vitest';
import { sum, totalsLine, vitestFailures, vitestTotals } from '../../../scripts/totals.mjs';

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

  it('say what failed, a line each: tests, files that could not be loaded, errors of no test, a dead runner', () => {
    const failed: Parameters<typeof vitestFailures>[0] = {
      success: false,
      numPassedTests: 1,
      testResults: [
        {
          name: '/somewhere/tests/unit/a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'adds' },
            { status: 'failed', fullName: 'divides', failureMessages: ['Error: by zero\n    at a.test.ts:3'] },
          ],
        },
        { name: '/somewhere/tests/unit/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    };
    expect(vitestFailures(failed, ['Error: closed\n    at page.ts:1'], 1)).toEqual([
      'tests/unit/a.test.ts: divides: Error: by zero',
      'tests/unit/b.test.ts: no such module',
      "no test's own: Error: closed |     at page.ts:1",
    ]);
    expect(vitestFailures(report([['passed', 'passed']]), [], 0)).toEqual([]);
    expect(vitestFailures(report([['passed', 'passed']]), [], 128)).toEqual(['the runner ended with status 128']);
    expect(vitestFailures(undefined, [], 137)).toEqual(['the runner left no report (exit status 137)']);
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
