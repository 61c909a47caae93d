import { beforeEach, describe, expect, it } from 'vitest';
import { splitIndices } from '../../../src/core/dataset/splits';
import { SPLIT_NAMES, SPLIT_VERSION } from '../../../src/core/dataset/types';
import type { Database } from '../../../src/storage/schema';
import { stageDataset } from '../../../src/storage/loading';
import { GalleryImages } from '../../../workers/gallery/images';
import { failureOf, freshDatabase, storeSmall } from '../dataset/fixtures';

let db: Database;
const labels = Uint8Array.from({ length: 2500 }, (_, index) => (index * 3) % 10);
const images = Uint8Array.from({ length: 2500 * 784 }, (_, index) => Math.floor(index / 784) % 251);
const split = { splitSeed: 5, splitVersion: SPLIT_VERSION };

beforeEach(async () => {
  db = await freshDatabase();
  await storeSmall(db, 'load', 'h1', { images, labels });
});

describe('the images of a list', () => {
  it('come from their shards in the order asked for, over both files', async () => {
    const list = await GalleryImages.open(db, { dataset: 'h1', ids: Int32Array.of(2499, 3, 2503) });
    const read = await list.at(Int32Array.of(0, 1, 2));
    expect([...read.labels]).toEqual([labels[2499], labels[3], labels[3]]);
    expect([0, 1, 2].map((at) => read.images[at * 784])).toEqual([2499 % 251, 3, 3]);
    // Kept by now, and the same.
    await list.index;
    expect((await list.at(Int32Array.of(0, 1, 2))).images).toEqual(read.images);
  });

  it('are all of the set if no ids are given, each with its split', async () => {
    const list = await GalleryImages.open(db, { dataset: 'h1', split });
    expect(list.ids.length).toBe(2520);
    const { splits } = await list.index;
    const stream = splitIndices(labels, 5).stream;
    expect(stream.every((index) => SPLIT_NAMES[splits[index]!] === 'stream')).toBe(true);
    const { places, perSplit } = await list.arrange({ order: 'given', split: 'test' });
    expect([...places]).toEqual(Array.from({ length: 20 }, (_, at) => 2500 + at));
    expect(perSplit[SPLIT_NAMES.indexOf('stream')]).toBe(stream.length);
  });

  it('have no split where it was made by another version', async () => {
    const list = await GalleryImages.open(db, { dataset: 'h1', split: { splitSeed: 5, splitVersion: 'v0' } });
    expect((await list.arrange({ order: 'given' })).perSplit).toEqual([0, 0, 0, 0, 0]);
  });

  it('are refused, with a sentence, if the set is gone or does not have them', async () => {
    expect((await failureOf(GalleryImages.open(db, { dataset: 'h2' }))).code).toBe('data/missing');
    expect((await failureOf(GalleryImages.open(db, { dataset: 'h1', ids: Int32Array.of(2520) }))).message).toMatch(
      /image 2520/,
    );
  });

  it('are as large as the set says', async () => {
    const size = { height: 17, width: 23 };
    const staging = stageDataset(db, 'wide', 0);
    const shard = (count: number) => ({
      images: Uint8Array.from({ length: count * 391 }, (_, at) => at % 251),
      labels: new Uint8Array(count),
      ...size,
    });
    await staging.write('train', 0, shard(5));
    await staging.write('test', 0, shard(2));
    const about = { name: 'wide', synthetic: false, source: 'test', counts: { train: 5, test: 2 }, files: [] };
    await staging.commit({ hash: 'wide', ...about, ...size });
    const list = await GalleryImages.open(db, { dataset: 'wide', ids: Int32Array.of(4, 6) });
    expect(list.size).toEqual(size);
    const { images: read } = await list.at(Int32Array.of(0, 1));
    expect([read.length, read[0], read[391]]).toEqual([782, (4 * 391) % 251, 391 % 251]);
    await list.index;
    expect((await list.at(Int32Array.of(0, 1))).images).toEqual(read);
  });
});
