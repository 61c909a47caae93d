import { describe, expect, it } from 'vitest';
import { secondsLeft, shareOf } from '../../../src/app/overall.svelte';

describe('how far a run of several cells is', () => {
  it('counts each cell by what it costs', () => {
    expect(
      shareOf([
        { weight: 30, done: 1 },
        { weight: 60, done: 0.5 },
        { weight: 10, done: 0 },
      ]),
    ).toBeCloseTo(0.6);
    expect(shareOf([])).toBe(0);
  });

  it('tells the time left from what was done since the start, and nothing as long as that is little', () => {
    expect(secondsLeft(0.04, 0, 10)).toBeUndefined();
    expect(secondsLeft(0.25, 0, 50)).toBeCloseTo(150);
    // Half was there when it began: it falls with what is left.
    expect(secondsLeft(0.75, 0.5, 50)).toBeCloseTo(50);
    expect(secondsLeft(1, 0, 50)).toBeUndefined();
  });
});
