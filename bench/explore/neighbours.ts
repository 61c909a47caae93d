/** Our exact neighbour search in a Node worker, as the task `neighbours` runs it: bundled, and asked by neighbours.mjs. */
import { parentPort, workerData } from 'node:worker_threads';
import { plainKernels, type Allocate } from '../../src/core/neighbours/kernels';
import { NeighbourSearch, type SearchImages } from '../../src/core/neighbours/search';
import { QUERIES_AT_ONCE } from '../../workers/tasks/neighbours/types';
import { wasmKernels } from '../../workers/tasks/neighbours/wasm';

interface Given {
  readonly train: SharedArrayBuffer;
  readonly test: SharedArrayBuffer;
}
/** What a worker is asked: to prepare the search among the test images, or to search for some training images. */
type Request = { readonly start: number; readonly end: number; readonly k: number } | 'prepare';

const SIZE = 784;
const { train, test } = workerData as Given;
const imagesOf = (buffer: SharedArrayBuffer, start: number, end: number, firstId: number): SearchImages => ({
  images: new Uint8Array(buffer).subarray(start * SIZE, end * SIZE),
  ids: Int32Array.from({ length: end - start }, (_, at) => firstId + start + at),
  height: 28,
  width: 28,
});
const turn = (): Promise<void> => Promise.resolve();
let search: NeighbourSearch | undefined;

parentPort!.on('message', (request: Request) => {
  void (async () => {
    if (request === 'prepare') {
      const references = imagesOf(test, 0, test.byteLength / SIZE, train.byteLength / SIZE);
      const allocate: Allocate = (...room) => wasmKernels(...room) ?? plainKernels(...room);
      search = await NeighbourSearch.of(references, QUERIES_AT_ONCE, allocate, turn);
      parentPort!.postMessage({});
      return;
    }
    const found = await search!.nearest(imagesOf(train, request.start, request.end, 0), request.k, turn);
    parentPort!.postMessage({ squared: found.squared });
  })();
});
