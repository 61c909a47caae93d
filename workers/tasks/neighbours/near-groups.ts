/** The groups that the split keeps together; run by scripts/near-groups.mjs in Node. */
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import { plainKernels, type Allocate } from '../../../src/core/neighbours/kernels';
import { NEAR_SHARE, groupsOf } from '../../../src/core/neighbours/pairs';
import { NeighbourSearch } from '../../../src/core/neighbours/search';
import { MOST_PAIRS, QUERIES_AT_ONCE } from './types';
import { wasmKernels } from './wasm';

export { NEAR_SHARE };

/** @param images count x pixels of this size @returns groups of indices */
export async function findNearGroups(images: Uint8Array, { height, width }: ImageSize): Promise<number[][]> {
  const pixels = pixelsOf({ height, width });
  const ids = Int32Array.from({ length: images.length / pixels }, (_, id) => id);
  const turn = (): Promise<void> => Promise.resolve();
  const allocate: Allocate = (...room) => wasmKernels(...room) ?? plainKernels(...room);
  const search = await NeighbourSearch.of({ images, ids, height, width }, QUERIES_AT_ONCE, allocate, turn);
  const pairs = [];
  for (let from = 0; from < ids.length; from += QUERIES_AT_ONCE) {
    const to = Math.min(ids.length, from + QUERIES_AT_ONCE);
    const some = { images: images.subarray(from * pixels, to * pixels), ids: ids.subarray(from, to) };
    const queries = { ...some, height, width };
    const found = await search.pairsWithin(queries, NEAR_SHARE, MOST_PAIRS, turn);
    for (const pair of found.pairs) pairs.push(pair);
  }
  return groupsOf(pairs);
}
