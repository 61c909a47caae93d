/** The groups that the split keeps together; run by scripts/near-groups.mjs in Node. */
import { PIXELS } from '../../../src/core/dataset/types';
import { plainKernels } from '../../../src/core/neighbours/kernels';
import { NEAR_SHARE, groupsOf } from '../../../src/core/neighbours/pairs';
import { NeighbourSearch } from '../../../src/core/neighbours/search';
import { MOST_PAIRS, QUERIES_AT_ONCE } from './types';
import { wasmKernels } from './wasm';

export { NEAR_SHARE };

/** @param images count x 784 @returns groups of indices */
export async function findNearGroups(images: Uint8Array): Promise<number[][]> {
  const ids = Int32Array.from({ length: images.length / PIXELS }, (_, id) => id);
  const turn = (): Promise<void> => Promise.resolve();
  const allocate = (bytes: number) => wasmKernels(bytes) ?? plainKernels(bytes);
  const search = await NeighbourSearch.of({ images, ids }, QUERIES_AT_ONCE, allocate, turn);
  const pairs = [];
  for (let from = 0; from < ids.length; from += QUERIES_AT_ONCE) {
    const to = Math.min(ids.length, from + QUERIES_AT_ONCE);
    const queries = { images: images.subarray(from * PIXELS, to * PIXELS), ids: ids.subarray(from, to) };
    const found = await search.pairsWithin(queries, NEAR_SHARE, MOST_PAIRS, turn);
    for (const pair of found.pairs) pairs.push(pair);
  }
  return groupsOf(pairs);
}
