/** Folds trained for real on small images, and the labels that the tasks then doubt. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImageBatch } from '../../../src/core/dataset/types';
import type { Flips } from '../../../src/core/labels/flips';
import type { Selection } from '../../../src/core/labels/folds';
import { MODELS } from '../../support/networks';
import type { StoredResult } from '../../../src/core/results/types';
import { task as labelIssues } from '../../../workers/tasks/label-issues';
import { foldInput, type LabelIssuesSpec, type LabelIssuesSummary } from '../../../workers/tasks/label-issues/types';
import { task as train } from '../../../workers/tasks/train';
import { arrayOf, bands, runTask } from '../tasks/harness';
import { serveImages } from '../images';

/** Places of the training split whose labels are wrong in the stored set itself. */
const WRONG = [12, 77, 140, 203, 261];
serveImages({
  split: (_summary, split, limit = Number.POSITIVE_INFINITY) => {
    const batch: ImageBatch = bands(split, limit);
    // Each split has places of its own in the training file.
    const first = { train: 0, validation: 300, calibration: 400, stream: 450, test: 0 }[split];
    batch.indices.forEach((index, place) => (batch.indices[place] = first + index));
    if (split === 'validation') batch.labels[7] = 0;
    if (split === 'train') for (const place of WRONG) batch.labels[place] = (batch.labels[place]! + 3) % 10;
    return Promise.resolve(batch);
  },
});

const FOLDS = 3;
const fold = { folds: FOLDS, seed: 5 };
const trained = (selection: Selection) =>
  runTask(train, {
    model: MODELS.softmax,
    trainImages: 300,
    epochs: 6,
    batchSize: 16,
    learningRate: 0.003,
    selection,
  });

async function audited(more: Partial<LabelIssuesSpec> = {}, flips?: Flips) {
  const folds: Awaited<ReturnType<typeof trained>>[] = [];
  for (let at = 0; at < FOLDS; at += 1) {
    folds.push(await trained({ fold: { ...fold, fold: at }, ...(flips ? { flips } : {}) }));
  }
  const inputs = Object.fromEntries(folds.map((result, at) => [foldInput(at), result]));
  const spec: LabelIssuesSpec = {
    trainImages: 300,
    fold,
    method: 'both',
    kept: 4,
    ...(flips ? { flips } : {}),
    ...more,
  };
  return { folds, inputs, found: await runTask(labelIssues, spec, inputs) };
}

describe('images that are predicted by models which have not seen them', () => {
  let folds: Awaited<ReturnType<typeof trained>>[];
  let found: StoredResult<LabelIssuesSummary>;
  let inputs: Record<string, StoredResult>;
  beforeAll(async () => {
    ({ folds, found, inputs } = await audited());
  }, 60_000);

  it('are each held out once, and scored as they were held out', async () => {
    const indices = await Promise.all(folds.map((result) => arrayOf(result, 'heldOutIndices')));
    expect(indices.flatMap((one) => [...one]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 300 }, (_, at) => at),
    );
    for (const { summary } of folds) {
      expect(summary.heldOut!.images).toBe(100);
      expect(summary.trainImages).toBe(200);
    }
    const right = folds.reduce((sum, { summary }) => sum + summary.heldOut!.accuracy * 100, 0);
    expect(found.summary.outOfSample.accuracy * 300).toBeCloseTo(right, 6);
  });

  it('bring out the labels that are wrong, with the right class beside them', async () => {
    const ids = [...(await arrayOf(found, 'issueIds'))];
    for (const place of WRONG) expect(ids).toContain(place);
    expect(ids.length).toBeLessThan(15);
    expect(found.summary.ids).toEqual(ids);
    const [given, suggested] = [await arrayOf(found, 'issueGiven'), await arrayOf(found, 'issueSuggested')];
    for (const [rank, id] of ids.entries()) {
      if (!WRONG.includes(id)) continue;
      expect(suggested[rank]).toBe(id % 10);
      expect(given[rank]).toBe(((id % 10) + 3) % 10);
    }
    expect(found.summary.pairs.reduce((sum, count) => sum + count, 0)).toBe(ids.length);
    expect(found.summary.flagged.both).toBe(ids.length);
  });

  it('are ranked by self-confidence, never above a half; the first are kept to be looked at', async () => {
    const confidence = [...(await arrayOf(found, 'issueSelfConfidence'))];
    expect(confidence).toEqual(confidence.toSorted((a, b) => a - b));
    expect(confidence.at(-1)!).toBeLessThanOrEqual(0.5);
    expect(found.artifacts['issueImages']!.shape).toEqual([4, 28, 28]);
    const [id] = await arrayOf(found, 'issueIds');
    const images = bands('train', 300).images;
    expect((await arrayOf(found, 'issueImages')).slice(0, 784)).toEqual(images.slice(784 * id!, 784 * (id! + 1)));
  });

  it('estimate a share of wrong labels near the true one, with an interval', () => {
    const { share, interval } = found.summary.estimated;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.05);
    expect(interval[0]).toBeLessThan(share);
    expect(interval[1]).toBeGreaterThan(share);
    expect(found.summary.check).toBeUndefined();
  });

  it('may be of other splits, which no model is trained on: a wrong label among them is found as well', async () => {
    const wide = { ...fold, others: 350 };
    const all = [];
    for (let at = 0; at < FOLDS; at += 1) all.push(await trained({ fold: { ...wide, fold: at } }));
    for (const [at, result] of all.entries()) {
      expect(await arrayOf(result, 'model.weights')).toEqual(await arrayOf(folds[at]!, 'model.weights'));
      expect(result.summary.trainImages).toBe(200);
    }
    const audit = await runTask(
      labelIssues,
      { trainImages: 300, fold: wide, method: 'both', kept: 4 },
      Object.fromEntries(all.map((result, at) => [foldInput(at), result])),
    );
    expect(audit.summary.outOfSample.images).toBe(650);
    const ids = [...(await arrayOf(audit, 'issueIds'))];
    for (const place of [...WRONG, 307]) expect(ids).toContain(place);
    expect([...(await arrayOf(audit, 'indices'))]).toEqual(Array.from({ length: 650 }, (_, at) => at));
  }, 60_000);

  it('must be complete and of these very images', async () => {
    const spec: LabelIssuesSpec = { trainImages: 300, fold, method: 'both', kept: 4 };
    const { [foldInput(0)]: first, ...others } = inputs;
    await expect(runTask(labelIssues, spec, others)).rejects.toThrow(/Fold 1 holds no predictions/);
    await expect(runTask(labelIssues, { ...spec, trainImages: 200 }, inputs)).rejects.toThrow(/made of other images/);
    const twice = { ...inputs, [foldInput(1)]: first! };
    await expect(runTask(labelIssues, spec, twice)).rejects.toThrow(/other images/);
  });
});

describe('labels flipped on purpose', () => {
  it('are found again, the right class beside most of them', async () => {
    const flips = { share: 0.1, seed: 3 };
    const { check } = (await audited({ method: 'noise-rate', kept: 0 }, flips)).found.summary;
    expect(check!.flipped).toBe(30);
    expect(check!.found / check!.flipped).toBeGreaterThan(0.7);
    expect(check!.suggestedRight / check!.found).toBeGreaterThan(0.8);
    expect(check!.recall[0]).toBeLessThan(check!.found / check!.flipped);
    expect(check!.bySelfConfidence.averagePrecision).toBeGreaterThan(0.6);
  }, 60_000);
});

describe('training on a selection', () => {
  it('gives the same bytes as ever where there is none, and others without some images', async () => {
    const spec = { model: MODELS.softmax, trainImages: 300, epochs: 1, batchSize: 32, learningRate: 0.003 };
    const plain = await runTask(train, spec);
    const none = await runTask(train, { ...spec, selection: { without: [] } });
    const fewer = await runTask(train, { ...spec, selection: { without: [0, 1, 2] } });
    expect(await arrayOf(none, 'model.weights')).toEqual(await arrayOf(plain, 'model.weights'));
    expect(fewer.summary.trainImages).toBe(297);
    expect(plain.summary.heldOut).toBeUndefined();
    expect(Object.keys(plain.artifacts)).not.toContain('heldOutProbabilities');
    expect(plain.summary.validation.images).toBe(fewer.summary.validation.images);
  });
});
