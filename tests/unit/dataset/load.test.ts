import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OFFICIAL_HASH, byRole } from '../../../src/core/dataset/files';
import { readGivenHeader } from '../../../src/core/dataset/float-idx';
import { outputHashOf } from '../../../src/core/results/arrays';
import { deleteDataset } from '../../../src/storage/datasets';
import { readUpload } from '../../../src/storage/loading';
import { shardsOf } from '../../../src/storage/schema';
import type { Database } from '../../../src/storage/schema';
import { shardChecksum } from '../../../src/storage/shards';
import { stageUpload } from '../../../src/storage/uploads';
import { task } from '../../../workers/tasks/load';
import type { LoadSpec } from '../../../workers/tasks/load/types';
import {
  blobs,
  concat,
  failureOf,
  floatImagesFile,
  freshDatabase,
  imagesFile,
  inChunks,
  labelsFile,
  setOf,
  smallSet,
  storedSets,
  taskContext,
} from './fixtures';
import { unnamedClasses } from '../../../src/core/dataset/shape';
import { imagesIn } from '../images';

let db: Database;
beforeEach(async () => {
  db = await freshDatabase();
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no test of this kind asks the network')));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  db.close();
});

const filesSpec = (uploadToken: string): LoadSpec => ({
  source: 'files',
  splitSeed: 1,
  reloads: 0,
  uploadToken,
  acceptUnofficial: true,
});
async function loadFiles(files: Parameters<typeof blobs>[0], spec: Partial<LoadSpec> = {}) {
  const token = await stageUpload(db, blobs(files));
  return task.run({ ...filesSpec(token), ...spec }, taskContext(db).context);
}
describe('dropped files', () => {
  it('become a stored set that reads back as it was given, in file order and by split', async () => {
    const files = smallSet();
    const { summary } = await loadFiles(
      byRole((role) => (role.startsWith('train') ? gzipSync(files[role]) : files[role])),
    );
    expect(summary).toMatchObject({
      synthetic: false,
      counts: { train: 240, test: 60 },
      splitVersion: 'v2',
      splitSeed: 1,
    });
    expect(summary.splits.train).toEqual({ count: 160, perClass: Array<number>(10).fill(16) });
    expect(await imagesIn(db).part(summary.hash, 'test')).toEqual({
      images: files['test-images'].slice(16),
      labels: files['test-labels'].slice(8),
      height: 28,
      width: 28,
    });
    const train = await imagesIn(db).part(summary.hash, 'train');
    const validation = await imagesIn(db).split(summary, 'validation', 10);
    expect(validation.labels.length).toBe(10);
    validation.indices.forEach((index, at) => {
      expect(validation.labels[at]).toBe(train.labels[index]);
      expect(validation.images.slice(at * 784, (at + 1) * 784)).toEqual(
        train.images.slice(index * 784, (index + 1) * 784),
      );
    });
    expect([...validation.labels].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await imagesIn(db).split(summary, 'train')).indices.length).toBe(160);
    expect((await imagesIn(db).split(summary, 'test')).indices.length).toBe(60);
  });

  it('give one result whatever they are called and however they are packed', async () => {
    const files = smallSet();
    const plain = await loadFiles(files);
    const odd = blobs(byRole((role) => gzipSync(files[role]))).map(({ bytes }, index) => ({
      name: `download(${index})`,
      bytes,
    }));
    const renamed = await task.run(filesSpec(await stageUpload(db, odd.reverse())), taskContext(db).context);
    expect(outputHashOf(renamed, {})).toBe(outputHashOf(plain, {}));
    expect(await db.count('shards')).toBe(2);
  });

  it('are let go once they are stored, and not asked for again under another split seed', async () => {
    const token = await stageUpload(db, blobs(smallSet()));
    const first = await task.run(filesSpec(token), taskContext(db).context);
    expect(await readUpload(db, token)).toBeUndefined();
    const second = await task.run({ ...filesSpec(token), splitSeed: 2 }, taskContext(db).context);
    expect(second.summary.hash).toBe(first.summary.hash);
    await deleteDataset(db, first.summary.hash);
    const failure = await failureOf(task.run({ ...filesSpec(token), splitSeed: 3 }, taskContext(db).context));
    expect(failure.code).toBe('data/missing');
    expect(failure.message).toMatch(/Drop or choose the four files again/);
  });

  it('that are given again are read again, though they are stored, and let go again', async () => {
    const first = await loadFiles(smallSet());
    const shard = (await db.getAll('shards'))[0]!;
    const spoilt = shard.images.slice().fill(9);
    await db.put('shards', { ...shard, images: spoilt, sha256: shardChecksum(spoilt, shard.labels) });
    const second = await loadFiles(smallSet());
    expect(second.summary).toEqual(first.summary);
    expect((await imagesIn(db).part(second.summary.hash, shard.part)).images[0]).toBe(shard.images[0]);
    expect(await db.count('uploads')).toBe(0);
  });

  it('have a token of their contents alone', async () => {
    const set = blobs(smallSet());
    const token = await stageUpload(db, set);
    expect(
      await stageUpload(
        db,
        [...set].reverse().map(({ bytes }) => ({ name: 'x', bytes })),
      ),
    ).toBe(token);
    expect(await stageUpload(db, blobs(smallSet(9)))).not.toBe(token);
    expect(await db.count('uploads')).toBe(1);
  });

  it('that are not official are refused unless asked for, with the way out', async () => {
    const failure = await failureOf(loadFiles(smallSet(), { acceptUnofficial: false }));
    expect(failure.code).toBe('data/hash-mismatch');
    expect(failure.message).toMatch(
      /train-labels-idx1-ubyte: found the SHA-256 .*expected bad3541b69d91243.*choose "Accept another data set in the same format"/,
    );
    await loadFiles(smallSet());
    expect((await failureOf(loadFiles(smallSet(), { acceptUnofficial: false }))).code).toBe('data/hash-mismatch');
  });
});

describe('labels of dropped files', () => {
  const numbered = (first: number, classes: number) => {
    const cyclic = (count: number): number[] => Array.from({ length: count }, (_, at) => first + (at % classes));
    return setOf(cyclic(24 * classes), cyclic(2 * classes));
  };

  it('may be any of 0 to 255: the header is read whatever labels follow it', async () => {
    const bytes = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 9, 1, 2, 26, 4, 5, 6, 7, 8, 9]);
    expect(await readGivenHeader(inChunks(bytes, 5), { name: 'labels', advice: '' })).toMatchObject({
      kind: 'labels',
      count: 9,
    });
    expect((await loadFiles(numbered(0, 26))).summary.classes).toEqual(unnamedClasses(26));
    expect((await loadFiles(numbered(255, 1))).summary.classes).toEqual(unnamedClasses(256));
  });

  it('are judged by the official files alone, unless another set is accepted', async () => {
    expect((await failureOf(loadFiles(numbered(0, 26), { acceptUnofficial: false }))).code).toBe('data/hash-mismatch');
  });

  it('that begin at 1 stay as they are, or are numbered from 0 if asked, as another set', async () => {
    const plain = await loadFiles(numbered(1, 10));
    expect(plain.summary).toMatchObject({ classes: unnamedClasses(11) });
    expect(plain.summary.labelShift).toBeUndefined();
    const shifted = await loadFiles(numbered(1, 10), { shiftLabels: true });
    expect(shifted.summary).toMatchObject({ labelShift: 1, files: plain.summary.files });
    expect(shifted.summary.splits.train.perClass).toEqual(Array<number>(10).fill(16));
    expect(shifted.summary.hash).not.toBe(plain.summary.hash);
    const [one, other] = [
      await imagesIn(db).part(plain.summary.hash, 'test'),
      await imagesIn(db).part(shifted.summary.hash, 'test'),
    ];
    expect(other.images).toEqual(one.images);
    expect(other.labels).toEqual(one.labels.map((label) => label - 1));
  });

  it('can be numbered anew after the files were let go, from what is stored, both ways', async () => {
    const token = await stageUpload(db, blobs(numbered(3, 4)));
    const load = (shiftLabels: boolean) =>
      task.run({ ...filesSpec(token), ...(shiftLabels ? { shiftLabels } : {}) }, taskContext(db).context);
    const plain = await load(false);
    const shifted = await load(true);
    expect(shifted.summary).toMatchObject({ labelShift: 3, classes: unnamedClasses(4), counts: plain.summary.counts });
    await deleteDataset(db, plain.summary.hash);
    expect((await load(false)).summary).toEqual(plain.summary);
    const dropped = await loadFiles(numbered(3, 4), { shiftLabels: true });
    expect(dropped.summary).toEqual(shifted.summary);
  });

  it('that begin at 0 are left alone, and the set is that of the files', async () => {
    const plain = await loadFiles(numbered(0, 10));
    expect((await loadFiles(numbered(0, 10), { shiftLabels: true })).summary).toEqual(plain.summary);
  });
});

describe('bad input gets its own sentence and leaves what is stored', () => {
  const good = smallSet();
  const packed = gzipSync(imagesFile(240));
  const truncated = packed.subarray(0, packed.length / 2);
  const cases: [string, Parameters<typeof blobs>[0], string, RegExp][] = [
    [
      'a file that is not IDX',
      { ...good, 'train-images': Buffer.from('hello, world') },
      'data/wrong-magic',
      /68 65 6c 6c/,
    ],
    ['truncated gzip', { ...good, 'train-images': truncated }, 'data/corrupt-gzip', /truncated or damaged/],
    ['a web page', { ...good, 'test-labels': Buffer.from('<!doctype html>') }, 'data/html-answer', /web page/],
    ['a missing file', { ...good, 'test-images': labelsFile(60) }, 'data/not-found', /one is missing: the test images/],
    ['other counts', { ...good, 'train-labels': labelsFile(239) }, 'data/wrong-count', /240 images.*239 labels/],
    [
      'fewer images than announced',
      { ...good, 'test-images': imagesFile(60).subarray(0, -784) },
      'data/wrong-count',
      /announces 60 images, but the file ends after 59/,
    ],
    [
      'pixels below 0',
      { ...good, 'test-images': floatImagesFile(60, (at) => (at === 99 ? -0.5 : 0.5)) },
      'data/bad-value',
      /t10k-images-idx3-ubyte: the pixel values run from −0\.5 to 0\.5; expected 0 to 1, or 0 to 255/,
    ],
    [
      'pixels above 255',
      { ...good, 'train-images': floatImagesFile(240, (at) => at % 300) },
      'data/bad-value',
      /run from 0 to 299/,
    ],
    [
      'pixels on no scale',
      { ...good, 'train-images': floatImagesFile(240, (at) => at % 17) },
      'data/bad-value',
      /train-images-idx3-ubyte: the pixel values run from 0 to 16; expected 0 to 1, or 0 to 255 with some above 127/,
    ],
    [
      'training and test images on different scales',
      {
        ...good,
        'train-images': floatImagesFile(240, (at) => (at % 256) / 255),
        'test-images': floatImagesFile(60, (at) => at % 256),
      },
      'data/bad-value',
      /different scales: the pixel values of train-images-idx3-ubyte run from 0 to 1, those of t10k-images-idx3-ubyte from 0 to 255/,
    ],
    [
      'an infinite pixel',
      { ...good, 'train-images': floatImagesFile(240, (at) => (at === 784 + 9 ? Infinity : 1)) },
      'data/bad-value',
      /pixel 10 of image number 2 is infinite/,
    ],
    [
      'floating-point images that end early',
      { ...good, 'test-images': floatImagesFile(60, () => 1).subarray(0, -1) },
      'data/wrong-count',
      /announces 60 images of 28 x 28, but the file ends after 59/,
    ],
    [
      'more floating-point values than announced',
      {
        ...good,
        'test-images': concat(
          floatImagesFile(60, () => 1),
          new Uint8Array(4),
        ),
      },
      'data/wrong-count',
      /more values follow/,
    ],
    [
      'labels of floating-point numbers',
      { ...good, 'test-labels': Uint8Array.from([0, 0, 0x0d, 1, 0, 0, 0, 60, ...new Uint8Array(240)]) },
      'data/wrong-magic',
      /floating-point numbers in 1 dimension.*labels must be bytes/,
    ],
  ];

  it.each(cases)('%s', async (_name, files, code, sentence) => {
    await loadFiles(smallSet(77));
    const before = await storedSets(db);
    const failure = await failureOf(loadFiles(files));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    expect(await storedSets(db)).toEqual(before);
  });

  it('each its own: no two sentences are alike', async () => {
    const messages = [];
    for (const [, files] of cases) messages.push((await failureOf(loadFiles(files))).message);
    expect(new Set(messages).size).toBe(cases.length);
  });

  it('a full disk, with the room needed and what there is; nothing is left staged', async () => {
    await loadFiles(smallSet(77));
    const before = await storedSets(db);
    vi.stubGlobal('navigator', {
      storage: { estimate: () => Promise.resolve({ quota: 5_000_000, usage: 3_000_000 }) },
    });
    const put = IDBObjectStore.prototype.put;
    let shards = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown) {
      if (this.name === 'shards') shards += 1;
      if (shards === 2) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value);
    });
    const failure = await failureOf(loadFiles(smallSet()));
    expect(failure.code).toBe('storage/quota');
    expect(failure.message).toMatch(/needs 0\.2 MB, but the browser leaves 2\.0 MB to this site/);
    expect(await storedSets(db)).toEqual(before);
  });

  it('a disk that is full only at the commit', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'count').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect((await failureOf(loadFiles(smallSet()))).code).toBe('storage/quota');
    vi.restoreAllMocks();
    expect(await storedSets(db)).toEqual({ sets: [], shards: [] });
  });
});

describe('a load that does not end', () => {
  it('stops when cancelled and leaves nothing', async () => {
    const recorded = taskContext(db, (turns) => {
      if (turns === 40) recorded.controller.abort();
    });
    const failure = await failureOf(task.run({ source: 'synthetic', splitSeed: 1, reloads: 0 }, recorded.context));
    expect(failure.code).toBe('cancelled');
    expect(recorded.progress.some((report) => report.detail)).toBe(true);
    expect(await storedSets(db)).toEqual({ sets: [], shards: [] });
  });

  it('leaves shards behind only until the next load', async () => {
    const { summary } = await loadFiles(smallSet());
    const orphan = {
      part: 'train',
      index: 0,
      images: new Uint8Array(784),
      labels: new Uint8Array(1),
      sha256: '',
    } as const;
    await db.put('shards', { ...orphan, dataset: 'killed.load' });
    await loadFiles(smallSet(3));
    expect(await db.count('shards', shardsOf('killed.load'))).toBe(0);
    expect((await imagesIn(db).part(summary.hash, 'train')).labels.length).toBe(240);
  });
});

describe('the synthetic sample', () => {
  it('loads with its own name and hash, and shows its first 2,000 images before the rest', async () => {
    const { context, progress } = taskContext(db);
    const { summary } = await task.run({ source: 'synthetic', splitSeed: 1, reloads: 0 }, context);
    expect(summary).toMatchObject({ name: 'Synthetic sample', synthetic: true, counts: { train: 12_000, test: 2000 } });
    expect(summary.hash).not.toBe(OFFICIAL_HASH);
    expect(summary.splits.train.count).toBe(8000);
    const details = progress.filter((report) => report.detail);
    expect(details.length).toBe(1);
    const shown = details[0]!;
    expect(shown.detail!.first.images.length).toBe(2000 * 784);
    expect(shown.detail!.first.labels.length).toBe(2000);
    expect(shown.done).toBeLessThan(0.2 * shown.total);
    expect(progress.at(-1)).toMatchObject({
      stage: 'Storing',
      unit: 'bytes',
      done: 14_000 * 785 + 48,
      total: 14_000 * 785 + 48,
    });
  });
});
