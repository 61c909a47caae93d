import { expect } from 'vitest';

/** Expects equality up to a relative error (and an absolute one of 1e-300, for zero). */
export function expectClose(actual: number, expected: number, relative = 1e-9, what = ''): void {
  const error = Math.abs(actual - expected);
  if (!(error <= relative * Math.abs(expected) + 1e-300) && actual !== expected) {
    expect.fail(`${what} ${actual} is not ${expected} (relative error ${error / Math.abs(expected)})`);
  }
}
