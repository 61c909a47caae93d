/**
 * Whether confident learning finds wrong labels on real images: 4 % of the labels of 10,000 training images are flipped, to any class and
 * to the confusable one, and models that have not seen the images are asked. Everything runs by the tasks' own code.
 */
import { beforeAll, expect, it } from 'vitest';
import { splitIndices } from '../../src/core/dataset/splits';
import { takeImages } from '../../src/core/dataset/batch';
import { confusedWith, type Flips } from '../../src/core/labels/flips';
import { MODELS } from '../support/networks';
import type { StoredResult } from '../../src/core/results/types';
import { task as labelIssues } from '../../workers/tasks/label-issues';
import { foldInput, type LabelIssuesSummary } from '../../workers/tasks/label-issues/types';
import { task as train } from '../../workers/tasks/train';
import { readTraining } from '../unit/drift/world';
import { arrayOf, runTask } from '../unit/tasks/harness';
import { serveImages } from '../unit/images';

const IMAGES = 10_000;
const FOLDS = 3;
const SHARE = 0.04;

const training = readTraining();
const indices = splitIndices(training.labels, 1);
serveImages({
  split: (_data, split, limit = Number.POSITIVE_INFINITY) =>
    Promise.resolve(takeImages(training, indices[split as keyof typeof indices].subarray(0, limit))),
});

async function audit(flips?: Flips): Promise<StoredResult<LabelIssuesSummary>> {
  const fold = { folds: FOLDS, seed: 5 };
  const inputs: Record<string, StoredResult> = {};
  for (let at = 0; at < FOLDS; at += 1) {
    inputs[foldInput(at)] = await runTask(train, {
      model: MODELS.mlp,
      trainImages: IMAGES,
      epochs: 8,
      batchSize: 128,
      learningRate: 0.001,
      selection: { fold: { ...fold, fold: at }, ...(flips ? { flips } : {}) },
    });
  }
  const spec = { trainImages: IMAGES, fold, method: 'noise-rate' as const, kept: 0, ...(flips ? { flips } : {}) };
  return runTask(labelIssues, spec, inputs);
}

let clean: StoredResult<LabelIssuesSummary>;
beforeAll(async () => {
  clean = await audit();
});

const rounded = (value: number): number => Math.round(1000 * value) / 1000;

it('names most images that it has not seen as they are labelled, and its probabilities can be used', () => {
  const { outOfSample, calibrationError, estimated, flagged } = clean.summary;
  expect(outOfSample.accuracy).toBeGreaterThan(0.82);
  expect(calibrationError).toBeLessThan(0.05);
  console.log({
    accuracy: rounded(outOfSample.accuracy),
    calibrationError: rounded(calibrationError),
    estimated,
    flagged,
  });
});

it.each([
  ['any class', undefined, 0.85, 0.7],
  ['the class that each is most often taken for', 'confused', 0.7, 0.25],
] as const)('finds labels flipped to %s far better than chance', async (_name, kind, recall, averagePrecision) => {
  const to = kind && confusedWith(clean.summary.outOfSample.confusion);
  const flipped = await audit({ share: SHARE, seed: 9, ...(to ? { to } : {}) });
  const { check, estimated } = flipped.summary;
  const known = new Set(await arrayOf(clean, 'issueIds'));
  const both = [...(await arrayOf(flipped, 'issueIds'))].filter((id) => known.has(id)).length;
  console.log({
    flips: check!.flipped,
    recall: rounded(check!.found / check!.flipped),
    precision: rounded(check!.found / check!.flagged),
    flaggedBefore: rounded(both / check!.flagged),
    averagePrecision: rounded(check!.bySelfConfidence.averagePrecision),
    byMargin: rounded(check!.byMargin.averagePrecision),
    suggestedRight: rounded(check!.suggestedRight / check!.found),
    estimated: rounded(estimated.share),
  });
  expect(check!.found / check!.flipped).toBeGreaterThan(recall);
  expect(check!.bySelfConfidence.averagePrecision).toBeGreaterThan(averagePrecision);
  // What is flagged beside the flips is, but for a tenth, what is flagged without them.
  expect((check!.found + both) / check!.flagged).toBeGreaterThan(0.7);
  expect(estimated.share).toBeGreaterThan(clean.summary.estimated.share + SHARE / 3);
});
