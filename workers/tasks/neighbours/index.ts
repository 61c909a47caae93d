import { pixelsOf, sizeOf } from '../../../src/core/dataset/shape';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import { plainKernels } from '../../../src/core/neighbours/kernels';
import { pairArray } from '../../../src/core/neighbours/pairs';
import { NeighbourSearch, type SearchImages } from '../../../src/core/neighbours/search';
import type { ImageSet } from '../../../src/core/neighbours/types';
import type { Output } from '../../../src/core/results/types';
import type { Images } from '../../../src/core/dataset/images';
import { readByIds } from '../images';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import {
  MOST_PAIRS,
  QUERIES_AT_ONCE,
  type NeighboursArrays,
  type NeighboursInputs,
  type NeighboursSpec,
  type NeighboursSummary,
} from './types';
import { wasmKernels } from './wasm';

/** The search that this worker made last: the next chunk is nearly always among the same references. */
let held: { readonly name: string; readonly search: NeighbourSearch } | undefined;

async function searchAmong(
  references: ImageSet,
  data: DatasetSummary,
  context: TaskContext<never, NeighboursInputs>,
): Promise<NeighbourSearch> {
  const name = JSON.stringify([data.hash, data.splitVersion, data.splitSeed, data.nearGroups ?? [], references]);
  if (held?.name === name) return held.search;
  held = undefined;
  const images = await readSet(context.images, data, references);
  const search = await NeighbourSearch.of(
    images,
    QUERIES_AT_ONCE,
    (...room) => wasmKernels(...room) ?? plainKernels(...room),
    async (done) => {
      context.report({ stage: 'Preparing images to search among', done, total: images.ids.length, unit: 'images' });
      await context.turn();
    },
  );
  held = { name, search };
  return search;
}

async function readSet(
  source: Images,
  data: DatasetSummary,
  set: ImageSet,
  start = 0,
  end?: number,
): Promise<SearchImages> {
  if (set.split === 'trainingFile' || set.split === 'all') {
    const count = data.counts.train + (set.split === 'all' ? data.counts.test : 0);
    const to = Math.min(end ?? count, set.limit ?? count, count);
    const ids = Int32Array.from({ length: to - start }, (_, at) => start + at);
    return { images: await readByIds(source, data, ids), ids, ...sizeOf(data) };
  }
  const limit = Math.min(end ?? Infinity, set.limit ?? Infinity);
  const { images, indices, ...size } = await source.split(data, set.split, limit);
  const first = set.split === 'test' ? data.counts.train : 0;
  const ids = Int32Array.from(indices.subarray(start), (at) => first + at);
  return { images: images.subarray(start * pixelsOf(size)), ids, ...sizeOf(size) };
}

export const task: Task<NeighboursSpec, NeighboursSummary, never, NeighboursInputs, NeighboursArrays> = {
  async run(spec, context): Promise<Output<NeighboursSummary, NeighboursArrays>> {
    const data = dataOf(context);
    const search = await searchAmong(spec.references, data, context);
    const queries = await readSet(context.images, data, spec.queries, spec.start, spec.end);
    const count = queries.ids.length;
    const turn = async (done: number): Promise<void> => {
      context.report({ stage: 'Comparing images', done, total: count, unit: 'queries' });
      await context.turn();
    };
    if (spec.mode === 'pairs') {
      const kept = await search.pairsWithin(queries, spec.share, MOST_PAIRS, turn);
      return {
        summary: { mode: 'pairs', queries: count, found: kept.found },
        artifacts: { pairs: pairArray(kept.pairs) },
      };
    }
    const { ids, squared } = await search.nearest(queries, spec.k, turn);
    return {
      summary: { mode: 'nearest', queries: count, found: squared.length },
      artifacts: {
        ids: { data: ids, shape: [count, spec.k] },
        squared: { data: squared, shape: [count, spec.k] },
        queryIds: { data: queries.ids, shape: [count] },
      },
    };
  },
};
