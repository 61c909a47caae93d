/**
 * The storage of tasks in Node: a folder. Data sets lie in `datasets` and `shards`, results in `results`, arrays in
 * `artifacts`, each file named by what it holds. A file is written beside its place and moved there, so that none is ever half.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LookbookError, asLookbookError } from '../../src/core/errors';
import { bytesOf, verifiedArray } from '../../src/core/results/arrays';
import type { ArtifactRef, TypedArray } from '../../src/core/results/types';
import { checkedShards } from '../../src/storage/checked';
import { StoredImages } from '../../src/storage/images';
import type { DatasetStore, ResultStore, ShardSink, TaskStorage } from '../../src/storage/port';
import type { Checkpoint, DatasetRecord, Part, ShardRecord } from '../../src/storage/records';
import { ShardStaging } from '../../src/storage/shards';
import { isCheckpoint, isDatasetRecord, isStoredResult } from '../../src/storage/sound';

/** Files of a folder by name; names are made of hashes and numbers. */
class Drawer {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async names(): Promise<readonly string[]> {
    return readdir(this.#path).catch(() => []);
  }

  /** Undefined if there is no such file. */
  async read(name: string): Promise<Uint8Array | undefined> {
    return readFile(join(this.#path, name)).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT') return undefined;
      throw thrown;
    });
  }

  /** Undefined if there is no such file, or it holds no JSON. */
  async readJson(name: string): Promise<unknown> {
    const bytes = await this.read(name);
    try {
      return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as unknown);
    } catch {
      return undefined;
    }
  }

  async write(name: string, content: Uint8Array | string): Promise<void> {
    await mkdir(this.#path, { recursive: true });
    const beside = join(this.#path, `.${name}.${process.pid}`);
    await writeFile(beside, content);
    await rename(beside, join(this.#path, name));
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#path, name), { force: true });
  }
}

/** @throws LookbookError `storage/quota` with the folder's name if the disk is full */
function failureIn(folder: string): (thrown: unknown) => Error {
  return (thrown) =>
    (thrown as NodeJS.ErrnoException).code === 'ENOSPC'
      ? new LookbookError('storage/quota', `The disk that holds ${folder} is full. Free some space and try again.`, {
          cause: thrown,
        })
      : asLookbookError(thrown);
}

const shardName = (storedUnder: string, part: Part, index: number): string => `${storedUnder}.${part}.${index}`;

function folderDatasets(folder: string): DatasetStore {
  const records = new Drawer(join(folder, 'datasets'));
  const shards = new Drawer(join(folder, 'shards'));
  const verified = new Set<string>();
  const owned = async (storedUnder: string): Promise<readonly string[]> =>
    (await shards.names()).filter((name) => name.startsWith(`${storedUnder}.`));
  const discard = async (storedUnder: string): Promise<void> => {
    for (const name of await owned(storedUnder)) await shards.remove(name);
  };
  const recordOf = async (hash: string): Promise<DatasetRecord | undefined> => {
    const record = await records.readJson(`${hash}.json`);
    return isDatasetRecord(record) ? record : undefined;
  };
  /** Pixels, then labels; the checksum is in a file beside it. */
  const get = async (
    { storedUnder, counts, shardSize }: DatasetRecord,
    part: Part,
    index: number,
  ): Promise<ShardRecord | undefined> => {
    const name = shardName(storedUnder, part, index);
    const bytes = await shards.read(name);
    const sum = await shards.read(`${name}.sha256`);
    if (!bytes || !sum) return undefined;
    const pixels = bytes.length - Math.min(shardSize, counts[part] - index * shardSize);
    const at = { dataset: storedUnder, part, index, sha256: new TextDecoder().decode(sum) };
    return { ...at, images: bytes.slice(0, pixels), labels: bytes.slice(pixels) };
  };
  const sink: ShardSink = {
    async put({ dataset, part, index, images, labels, sha256 }) {
      const bytes = new Uint8Array(images.length + labels.length);
      bytes.set(images);
      bytes.set(labels, images.length);
      const name = shardName(dataset, part, index);
      await shards.write(`${name}.sha256`, sha256);
      await shards.write(name, bytes);
    },
    async commit(record, expected) {
      const stored = (await owned(record.storedUnder)).filter((name) => !name.endsWith('.sha256')).length;
      if (stored !== expected) return stored;
      const earlier = await recordOf(record.hash);
      await records.write(`${record.hash}.json`, JSON.stringify(record));
      if (earlier && earlier.storedUnder !== record.storedUnder) await discard(earlier.storedUnder);
      return stored;
    },
    discard,
    failure: (thrown) => Promise.resolve(failureIn(folder)(thrown)),
  };
  const all = async (): Promise<readonly DatasetRecord[]> =>
    (await Promise.all((await records.names()).map((name) => records.readJson(name)))).filter(isDatasetRecord);
  return {
    records: all,
    put: (record) => records.write(`${record.hash}.json`, JSON.stringify(record)),
    async open(hash, again = false) {
      const record = await recordOf(hash);
      if (!record) throw new LookbookError('data/missing', `The data set ${hash.slice(0, 8)} is not in ${folder}.`);
      return checkedShards(record, (part, index) => get(record, part, index), again ? new Set() : verified);
    },
    stage: (id, needed) => new ShardStaging(sink, id, needed),
    async removeOrphans() {
      const kept = (await all()).map(({ storedUnder }) => `${storedUnder}.`);
      for (const name of await shards.names()) {
        if (!kept.some((prefix) => name.startsWith(prefix))) await shards.remove(name);
      }
    },
    // Nobody drops files on a folder: they are read where they lie.
    upload: () => Promise.resolve(undefined),
  };
}

interface StoredCheckpoint extends Omit<Checkpoint, 'arrays'> {
  readonly arrays: Readonly<Record<string, { readonly type: string; readonly base64: string }>>;
}

const TYPES = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;

function packed({ arrays, ...rest }: Checkpoint): StoredCheckpoint {
  const entries = Object.entries(arrays).map(([name, array]) => [
    name,
    { type: array.constructor.name, base64: Buffer.from(bytesOf(array)).toString('base64') },
  ]);
  return { ...rest, arrays: Object.fromEntries(entries) as StoredCheckpoint['arrays'] };
}

function unpacked({ arrays, ...rest }: StoredCheckpoint): unknown {
  const read = ({ type, base64 }: StoredCheckpoint['arrays'][string]): TypedArray => {
    const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
    return new TYPES[type as keyof typeof TYPES](bytes.buffer);
  };
  return { ...rest, arrays: Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, read(array)])) };
}

function folderResults(folder: string): ResultStore {
  const results = new Drawer(join(folder, 'results'));
  const artifacts = new Drawer(join(folder, 'artifacts'));
  const checkpoints = new Drawer(join(folder, 'checkpoints'));
  const missing = (ref: ArtifactRef): LookbookError =>
    new LookbookError('storage/corrupt', `The array ${ref.hash} is missing in ${folder}, or damaged.`);
  return {
    async result(key) {
      const stored = await results.readJson(`${key}.json`);
      return isStoredResult(stored) ? stored : undefined;
    },
    async read(ref) {
      const bytes = await artifacts.read(ref.hash);
      const { dtype, shape } = ref;
      const array = bytes && verifiedArray({ dtype, shape, bytes: Uint8Array.from(bytes) }, ref);
      if (!array) throw missing(ref);
      return array;
    },
    async commit({ result, arrays }) {
      try {
        // The result comes last: what it refers to is there when it is.
        for (const { ref, array } of arrays) await artifacts.write(ref.hash, bytesOf(array.data));
        await results.write(`${result.key}.json`, JSON.stringify(result));
        await checkpoints.remove(`${result.key}.json`);
      } catch (thrown) {
        throw failureIn(folder)(thrown);
      }
    },
    async checkpoint(taskKey) {
      const stored = await checkpoints.readJson(`${taskKey}.json`);
      const found = stored === undefined ? undefined : unpacked(stored as StoredCheckpoint);
      return isCheckpoint(found) ? found : undefined;
    },
    saveCheckpoint: (checkpoint) => checkpoints.write(`${checkpoint.taskKey}.json`, JSON.stringify(packed(checkpoint))),
  };
}

/** @param folder made when the first thing is kept in it */
export function folderStorage(folder: string): TaskStorage {
  const datasets = folderDatasets(folder);
  return { images: new StoredImages(datasets.open), datasets, results: folderResults(folder) };
}
