import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../src/core/drift/report';
import { checkAccuracy, decideRetraining, retrainLevels } from '../../../src/core/drift/rule';
import { levelAlone, sequenceLabel, SEQUENCES } from '../../../src/core/drift/sequences';
import type { SequenceDetector } from '../../../src/core/drift/sequences/types';
import { watchEach, watchStream } from '../../../src/core/drift/watch';

const SETTINGS = { batches: 20, budget: 0.01, consecutive: 3, labelDelay: 1 };
const reportsOf = (...p: number[]): DriftReport[] =>
  p.map((value, index) => ({ batch: index + 1, images: 500, tests: 45, level: 0.05, p: value, columns: [] }));
const CALM = reportsOf(...new Array<number>(20).fill(0.5));

/** Fires after the batch `from`, once its label is there if it waits for it. */
const toy = (changes: Partial<SequenceDetector>, from = 4): SequenceDetector => ({
  id: 'toy',
  label: 'toy',
  about: 'A toy.',
  source: 'Nobody 2000',
  decides: false,
  precedence: 99,
  level: (_, share) => share,
  fires: (history) => (history.length >= from ? `batch ${history.at(-1)!.report.batch} came` : undefined),
  ...changes,
});

describe('a sequence detector that explores', () => {
  const members = [...SEQUENCES, toy({})];

  it('moves no level and never retrains', () => {
    const { toy: own, ...levels } = retrainLevels(SETTINGS, members);
    expect(levels).toEqual(retrainLevels(SETTINGS));
    expect(own).toBe(0.01 / 3);
    expect(watchStream(CALM, [], SETTINGS, members)).toMatchObject({ retrain: false, rule: null });
    expect(watchStream(CALM, [], SETTINGS, members).sentence).toBe(watchStream(CALM, [], SETTINGS).sentence);
  });

  it('says where it would have fired', () => {
    expect(watchEach(CALM, [], SETTINGS, members).at(-1)).toEqual({
      id: 'toy',
      decides: false,
      level: 0.01 / 3,
      batch: 4,
      after: 4,
      reason: 'batch 4 came',
    });
  });
});

describe('a sequence detector that decides', () => {
  it('has its share of the budget, and the lowest precedence speaks where several fire', () => {
    const members = [toy({ decides: true, precedence: 1 }, 3), ...SEQUENCES];
    expect(retrainLevels(SETTINGS, members)['sharp']).toBe(0.01 / 4 / 20);
    const reports = reportsOf(0.5, 0.5, 1e-9);
    expect(decideRetraining(reports, [], SETTINGS, members)).toMatchObject({ rule: 'toy', batch: 3 });
    expect(decideRetraining(reports, [], SETTINGS, members).sentence).toBe('Retrain after batch 3: batch 3 came.');
    expect(decideRetraining(reports, [], SETTINGS, [...SEQUENCES, toy({ decides: true }, 3)]).rule).toBe('sharp');
  });

  it('ends the sentence that nothing fired, if it has something to add', () => {
    const silent = toy({ decides: true, quiet: (level) => `no toy below ${level}` }, 99);
    expect(decideRetraining(CALM, [], SETTINGS, [silent]).sentence).toContain('in 20 batches no toy below 0.01. ');
    expect(decideRetraining(CALM, [], SETTINGS, [toy({ decides: true }, 99)]).sentence).toContain('no rule fired');
  });
});

describe('the ways to fire', () => {
  it('are sharp before accuracy before persistent, each with a precedence of its own', () => {
    expect(SEQUENCES.map(({ id }) => id)).toEqual(['sharp', 'accuracy', 'persistent']);
    const reports = reportsOf(0.03, 0.03, 1e-9);
    const checks = [1, 2, 3].map((batch) =>
      checkAccuracy(batch, { correct: batch === 3 ? 300 : 440, images: 500 }, { correct: 4400, images: 5000 }),
    );
    expect(decideRetraining(reports, checks, SETTINGS).rule).toBe('sharp');
    expect(decideRetraining(reportsOf(0.03, 0.03, 0.03), checks, SETTINGS).rule).toBe('accuracy');
    expect(decideRetraining(reportsOf(0.03, 0.03, 0.03), [], SETTINGS).rule).toBe('persistent');
  });

  it('are watched each alone: late labels fire later than the batch they are of', () => {
    const checks = Array.from({ length: 20 }, (_, index) =>
      checkAccuracy(index + 1, { correct: index >= 7 ? 350 : 440, images: 500 }, { correct: 4400, images: 5000 }),
    );
    const fired = watchEach(CALM, checks, SETTINGS);
    expect(fired.map(({ id, batch, after }) => [id, batch, after])).toEqual([
      ['sharp', null, null],
      ['accuracy', 8, 9],
      ['persistent', null, null],
    ]);
  });

  it('say which level a single batch alarms at, of stored levels too, and their labels', () => {
    expect(levelAlone({ sharp: 0.001, persistent: 0.05, accuracy: 0.002 })).toBe(0.001);
    expect(levelAlone({})).toBeNull();
    expect(sequenceLabel('persistent')).toBe('persistent');
    expect(sequenceLabel('of-another-version')).toBe('of-another-version');
  });
});
