import { beforeEach, describe, expect, it } from 'vitest';
import { byRole } from '../../../src/core/dataset/files';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import { deleteDataset, listDatasets, openShards } from '../../../src/storage/datasets';
import { removeOrphans, stageDataset } from '../../../src/storage/loading';
import type { Database } from '../../../src/storage/schema';
import { SHARD_SIZE, shardChecksum } from '../../../src/storage/shards';
import { failureOf, freshDatabase, storeSmall } from './fixtures';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION } from '../../../src/core/dataset/types';
import { imagesIn } from '../images';

const SIZE = { height: 28, width: 28 };
let db: Database;
let loads = 0;
beforeEach(async () => {
  db = await freshDatabase();
});

/** Stores a set of 2,500 + 20 images and returns the id under which its shards lie. */
async function store(hash: string): Promise<string> {
  loads += 1;
  const labels = Uint8Array.from({ length: 2500 }, (_, index) => index % 10);
  const images = Uint8Array.from({ length: 2500 * 784 }, (_, index) => (index * 13 + loads) % 251);
  return storeSmall(db, `load-${loads}`, hash, { images, labels });
}

function summaryOf(hash: string): DatasetSummary {
  const none = { count: 0, perClass: [] };
  return {
    hash,
    name: 'small',
    synthetic: true,
    height: 28,
    width: 28,
    classes: CLASS_NAMES,
    files: Object.values(byRole((name) => ({ name, bytes: 0, sha256: '' }))),
    counts: { train: 2500, test: 20 },
    splitVersion: SPLIT_VERSION,
    splitSeed: 1,
    splits: { train: none, validation: none, calibration: none, stream: none, test: none },
  };
}

/** Byte for byte; `toEqual` takes seconds on arrays of this size. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

async function damage(id: string, part: 'train' | 'test', index: number): Promise<void> {
  const shard = (await db.get('shards', [id, part, index]))!;
  const labels = shard.labels.slice();
  labels[3] = (labels[3]! + 1) % 10;
  await db.put('shards', { ...shard, labels });
}

describe('stored data sets', () => {
  it('read whole across shards, and again from memory', async () => {
    await store('h1');
    const images = imagesIn(db);
    const train = await images.part('h1', 'train');
    expect(train.labels.length).toBe(2500);
    expect(train.labels[2345]).toBe(5);
    expect((await images.part('h1', 'train')) === train).toBe(true);
    expect(
      same((await (await openShards(db, 'h1')).read('train', 0)).images, train.images.subarray(0, SHARD_SIZE * 784)),
    ).toBe(true);
  });

  it('keep one set in memory: another takes its place', async () => {
    await store('h1');
    await store('h2');
    const images = imagesIn(db);
    const first = await images.part('h1', 'train');
    await images.part('h2', 'train');
    const again = await images.part('h1', 'train');
    expect(again === first).toBe(false);
    expect(same(again.images, first.images)).toBe(true);
  });

  it('of more than 100 MB are read from their shards, image by image the same, and never held whole', async () => {
    const size = { height: 64, width: 64 };
    const count = 26_000;
    const byte = (image: number, pixel: number): number => (image * 31 + pixel * 7) % 253;
    const labelOf = (image: number): number => image % 10;
    const staging = stageDataset(db, 'large', 0);
    const images = new Uint8Array(SHARD_SIZE * 4096);
    for (let index = 0; index < count / SHARD_SIZE; index += 1) {
      const labels = Uint8Array.from({ length: SHARD_SIZE }, (_, at) => labelOf(index * SHARD_SIZE + at));
      for (let at = 0; at < images.length; at += 1)
        images[at] = byte(index * SHARD_SIZE + Math.floor(at / 4096), at % 4096);
      await staging.write('train', index, { images, labels, ...size });
    }
    await staging.write('test', 0, { images: images.slice(0, 20 * 4096), labels: new Uint8Array(20), ...size });
    const record = { name: 'large', synthetic: true, source: 'test', files: [], counts: { train: count, test: 20 } };
    await staging.commit({ ...record, ...size, hash: 'large' });
    let shardsRead = 0;
    const counting = new Proxy(db, {
      get(target, name: keyof Database) {
        if (name === 'get') {
          return (...given: Parameters<Database['get']>) => {
            if (given[0] === 'shards') shardsRead += 1;
            return target.get(...given);
          };
        }
        return target[name];
      },
    });

    const reader = imagesIn(counting);
    expect((await reader.labels('large', 'train')).every((label, image) => label === labelOf(image))).toBe(true);
    expect(shardsRead).toBe(13);
    const places = Uint32Array.of(25_999, 3, 14_000, 3);
    const found = await reader.at('large', 'train', places);
    expect(shardsRead).toBe(13 + 3);
    expect(found).toMatchObject({ ...size, indices: places });
    for (const [at, place] of places.entries()) {
      expect(found.labels[at]).toBe(labelOf(place));
      expect([0, 4095].map((pixel) => found.images[at * 4096 + pixel])).toEqual([byte(place, 0), byte(place, 4095)]);
    }
    const split = await reader.split(summaryOf('large'), 'validation', 12, 2);
    expect(split.images).toHaveLength(10 * 4096);
    for (const [at, place] of split.indices.entries()) {
      expect([split.labels[at], split.images[at * 4096 + 9]]).toEqual([labelOf(place), byte(place, 9)]);
    }
    expect((await reader.part('large', 'train')) === (await reader.part('large', 'train'))).toBe(false);
  }, 60_000);

  it('tell damage by the checksum, naming the part and the way out', async () => {
    const id = await store('h1');
    await damage(id, 'train', 1);
    const failure = await failureOf(imagesIn(db).part('h1', 'train'));
    expect(failure.code).toBe('storage/corrupt');
    expect(failure.message).toMatch(/Part 2 of the training images .* damaged.*Press Reload in the Data cell/);
    expect((await imagesIn(db).part('h1', 'test')).labels.length).toBe(20);
    await db.delete('shards', [id, 'train', 0]);
    expect((await failureOf(imagesIn(db).part('h1', 'train'))).message).toMatch(/Part 1 .* missing/);
  });

  it('tell a shard that is not as long as its images are, whatever its checksum', async () => {
    const id = await store('h1');
    const shard = (await db.get('shards', [id, 'test', 0]))!;
    const images = new Uint8Array(20 * 17 * 23);
    await db.put('shards', { ...shard, images, sha256: shardChecksum(images, shard.labels) });
    const failure = await failureOf(imagesIn(db).part('h1', 'test'));
    expect(failure.code).toBe('storage/corrupt');
    expect(failure.message).toMatch(
      /Part 1 of the test images .* damaged \(7,820 bytes with 20 labels; 20 images of 28 x 28 pixels are 15,680 bytes\)/,
    );
  });

  it('that are gone are missing, also from memory', async () => {
    await store('h1');
    const images = imagesIn(db);
    await images.part('h1', 'train');
    await db.delete('datasets', 'h1');
    const failure = await failureOf(images.part('h1', 'train'));
    expect(failure.code).toBe('data/missing');
    expect(failure.message).toMatch(/Press Reload in the Data cell/);
  });

  it('are listed newest first and deleted with their images only', async () => {
    await store('h1');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store('h2');
    expect((await listDatasets(db)).map(({ hash }) => hash)).toEqual(['h2', 'h1']);
    await deleteDataset(db, 'h1');
    await deleteDataset(db, 'never stored');
    expect((await listDatasets(db)).map(({ hash }) => hash)).toEqual(['h2']);
    expect(await db.count('shards')).toBe(3);
    expect((await imagesIn(db).part('h2', 'train')).labels.length).toBe(2500);
  });

  it('split by another version are not read as if by this one', async () => {
    await store('h1');
    const summary = { ...summaryOf('h1'), splitVersion: 'v0' };
    expect((await failureOf(imagesIn(db).split(summary, 'train'))).code).toBe('data/missing');
    const read = await imagesIn(db).split(summaryOf('h1'), 'train', 100);
    expect(read.images.length).toBe(100 * 784);
  });
});

describe('staging', () => {
  it('replaces an earlier set of the same hash in one step', async () => {
    const first = await store('h1');
    const second = await store('h1');
    const owners = new Set((await db.getAllKeys('shards')).map(([owner]) => owner));
    expect([...owners]).toEqual([second]);
    expect(first).not.toBe(second);
  });

  it('commits nothing if shards have vanished, and leaves the earlier set', async () => {
    const first = await store('h1');
    const staging = stageDataset(db, 'incomplete', 0);
    await staging.write('train', 0, { images: new Uint8Array(784), labels: new Uint8Array(1), ...SIZE });
    const about = {
      hash: 'h1',
      name: 'x',
      synthetic: false,
      source: '',
      counts: { train: 1, test: 1 },
      files: [],
      height: 28,
      width: 28,
    };
    const failure = await failureOf(staging.commit(about));
    expect(failure.code).toBe('storage/corrupt');
    expect(failure.message).toMatch(/Of 2 parts of the data set only 1 are stored/);
    expect((await db.get('datasets', 'h1'))!.storedUnder).toBe(first);
    await staging.discard();
    expect(await db.count('shards')).toBe(3);
  });

  it('refuses images that are not as many as the labels, or of another size than those before', async () => {
    const staging = stageDataset(db, 'wrong', 0);
    const [height, width] = [17, 23];
    await staging.write('train', 0, { images: new Uint8Array(391), labels: new Uint8Array(1), height, width });
    for (const images of [new Uint8Array(782), new Uint8Array(1568)]) {
      const failure = await failureOf(staging.write('train', 1, { images, labels: new Uint8Array(3), height, width }));
      expect(failure.code).toBe('storage/corrupt');
      expect(failure.message).toMatch(
        /Part 2 of the training images was not stored: it holds [\d,]+ bytes for 3 images of 17 x 23 pixels, which are 1,173/,
      );
    }
    const others = staging.write('train', 1, { images: new Uint8Array(784), labels: new Uint8Array(1), ...SIZE });
    expect((await failureOf(others)).code).toBe('storage/corrupt');
    expect(await db.count('shards')).toBe(1);
  });

  it('removes orphans and nothing else', async () => {
    const id = await store('h1');
    await stageDataset(db, 'orphan', 0).write('test', 4, {
      images: new Uint8Array(784),
      labels: new Uint8Array(1),
      ...SIZE,
    });
    await removeOrphans(db);
    expect((await db.getAllKeys('shards')).every(([owner]) => owner === id)).toBe(true);
    expect(await db.count('shards')).toBe(3);
  });
});
