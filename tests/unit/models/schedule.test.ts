/** Learning rates over a training, and when to stop it. */
import { describe, expect, test } from 'vitest';
import { LookbookError } from '../../../src/core/errors';
import { learningRateAt, requireSchedule, type LearningRateSchedule } from '../../../src/core/models/schedule';
import { bestEpoch, requireEarlyStopping, whyStopEarly, type EarlyStopping } from '../../../src/core/models/stopping';

const steps = { perEpoch: 10, total: 100 };
const rates = (schedule: LearningRateSchedule | undefined): number[] =>
  Array.from({ length: steps.total }, (_, step) => learningRateAt(schedule, 0.5, step, steps));
const refused = (words: RegExp) => (error: unknown) =>
  error instanceof LookbookError && error.code === 'params/invalid' && words.test(error.message);

describe('the learning rate', () => {
  test('stays what it is without a schedule and with the constant one', () => {
    expect(new Set(rates(undefined))).toEqual(new Set([0.5]));
    expect(rates({ type: 'constant' })).toEqual(rates(undefined));
  });

  test('falls along half a cosine: all of it first, half in the middle, its final share at the end', () => {
    const falling = rates({ type: 'cosine', final: 0.1 });
    expect(falling[0]).toBe(0.5);
    expect(falling[50]).toBeCloseTo(0.5 * 0.55, 12);
    expect(learningRateAt({ type: 'cosine', final: 0.1 }, 0.5, 100, steps)).toBeCloseTo(0.05, 12);
    falling.slice(1).forEach((rate, index) => expect(rate).toBeLessThan(falling[index]!));
    // cos(pi / 4): a quarter of the way.
    expect(rates({ type: 'cosine' })[25]).toBeCloseTo((0.5 * (1 + Math.SQRT1_2)) / 2, 12);
  });

  test('falls by its factor after every so many epochs', () => {
    const stepped = rates({ type: 'step', every: 3, factor: 0.1 });
    expect([0, 29, 30, 59, 60, 90].map((step) => stepped[step])).toEqual([
      0.5,
      0.5,
      0.5 * 0.1,
      0.5 * 0.1,
      0.5 * 0.1 ** 2,
      0.5 * 0.1 ** 3,
    ]);
  });

  test('climbs in a straight line first where a warm-up is asked for, and reaches its full height then', () => {
    for (const type of ['constant', 'cosine'] as const) {
      const warmed = rates({ type, warmUp: 0.2 });
      warmed.slice(0, 20).forEach((rate, step) => expect(rate).toBeCloseTo((0.5 * (step + 1)) / 20, 12));
      expect(warmed[20]).toBe(0.5);
      expect(Math.max(...warmed)).toBe(0.5);
    }
    // A training of one step has no time to climb.
    expect(learningRateAt({ type: 'cosine', warmUp: 0.9 }, 0.5, 0, { perEpoch: 1, total: 1 })).toBe(0.5);
  });

  test('is refused with a sentence where its schedule makes no sense', () => {
    const cases: [LearningRateSchedule, RegExp][] = [
      [{ type: 'constant', warmUp: 1 }, /warm-up over 1/],
      [{ type: 'constant', warmUp: Number.NaN }, /warm-up/],
      [{ type: 'cosine', final: 1.5 }, /1\.5 of its start/],
      [{ type: 'step', every: 0, factor: 0.5 }, /every 0 epochs/],
      [{ type: 'step', every: 1, factor: 0 }, /factor 0/],
    ];
    for (const [schedule, words] of cases) {
      expect(() => requireSchedule(schedule)).toThrow(expect.toSatisfy(refused(words)));
    }
    expect(() => requireSchedule({ type: 'cosine', warmUp: 0.1, final: 0 })).not.toThrow();
  });
});

describe('early stopping', () => {
  const rule: EarlyStopping = { metric: 'accuracy', patience: 2 };

  test('waits for as many epochs without a new best as its patience, and names the best', () => {
    expect(whyStopEarly(rule, [])).toBeUndefined();
    expect(whyStopEarly(rule, [0.5, 0.7, 0.6])).toBeUndefined();
    expect(whyStopEarly(rule, [0.5, 0.7, 0.6, 0.7])).toBe(
      'The last 2 epochs brought no better accuracy on validation than 0.7000 after epoch 2.',
    );
    expect(whyStopEarly({ ...rule, patience: 1 }, [0.5, 0.4])).toMatch(/^The last epoch brought/);
    expect(bestEpoch(rule, [0.5, 0.7, 0.6, 0.7])).toBe(1);
  });

  test('looks for the lowest log loss, and counts only what is better by more than the least improvement', () => {
    const loss: EarlyStopping = { metric: 'logLoss', patience: 2, minDelta: 0.1 };
    expect(bestEpoch(loss, [1, 0.95, 0.92])).toBe(0);
    expect(whyStopEarly(loss, [1, 0.95, 0.92])).toMatch(/log loss on validation than 1\.000 after epoch 1/);
    expect(bestEpoch(loss, [1, 0.95, 0.85])).toBe(2);
    expect(whyStopEarly(loss, [1, 0.95, 0.85])).toBeUndefined();
  });

  test('takes no score that is not a number for the best, whichever epoch it comes in', () => {
    expect(bestEpoch(rule, [Number.NaN, 0.5, 0.7, Number.NaN, 0.6])).toBe(2);
    expect(bestEpoch({ metric: 'logLoss', patience: 2 }, [Number.NaN, Number.NaN, 2])).toBe(2);
    expect(bestEpoch(rule, [Number.NaN])).toBe(-1);
    expect(whyStopEarly(rule, [Number.NaN, 0.7, 0.6])).toBeUndefined();
    expect(whyStopEarly(rule, [Number.NaN, 0.7, 0.6, 0.6])).toMatch(/than 0\.7000 after epoch 2/);
  });

  test('is refused without patience', () => {
    expect(() => requireEarlyStopping({ ...rule, patience: 0 })).toThrow(expect.toSatisfy(refused(/patience of 0/)));
    expect(() => requireEarlyStopping({ ...rule, minDelta: -1 })).toThrow(expect.toSatisfy(refused(/more than -1/)));
    expect(() => requireEarlyStopping(undefined)).not.toThrow();
  });
});
