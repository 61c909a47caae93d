import { pixelsOf } from '../../../src/core/dataset/shape';
import { SPLIT_NAMES, type DatasetSummary, type SplitName } from '../../../src/core/dataset/types';
import { splitIndices } from '../../../src/core/dataset/splits';
import { countPairs, distancesOf, rescore } from '../../../src/core/neighbours/leaks';
import { byDifference, differenceOf, pairArray, pairsOf, type Pair } from '../../../src/core/neighbours/pairs';
import type { NdArray, Output } from '../../../src/core/results/types';
import { predictedClasses } from '../../../src/core/stats/classification';
import { readByIds } from '../images';
import { dataOf, numbered } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { NearCopiesArrays, NearCopiesInputs, NearCopiesSpec, NearCopiesSummary, RescoredModel } from './types';

/** Labels and splits of all images, by id. */
interface Whereabouts {
  readonly labels: Uint8Array;
  /** Indices into SPLIT_NAMES. */
  readonly splits: Uint8Array;
  /** With a split that knows of no groups. */
  readonly plain: Uint8Array;
}

async function whereabouts(data: DatasetSummary, context: TaskContext<never, NearCopiesInputs>): Promise<Whereabouts> {
  const train = await context.images.labels(data.hash, 'train');
  const test = await context.images.labels(data.hash, 'test');
  const labels = new Uint8Array(train.length + test.length);
  labels.set(train);
  labels.set(test, train.length);
  const place = (groups: DatasetSummary['nearGroups']): Uint8Array => {
    const splits = new Uint8Array(labels.length).fill(SPLIT_NAMES.indexOf('test'));
    for (const [name, indices] of Object.entries(splitIndices(train, data.splitSeed, groups))) {
      for (const index of indices) splits[index] = SPLIT_NAMES.indexOf(name as SplitName);
    }
    return splits;
  };
  return { labels, splits: place(data.nearGroups), plain: place(undefined) };
}

/** One array of all chunks of a split. */
async function joined(
  context: TaskContext<never, NearCopiesInputs>,
  split: SplitName,
  name: 'ids' | 'squared',
): Promise<Int32Array> {
  const arrays: NdArray[] = [];
  for (const { artifacts } of numbered(context.inputs, `nearest.${split}.`))
    arrays.push(await context.read(artifacts[name]!));
  const all = new Int32Array(arrays.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of arrays) {
    all.set(data, at);
    at += data.length;
  }
  return all;
}

/** Images of the first pairs, with what is known of them. */
async function listedImages(
  pairs: readonly Pair[],
  data: DatasetSummary,
  where: Whereabouts,
  context: TaskContext<never, NearCopiesInputs>,
) {
  const ids = Int32Array.from(new Set(pairs.flatMap(({ a, b }) => [a, b]))).sort();
  const shape = [ids.length];
  return {
    images: { data: await readByIds(context.images, data, ids), shape: [ids.length, pixelsOf(data)] },
    imageIds: { data: ids, shape },
    imageLabels: { data: Uint8Array.from(ids, (id) => where.labels[id]!), shape },
    imageSplits: { data: Uint8Array.from(ids, (id) => where.splits[id]!), shape },
  };
}

/** Scores and ids of pairs, as evidence has them. */
function evidenceOf(pairs: readonly Pair[]): { readonly scores: NdArray; readonly ids: NdArray } {
  return {
    scores: { data: Float32Array.from(pairs, differenceOf), shape: [pairs.length] },
    ids: { data: Int32Array.from(pairs.flatMap(({ a, b }) => [a, b])), shape: [pairs.length, 2] },
  };
}

/** The class that most of the nearest have; of equals the one whose first is nearer. */
function votes(neighbours: Int32Array, k: number, labels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: neighbours.length / k }, (_, query) => {
    const counts = new Map<number, number>();
    for (const id of neighbours.subarray(query * k, (query + 1) * k)) {
      counts.set(labels[id]!, (counts.get(labels[id]!) ?? 0) + 1);
    }
    return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
  });
}

async function models(
  { leakShares, draws, k }: NearCopiesSpec,
  data: DatasetSummary,
  where: Whereabouts,
  pairs: readonly Pair[],
  context: TaskContext<never, NearCopiesInputs>,
): Promise<RescoredModel[]> {
  const validation = await context.images.split(data, 'validation');
  const neighbours = await joined(context, 'validation', 'ids');
  const squared = await joined(context, 'validation', 'squared');
  const network = context.inputs.network;
  if (neighbours.length === 0 || !network) return [];
  const used = neighbours.length / validation.labels.length;
  const nearestIds = Uint32Array.from(validation.labels, (_, at) => neighbours[at * used]!);
  const { images: nearestImages } = await context.images.at(data.hash, 'train', nearestIds);
  const pixels = pixelsOf(validation);
  const lengthOf = (images: Uint8Array, at: number): number =>
    images.subarray(at * pixels, (at + 1) * pixels).reduce((sum, value) => sum + value * value, 0);
  const nearest = Float64Array.from(validation.labels, (_, at) => {
    const distance = squared[at * used]!;
    const length = Math.max(lengthOf(validation.images, at), lengthOf(nearestImages, at));
    return distance === 0 ? 0 : Math.sqrt(distance / length);
  });
  // The image that differs least need not be the one at the least distance: the pairs know those that differ little.
  const placeOf = new Map(Array.from(validation.indices, (index, at) => [index, at]));
  const train = SPLIT_NAMES.indexOf('train');
  for (const pair of pairs) {
    for (const [one, other] of [
      [pair.a, pair.b],
      [pair.b, pair.a],
    ] as const) {
      const at = placeOf.get(one);
      if (at !== undefined && where.splits[other] === train) nearest[at] = Math.min(nearest[at]!, differenceOf(pair));
    }
  }
  await context.turn();
  const probabilities = (await context.read(network.artifacts.validationProbabilities)).data as Float32Array;
  const predictions = {
    network: Uint8Array.from(predictedClasses(probabilities, probabilities.length / validation.labels.length)),
    knn: votes(neighbours, Math.min(k, used), where.labels),
  } as const;
  return Object.entries(predictions).map(([model, predicted]) => {
    const right = Uint8Array.from(predicted, (label, at) => Number(label === validation.labels[at]));
    return {
      model: model as RescoredModel['model'],
      images: right.length,
      right: right.reduce((sum, one) => sum + one, 0),
      rescored: rescore(validation.labels, right, nearest, leakShares, draws, context.seed),
    };
  });
}

async function run(
  spec: NearCopiesSpec,
  context: TaskContext<never, NearCopiesInputs>,
): Promise<Output<NearCopiesSummary, NearCopiesArrays>> {
  const data = dataOf(context);
  const where = await whereabouts(data, context);
  const chunks = numbered(context.inputs, 'pairs.');
  const all: Pair[] = [];
  for (const { artifacts } of chunks) {
    for (const pair of pairsOf(await context.read(artifacts.pairs!))) all.push(pair);
  }
  all.sort(byDifference);
  await context.turn();
  const distances = [];
  for (const split of SPLIT_NAMES) {
    const squared = await joined(context, split, 'squared');
    const queries = numbered(context.inputs, `nearest.${split}.`).reduce(
      (sum, { summary }) => sum + summary.queries,
      0,
    );
    if (queries === 0) continue;
    const used = squared.length / queries;
    distances.push(
      distancesOf(
        split,
        Float64Array.from({ length: queries }, (_, at) => Math.sqrt(squared[at * used]! / pixelsOf(data))),
      ),
    );
  }
  const splitOf = (id: number): number => where.splits[id]!;
  const labelOf = (id: number): number => where.labels[id]!;
  const counts = countPairs(all, spec.shares, splitOf, labelOf);
  const plain = countPairs(all, spec.shares, (id) => where.plain[id]!, labelOf);
  await context.turn();
  const train = SPLIT_NAMES.indexOf('train');
  const leaks = all.filter(({ a, b }) => (splitOf(a) === train) !== (splitOf(b) === train));
  const leakSplits = Uint8Array.from(leaks, ({ a, b }) => splitOf(splitOf(a) === train ? b : a));
  const [pairEvidence, leakEvidence] = [evidenceOf(all), evidenceOf(leaks)];
  return {
    summary: {
      found: chunks.reduce((sum, { summary }) => sum + summary.found, 0),
      kept: all.length,
      counts,
      plain: plain.map(({ share, acrossTraining }) => ({ share, acrossTraining })),
      distances,
      models: await models(spec, data, where, all, context),
    },
    artifacts: {
      pairs: pairArray(all),
      pairScores: pairEvidence.scores,
      pairIds: pairEvidence.ids,
      leakScores: leakEvidence.scores,
      leakIds: leakEvidence.ids,
      leakSplits: { data: leakSplits, shape: [leakSplits.length] },
      ...(await listedImages(all.slice(0, spec.listed), data, where, context)),
    },
  };
}

export const task: Task<NearCopiesSpec, NearCopiesSummary, never, NearCopiesInputs, NearCopiesArrays> = { run };
