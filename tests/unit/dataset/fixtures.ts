/** Small data sets as IDX files, the real files, and a task context for the load task; over an in-memory IndexedDB. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OFFICIAL_FILES, OFFICIAL_SHAPE, byRole, type FileRole } from '../../../src/core/dataset/files';
import { encodeIdxHeader } from '../../../src/core/dataset/idx-header';
import { pixelsOf, sizeOf, type ImageSize } from '../../../src/core/dataset/shape';
import type { PartImages } from '../../../src/core/dataset/types';
import { LookbookError, type ErrorCode } from '../../../src/core/errors';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import type { Progress } from '../../../src/core/results/types';
import { listDatasets } from '../../../src/storage/datasets';
import { datasetStore, stageDataset } from '../../../src/storage/loading';
import { openDatabase, type Database } from '../../../src/storage/schema';
import { SHARD_SIZE } from '../../../src/storage/shards';
import type { LoadDetail } from '../../../workers/tasks/load/types';
import type { TaskContext } from '../../../workers/tasks/types';
import { imagesIn } from '../images';

const FOLDER = process.env['FASHION_MNIST'] ?? '/usr/share/datasets/fashion-mnist';

/** An official file as Debian packs it (gzip). @throws Error if dataset-fashion-mnist is not installed */
export function realFile(role: FileRole): Uint8Array {
  return Uint8Array.from(readFileSync(join(FOLDER, `${OFFICIAL_FILES[role].name}.gz`)));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function imagesFile(count: number, first = 0, size: ImageSize = OFFICIAL_SHAPE): Uint8Array {
  return concat(
    encodeIdxHeader(count, size),
    Uint8Array.from({ length: count * pixelsOf(size) }, (_, at) => (at * 7 + first) % 256),
  );
}

export function labelsFile(count: number): Uint8Array {
  return concat(
    encodeIdxHeader(count),
    Uint8Array.from({ length: count }, (_, at) => (at * 3) % 10),
  );
}

/** Images of 32-bit (type code 0D) or 64-bit (0E) floating-point numbers. @param value of the pixel at a place in the file */
export function floatImagesFile(
  count: number,
  value: (at: number) => number,
  bits: 32 | 64 = 32,
  size: ImageSize = OFFICIAL_SHAPE,
): Uint8Array {
  const head = encodeIdxHeader(count, size);
  head[2] = bits === 32 ? 0x0d : 0x0e;
  const values = new DataView(new ArrayBuffer((count * pixelsOf(size) * bits) / 8));
  for (let at = 0; at < count * pixelsOf(size); at += 1) {
    if (bits === 32) values.setFloat32(4 * at, value(at));
    else values.setFloat64(8 * at, value(at));
  }
  const file = new Uint8Array(head.length + values.byteLength);
  file.set(head);
  file.set(new Uint8Array(values.buffer), head.length);
  return file;
}

/** Images that differ from one another, of any labels; not the official set. */
export function setOf(
  trainLabels: readonly number[],
  testLabels: readonly number[],
  images: (count: number) => Uint8Array = imagesFile,
): Record<FileRole, Uint8Array> {
  const labels = (values: readonly number[]): Uint8Array =>
    concat(encodeIdxHeader(values.length), Uint8Array.from(values));
  return {
    'train-labels': labels(trainLabels),
    'train-images': images(trainLabels.length),
    'test-labels': labels(testLabels),
    'test-images': images(testLabels.length),
  };
}

/** A valid set of 240 + 60 images that is not the official one. */
export function smallSet(first = 0): Record<FileRole, Uint8Array> {
  return {
    'train-labels': labelsFile(240),
    'train-images': imagesFile(240, first),
    'test-labels': labelsFile(60),
    'test-images': imagesFile(60, first + 1),
  };
}

/** The files as somebody drops them. */
export function blobs(files: Partial<Record<FileRole, Uint8Array>>): { name: string; bytes: Blob }[] {
  return Object.entries(files).map(([role, bytes]) => ({
    name: OFFICIAL_FILES[role as FileRole].name,
    bytes: new Blob([Uint8Array.from(bytes)]),
  }));
}

export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

let databases = 0;
export function freshDatabase(): Promise<Database> {
  databases += 1;
  return openDatabase(`data-test-${databases}`);
}

/** Everything about stored sets, to show that a failure changed nothing. */
export async function storedSets(db: Database): Promise<unknown> {
  return { sets: await listDatasets(db), shards: await db.getAllKeys('shards') };
}

export interface Recorded {
  readonly context: TaskContext<LoadDetail, never>;
  readonly progress: Progress<LoadDetail>[];
  readonly controller: AbortController;
}

export function taskContext(db: Database, onTurn: (turns: number) => void = () => undefined): Recorded {
  const progress: Progress<LoadDetail>[] = [];
  const controller = new AbortController();
  let turns = 0;
  const context: TaskContext<LoadDetail, never> = {
    key: 'f'.repeat(64),
    signal: controller.signal,
    seed: 0,
    inputs: {} as never,
    options: { ...DEFAULT_OPTIONS, dataUrl: 'https://lookbook.example/data/' },
    environment: { backend: 'cpu', description: 'test', numericMode: 'cpu', workers: 1 },
    images: imagesIn(db),
    datasets: datasetStore(db),
    report: (report) => progress.push(report),
    turn: () => {
      turns += 1;
      onTurn(turns);
      return controller.signal.aborted ? Promise.reject(new LookbookError('cancelled')) : Promise.resolve();
    },
    read: () => Promise.reject(new Error('the load task reads no artifacts')),
    loadCheckpoint: () => Promise.resolve(undefined),
    saveCheckpoint: () => Promise.resolve(),
  };
  return { context, progress, controller };
}

/** The error that a promise ends with. @throws Error if it does not, or with another kind of error */
/** Writes 2,500 training images in two shards, and the first 20 of them as the test part. @returns the id of the load */
export async function storeSmall(
  db: Database,
  id: string,
  hash: string,
  { images, labels }: Pick<PartImages, 'images' | 'labels'>,
): Promise<string> {
  const size = sizeOf(OFFICIAL_SHAPE);
  const pixels = pixelsOf(size);
  const staging = stageDataset(db, id, 0);
  const part = (from: number, to: number): PartImages => ({
    images: images.slice(from * pixels, to * pixels),
    labels: labels.slice(from, to),
    ...size,
  });
  await staging.write('train', 0, part(0, SHARD_SIZE));
  await staging.write('train', 1, part(SHARD_SIZE, 2500));
  await staging.write('test', 0, part(0, 20));
  const counts = { train: 2500, test: 20 };
  await staging.commit({ hash, name: 'small', synthetic: true, ...size, source: 'test', counts, files: [] });
  return id;
}

export async function failureOf(work: Promise<unknown>): Promise<{ code: ErrorCode; message: string }> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof LookbookError) return { code: thrown.code, message: thrown.message };
    throw thrown;
  }
  throw new Error('it succeeded, but should have failed');
}

/** A server for `https://lookbook.example/data/`: path -> answer. Anything else is 404. */
export function serve(answers: Readonly<Record<string, Uint8Array | string | Response | Error>>): {
  fetch: typeof fetch;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const answer = (input: string | URL | Request): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    const found = answers[url.split('/').at(-1)!];
    if (found === undefined) return Promise.resolve(new Response('Not found', { status: 404 }));
    if (found instanceof Error) return Promise.reject(found);
    if (found instanceof Response) return Promise.resolve(found.clone());
    return Promise.resolve(new Response(typeof found === 'string' ? found : Uint8Array.from(found)));
  };
  return { fetch: answer, asked };
}

export const OFFICIAL_INDEX = JSON.stringify({
  format: 1,
  name: 'Fashion-MNIST',
  synthetic: false,
  files: Object.entries(OFFICIAL_FILES).map(([role, { name, bytes, sha256 }]) => ({
    name,
    pack: `${role}.pack`,
    bytes,
    packedBytes: bytes,
    sha256,
  })),
});

export function packsOf(files: Record<FileRole, Uint8Array>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.values(byRole((role) => [`${role}.pack`, gzipSync(files[role])] as const)));
}
