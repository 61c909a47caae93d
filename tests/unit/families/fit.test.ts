/** The one way in which cells fit: what is asked of which task, for a network and for a family without passes. */
import { expect, test } from 'vitest';
import { fitCandidate, type FitBudget } from '../../../src/cells/common/fit';
import { openFamily, untuned } from '../../../src/core/families';
import type { Candidate } from '../../../src/core/families/types';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import type { StoredResult } from '../../../src/core/results/types';

const data = { key: 'data' } as StoredResult<DatasetSummary>;
const stream = [{ batch: 1, batches: 4, scenario: { type: 'none', severity: 0 }, streamSeed: 3 }] as never;

/** What is asked of the tasks to fit a candidate. */
async function asked(candidate: Candidate, budget: FitBudget): Promise<unknown[]> {
  const calls: unknown[] = [];
  const task = (kind: string, call: unknown) => Promise.resolve(void calls.push([kind, call]));
  await fitCandidate({ task: task as never }, { candidate, budget, inputs: { data }, seed: 7 });
  return calls;
}

test('a network is trained with its settings, the whole budget and the seed', async () => {
  const candidate = untuned(await openFamily('softmax'));
  const budget: FitBudget = { trainImages: 100, epochs: 2, schedule: { type: 'cosine' }, stream };
  const params = { model: candidate.model, learningRate: 0.001, batchSize: 32, ...budget };
  expect(await asked(candidate, budget)).toEqual([['train', { params, inputs: { data }, seed: 7 }]]);
});

test('a family without passes is fitted on the images and the stream alone: neither passes nor a seed are in its key', async () => {
  const candidate = untuned(await openFamily('named-linear'));
  const model = { family: 'linear', penalty: 1e-4 };
  const called = (params: object) => [['fit-classic', { params, inputs: { data } }]];
  const alone = await asked(candidate, { trainImages: 100, epochs: 2, schedule: { type: 'cosine' } });
  expect(alone).toStrictEqual(called({ model, trainImages: 100 }));
  const streamed = await asked(candidate, { trainImages: 100, epochs: 2, stream });
  expect(streamed).toStrictEqual(called({ model, trainImages: 100, stream }));
});

test('a family without passes does not quietly fit on images that it should hold out', async () => {
  const candidate = untuned(await openFamily('centroid'));
  const budget = { trainImages: 100, epochs: 1, selection: { fold: 0 } } as unknown as FitBudget;
  await expect(asked(candidate, budget)).rejects.toThrow(/A centroid model is fitted on all its images/);
});
