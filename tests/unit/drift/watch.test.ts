import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../src/core/drift/report';
import { checkAccuracy } from '../../../src/core/drift/rule';
import { planRetraining, requireStream, watchStream } from '../../../src/core/drift/watch';

const SETTINGS = { batches: 20, budget: 0.01, consecutive: 3, labelDelay: 2 };
const report = (batch: number, p: number): DriftReport => ({
  batch,
  images: 500,
  tests: 45,
  level: 0.05,
  p,
  columns: [],
});
const reports = (p: (batch: number) => number): DriftReport[] =>
  Array.from({ length: 20 }, (_, index) => report(index + 1, p(index + 1)));
const REFERENCE = { correct: 4400, images: 5000 };
/** Accuracy falls with batch 8; the images look as always. */
const checks = Array.from({ length: 20 }, (_, index) =>
  checkAccuracy(index + 1, { correct: index + 1 >= 8 ? 350 : 440, images: 500 }, REFERENCE),
);

describe('watching a stream', () => {
  it('alarms when the images drift, at once', () => {
    const alarm = watchStream(
      reports((batch) => (batch >= 9 ? 1e-9 : 0.5)),
      [],
      SETTINGS,
    );
    expect(alarm).toMatchObject({ retrain: true, rule: 'sharp', batch: 9, after: 9 });
  });

  it('sees a fall of accuracy only when the labels have come', () => {
    const quiet = reports(() => 0.5);
    expect(watchStream(quiet, checks, SETTINGS)).toMatchObject({ rule: 'accuracy', batch: 8, after: 10 });
    expect(watchStream(quiet, checks, { ...SETTINGS, labelDelay: 0 })).toMatchObject({ batch: 8, after: 8 });
    expect(watchStream(quiet, checks, { ...SETTINGS, labelDelay: 13 })).toMatchObject({ retrain: false, after: null });
  });

  it('alarms never later with more known: what is known after a batch does not depend on later ones', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }), (p) => {
        const all = reports((batch) => p[batch - 1]!);
        const whole = watchStream(all, checks, SETTINGS);
        if (whole.after === null) return;
        const cut = watchStream(all.slice(0, whole.after), checks.slice(0, whole.after), SETTINGS);
        expect(cut).toEqual(whole);
      }),
    );
  });
});

describe('the plan of a retraining', () => {
  it('waits for labels, learns from what is labelled, and leaves later batches alone', () => {
    const plan = planRetraining({ batch: 9, after: 9 }, 3, { batches: 20, labelDelay: 1 });
    expect(plan).toEqual({
      after: 12,
      learned: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      since: [9, 10, 11],
      later: [13, 14, 15, 16, 17, 18, 19, 20],
    });
  });

  it('never trains on a batch that decides, nor on one whose labels have not come', () => {
    const number = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(number(30), number(30), number(10), fc.nat(10), (batches, batch, collect, labelDelay) => {
        fc.pre(batch <= batches);
        const { after, learned, later } = planRetraining({ batch, after: batch }, collect, { batches, labelDelay });
        for (const one of learned) expect(one + labelDelay <= after && one <= batches && one >= 1).toBe(true);
        for (const one of later) expect(one > after && one <= batches).toBe(true);
        expect(learned.some((one) => later.includes(one))).toBe(false);
      }),
    );
  });
});

it('a stream that cannot be watched is refused by a sentence that says what would do', () => {
  const scenario = { type: 'noise', severity: 0.3, fromBatch: 9 } as const;
  expect(() => requireStream(10_000, 20, scenario)).not.toThrow();
  expect(() => requireStream(10_000, 500, scenario)).not.toThrow();
  expect(() => requireStream(5000, 500, scenario)).toThrow('Choose at most 250 batches.');
  expect(() => requireStream(10_000, 20, { ...scenario, fromBatch: 21 })).toThrow('ends with batch 20');
  expect(() => requireStream(10_000, 20, { ...scenario, type: 'none', fromBatch: 21 })).not.toThrow();
  expect(() => requireStream(3, 20, scenario)).toThrow('Load a larger data set.');
});
