import { describe, expect, it } from 'vitest';
import { renamedEvent, renamedNote, renamedParams, renamedResult } from '../../../src/core/legacy/split-names';
import type { StoredResult } from '../../../src/core/results/types';
import { runEvent } from '../ledger/events';

const ref = { hash: 'a'.repeat(64), dtype: 'float32' as const, shape: [1], bytes: 4 };
const result = (summary: unknown): StoredResult => ({
  key: 'k',
  kind: 'task:calibrate',
  version: 1,
  summary,
  artifacts: { selectProbabilities: ref, 'model.weights': ref },
  outputHash: 'o',
  createdAt: '2026-01-01T00:00:00Z',
  seconds: 1,
});
const summaryOf = (summary: unknown): unknown => renamedResult(result(summary)).summary;

describe('results of the first version', () => {
  it('have splits, counts and curves under their present names, at every depth', () => {
    expect(
      summaryOf({
        splits: { fit: { count: 8 }, select: { count: 1 }, calibrate: { count: 1 }, stream: { count: 2 } },
        finalists: [{ fitImages: 8, select: { accuracy: 1 }, curves: { fitLoss: [], selectAccuracy: [] } }],
        selectionImages: 3,
      }),
    ).toEqual({
      splits: { train: { count: 8 }, validation: { count: 1 }, calibration: { count: 1 }, stream: { count: 2 } },
      finalists: [{ trainImages: 8, validation: { accuracy: 1 }, curves: { trainLoss: [], validationAccuracy: [] } }],
      selectionImages: 3,
    });
  });

  it('tell the training file, a scope, from the part of this name and from the split fit', () => {
    const before = { scope: 'train', part: 'train', counts: { train: 12 }, worst: [{ split: 'fit' }] };
    const after = { scope: 'trainingFile', part: 'train', counts: { train: 12 }, worst: [{ split: 'train' }] };
    expect(summaryOf(before)).toEqual(after);
    expect(summaryOf({ scope: 'fit' })).toEqual({ scope: 'train' });
    expect(summaryOf({ splits: ['fit', 'calibrate'] })).toEqual({ splits: ['train', 'calibration'] });
  });

  it('keep their key, kind and hashes, and their arrays under present names', () => {
    const { key, kind, outputHash, artifacts } = renamedResult(result({}));
    expect([key, kind, outputHash]).toEqual(['k', 'task:calibrate', 'o']);
    expect(artifacts).toEqual({ validationProbabilities: ref, 'model.weights': ref });
  });

  it.each([
    ['chosen on select, of 4 trials', 'chosen on validation, of 4 trials'],
    ['+3.8 points of select accuracy from all', '+3.8 points of validation accuracy from all'],
    ['the 10 nearest fit images', 'the 10 nearest training images'],
    ['one in fit and one in another split', 'one in the training split and one in another split'],
    [
      'fit and calibrate share 1; select and test share 2',
      'training and calibration share 1; validation and test share 2',
    ],
    ['a model is scored on what it was fitted on', 'a model is scored on what it was fitted on'],
    ['pixels selected to fit the image', 'pixels selected to fit the image'],
  ])('say "%s" as it is said now', (before, after) => {
    expect(summaryOf({ sentence: before })).toEqual({ sentence: after });
  });

  it('may hold any names and values: nothing is lost, and nothing is taken for a name', () => {
    const odd = JSON.parse(
      '{"__proto__": 1, "toString": null, "a": [[], {}, true, "fit"], "train": 1, "fit": 2}',
    ) as object;
    expect(JSON.stringify(summaryOf(odd))).toBe(JSON.stringify(odd));
  });
});

describe('events of the first version', () => {
  it('keep their id, and have metrics, curves and parameters under present names', () => {
    const before = {
      ...runEvent({ id: 'run:fit/loss' }),
      metrics: { 'select/accuracy': 0.9, 'calibrate/brier': 0.1, 'test/accuracy': 0.8 },
      curves: { 'fit/loss': { x: [1], y: [2] } },
      params: { fitImages: 5, epochs: 1 },
    };
    expect(renamedEvent(before)).toMatchObject({
      id: 'run:fit/loss',
      metrics: { 'validation/accuracy': 0.9, 'calibration/brier': 0.1, 'test/accuracy': 0.8 },
      curves: { 'train/loss': { x: [1], y: [2] } },
      params: { trainImages: 5, epochs: 1 },
    });
  });
});

describe('trials of the first version', () => {
  it('have in their parameters the number that is in their name', () => {
    const trial = { ...runEvent({ id: 'a', name: 'trial 3' }), cellKind: 'tune', params: { trial: 2, rate: 0.1 } };
    expect(renamedEvent(trial)).toMatchObject({ name: 'trial 3', params: { trial: 3, rate: 0.1 } });
  });

  it('are those of Tune alone', () => {
    const other = { ...runEvent({ id: 'b' }), cellKind: 'explain', params: { trial: 2 } };
    expect(renamedEvent(other)).toMatchObject({ params: { trial: 2 } });
  });
});

describe('notebooks of the first version', () => {
  it('keep what is set under its present name, and what a person wrote as it is', () => {
    expect(
      renamedParams({
        scope: 'fit',
        ranking: 'select/logLoss',
        fitImages: 3,
        title: 'How to fit on select',
        kept: [1],
      }),
    ).toEqual({
      scope: 'train',
      ranking: 'validation/logLoss',
      trainImages: 3,
      title: 'How to fit on select',
      kept: [1],
    });
  });

  it('quote the same values in notes, and words outside of quotes stay', () => {
    expect(
      renamedNote('On select.fit: {{explain.train.select.accuracy}}, {{ data.splits.fit.count }}, {{select.x}}'),
    ).toBe('On select.fit: {{explain.train.validation.accuracy}}, {{ data.splits.train.count }}, {{select.x}}');
  });
});
