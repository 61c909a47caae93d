/** The cell of near copies over the real mechanism; the training only pretends, the search and what follows are real. */
import { beforeAll, describe, expect, it } from 'vitest';
import { job as similarJob } from '../../../src/cells/similar/job';
import { params, REACH, type SimilarSummary } from '../../../src/cells/similar/types';
import { presentation } from '../../../src/cells/similar/presentation';
import { CLASSES, PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_NAMES, SPLIT_VERSION, type SplitName } from '../../../src/core/dataset/types';
import { takeImages } from '../../../src/core/dataset/batch';
import { countSplits, splitIndices, testOrder } from '../../../src/core/dataset/splits';
import { parseParams } from '../../../src/core/params/parse';
import type { ArtifactRef, StoredResult } from '../../../src/core/results/types';
import { randomSource } from '../../../src/core/seed';
import { scoreOf } from '../../../src/core/stats/score';
import { readArtifact, readLedger } from '../../../src/storage/results';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import { task as nearCopies } from '../../../workers/tasks/near-copies';
import { task as neighbours } from '../../../workers/tasks/neighbours';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import { entry, Laboratory, plan, request } from '../mechanism/laboratory';
import { GARMENTS } from '../garments';
import { serveImages } from '../images';

const TRAIN = 240;
const TEST = 40;
const SEED = 1;
const SIZE = { height: 28, width: 28 };
const random = randomSource(9);
const images = Uint8Array.from({ length: (TRAIN + TEST) * PIXELS }, () => Math.floor(256 * random()));
const labels = Uint8Array.from({ length: TRAIN + TEST }, (_, id) => id % CLASSES);
const trainLabels = labels.subarray(0, TRAIN);

/** Makes one image a copy of another, so many pixels of which are black. */
function copy(from: number, to: number, blackened: number): void {
  images.copyWithin(to * PIXELS, from * PIXELS, (from + 1) * PIXELS);
  images.fill(0, to * PIXELS, to * PIXELS + blackened);
}
const splits = { ...splitIndices(trainLabels, SEED), test: testOrder(labels.subarray(TRAIN), SEED) };
const [inFit, alsoInFit, inSelect] = [splits.train[0]!, splits.train[1]!, splits.validation[0]!];
const inTest = TRAIN + 5;
copy(inFit, alsoInFit, 0);
copy(inFit, inSelect, 2);
copy(inFit, inTest, 3);

const batchOf = (split: SplitName, limit = Infinity) => {
  const indices = splits[split].slice(0, limit);
  const first = split === 'test' ? TRAIN : 0;
  return {
    indices,
    images: Uint8Array.from(
      Array.from(indices).flatMap((at) => [...images.subarray((first + at) * PIXELS, (first + at + 1) * PIXELS)]),
    ),
    labels: Uint8Array.from(indices, (at) => labels[first + at]!),
    ...SIZE,
  };
};
serveImages({
  split: (_data, split, limit) => Promise.resolve(batchOf(split, limit)),
  labels: (_hash, part) => Promise.resolve(part === 'train' ? trainLabels : labels.subarray(TRAIN)),
  at: (_hash, part, indices) =>
    Promise.resolve({
      ...takeImages(
        { images, labels, indices: Uint32Array.from(labels.keys()), ...SIZE },
        indices.map((index) => (part === 'train' ? index : TRAIN + index)),
      ),
      indices,
    }),
});

const train = entry((spec: TrainSpec) => {
  const validation = batchOf('validation');
  const probabilities = new Float32Array(validation.labels.length * CLASSES);
  validation.labels.forEach(
    (label, at) => (probabilities[at * CLASSES + (at % 3 === 2 ? (label + 1) % CLASSES : label)] = 1),
  );
  const curve = { x: [1], y: [0.5] };
  return Promise.resolve({
    summary: {
      spec,
      card: { type: 'network', network: spec.model, parameters: 100 },
      trainImages: spec.trainImages,
      imagesTrained: spec.trainImages * spec.epochs,
      validation: scoreOf(validation.labels, probabilities, CLASSES),
      curves: { trainLoss: curve, validationAccuracy: curve, validationLogLoss: curve },
    },
    artifacts: { validationProbabilities: { data: probabilities, shape: [validation.labels.length, CLASSES] } },
  });
});
const registry = {
  train,
  neighbours: entry((spec: never, context) => neighbours.run(spec, context as never)),
  'near-copies': entry((spec: never, context) => nearCopies.run(spec, context as never)),
};
const dataset = {
  hash: 'd'.repeat(64),
  name: 'small world',
  splitVersion: SPLIT_VERSION,
  ...SIZE,
  classes: CLASS_NAMES,
  splitSeed: SEED,
  counts: { train: TRAIN, test: TEST },
  splits: countSplits(trainLabels, labels.subarray(TRAIN), SEED),
};

describe('the cell of near copies', () => {
  let result: StoredResult<SimilarSummary>;
  let laboratory: Laboratory;
  const read = (ref: ArtifactRef) => readArtifact(laboratory.database, ref);
  const values = (name: string) => read(result.artifacts[name]!).then(({ data }) => Array.from(data));

  beforeAll(async () => {
    laboratory = new Laboratory();
    const data = { kind: 'data', version: 1, numeric: false, run: () => Promise.resolve({ summary: dataset }) };
    const coordinator = await laboratory.open([data as unknown as AnyJob, similarJob as unknown as AnyJob], registry);
    const settings = parseParams(params, { trainQueries: 0 }, 'test');
    await coordinator.run(
      request([plan('data', 'data'), plan('similar', 'similar', settings as never, { data: 'data' })]),
    );
    const status = await laboratory.database.get('statuses', ['notebook', 'similar']);
    expect(status?.error).toBeUndefined();
    result = (await laboratory.database.get('results', status!.key!)) as typeof result;
  }, 60_000);

  it('finds the copies and no others, with where they stand', async () => {
    const pairs = await values('pairIds');
    const found = Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[2 * at], pairs[2 * at + 1]].join(' '));
    const ids = [inFit, alsoInFit, inSelect, inTest].sort((a, b) => a - b);
    const expected = ids.flatMap((a, at) => ids.slice(at + 1).map((b) => [a, b].join(' ')));
    expect(found.toSorted()).toEqual(expected.toSorted());
    const { counts } = result.summary;
    expect(counts[0]).toMatchObject({ share: 0, pairs: 1, withTest: 0 });
    expect(counts.at(-1)).toMatchObject({
      share: REACH,
      pairs: 6,
      groups: 1,
      images: 4,
      acrossTraining: 2,
      withTest: 3,
    });
  });

  it('leaves pairs with their difference as evidence, leaks being those of the training split and another split', async () => {
    expect(result.summary.evidence.map(({ kind }) => kind)).toEqual(['near-duplicate', 'near-leak']);
    expect(await values('pairScores')).toEqual((await values('pairScores')).sort((a, b) => a - b));
    expect(await values('leakScores')).toHaveLength(4);
    const [select, test] = [SPLIT_NAMES.indexOf('validation'), SPLIT_NAMES.indexOf('test')];
    expect((await values('leakSplits')).toSorted()).toEqual([select, select, test, test]);
    expect(result.summary.evidence.map(({ judged }) => judged)).toEqual([TRAIN + TEST, TRAIN + TEST]);
    for (const { arrays } of result.summary.evidence) {
      expect(result.artifacts[arrays.ids!]!.shape).toEqual([result.artifacts[arrays.scores]!.shape[0], 2]);
    }
  });

  it('scores both models without the one validation image that has a copy in the training split', async () => {
    expect(result.summary.models.map(({ model }) => model)).toEqual(['network', 'knn']);
    for (const { images: all, rescored } of result.summary.models) {
      expect(all).toBe(splits.validation.length);
      expect(rescored.find(({ share }) => share === 0.1)!.removed).toBe(1);
    }
    expect((await readLedger(laboratory.database)).map(({ type }) => type)).toEqual(['run']);
  });

  it('speaks without a broken number and opens the images behind its rows', async () => {
    const content = {
      cellId: 'similar',
      params: {},
      summary: result.summary,
      result,
      data: GARMENTS,
      inputs: {},
      read,
      ledger: [],
    } as never;
    const sentences = presentation.findings(content);
    expect(sentences[0]).toContain('of 280 images differ by at most 8 % (1 equal); 2 of them link training with test.');
    expect(sentences[1]).toContain('3 include one of the 40 test images.');
    for (const block of presentation.blocks(content)) {
      if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
      if (block.type === 'images') expect((await block.load()).length).toBe(12);
      if ('caption' in block) sentences.push(`${block.title} ${block.caption}`);
      if (block.type === 'facts') sentences.push(JSON.stringify(block.facts));
      if (block.type === 'table' && block.id === 'thresholds') {
        const list = block.images!(block.rows.length - 1)!;
        expect(new Set(await (list.ids as () => Promise<readonly number[]>)())).toEqual(
          new Set([inFit, alsoInFit, inSelect, inTest]),
        );
      }
    }
    for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
  });
});
