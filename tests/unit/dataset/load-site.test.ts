import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OFFICIAL_FILES, OFFICIAL_HASH, OFFICIAL_SHAPE, byRole } from '../../../src/core/dataset/files';
import { encodeIdxHeader } from '../../../src/core/dataset/idx-header';
import { listDatasets } from '../../../src/storage/datasets';
import type { Database } from '../../../src/storage/schema';
import { stageUpload } from '../../../src/storage/uploads';
import { task } from '../../../workers/tasks/load';
import type { LoadSpec } from '../../../workers/tasks/load/types';
import {
  OFFICIAL_INDEX,
  blobs,
  failureOf,
  freshDatabase,
  imagesFile,
  labelsFile,
  packsOf,
  realFile,
  serve,
  smallSet,
  storedSets,
  taskContext,
} from './fixtures';
import { imagesIn } from '../images';

let db: Database;
beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(() => {
  vi.unstubAllGlobals();
  db.close();
});

async function storeOther(): Promise<void> {
  const uploadToken = await stageUpload(db, blobs(smallSet(77)));
  const spec: LoadSpec = { source: 'files', splitSeed: 1, reloads: 0, uploadToken, acceptUnofficial: true };
  await task.run(spec, taskContext(db).context);
}

describe("the site's own folder", () => {
  const spec: LoadSpec = { source: 'site', splitSeed: 1, reloads: 0 };

  it('gives the real set, verified and split; afterwards it is there without the network', async () => {
    const site = serve({ 'index.json': OFFICIAL_INDEX, ...byRoleNames(realFile) });
    vi.stubGlobal('fetch', site.fetch);
    const { context, progress } = taskContext(db);
    const { summary } = await task.run(spec, context);
    expect(site.asked.map((url) => url.replace('https://lookbook.example/data/', ''))).toEqual([
      'index.json',
      'train-labels.pack',
      'train-images.pack',
      'test-labels.pack',
      'test-images.pack',
    ]);
    expect(summary).toMatchObject({
      name: 'Fashion-MNIST',
      hash: OFFICIAL_HASH,
      counts: { train: 60_000, test: 10_000 },
    });
    expect(Object.values(summary.splits).map(({ count }) => count)).toEqual([40_000, 5000, 5000, 10_000, 10_000]);
    const stages = [...new Set(progress.map((report) => report.stage))];
    expect(stages[1]).toBe('Downloading the training images');
    const shown = progress.find((report) => report.detail);
    expect(shown!.done).toBeLessThan(3_000_000);
    const train = await imagesIn(db).part(summary.hash, 'train');
    const mean = train.images.reduce((sum, value) => sum + value, 0) / train.images.length / 255;
    expect(mean).toBeCloseTo(0.2860405969887955, 12);

    vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')));
    const again = await task.run({ ...spec, splitSeed: 2, reloads: 1 }, taskContext(db).context);
    expect(again.summary.hash).toBe(OFFICIAL_HASH);

    // Damage one shard: the reader tells, and a reload repairs.
    const record = (await listDatasets(db))[0]!;
    const shard = (await db.get('shards', [record.storedUnder, 'test', 1]))!;
    const images = shard.images.slice();
    images[5]! ^= 1;
    await db.put('shards', { ...shard, images });
    vi.stubGlobal('fetch', site.fetch);
    await task.run({ ...spec, reloads: 2 }, taskContext(db).context);
    expect((await listDatasets(db))[0]!.storedUnder).not.toBe(record.storedUnder);
    expect(await db.count('shards')).toBe(35);
  }, 120_000);

  const files = smallSet();
  it.each([
    ['no index', {}, 'data/not-found', /does not hold the data set: status 404.*synthetic sample.*drop.*mirror/],
    ['a page in place of the index', { 'index.json': ' <!doctype html>' }, 'data/not-found', /web page was answered/],
    ['an index that is not JSON', { 'index.json': '{"format":' }, 'data/wrong-magic', /not JSON/],
    [
      'no connection',
      { 'index.json': new TypeError('failed') },
      'data/network',
      /connection to lookbook\.example failed/,
    ],
    ['a server in trouble', { 'index.json': new Response('', { status: 503 }) }, 'data/network', /status 503/],
    [
      'a missing pack',
      { 'index.json': OFFICIAL_INDEX },
      'data/network',
      /incomplete: there is no .*train-labels\.pack/,
    ],
    [
      'a page in place of a pack',
      { 'index.json': OFFICIAL_INDEX, 'train-labels.pack': '<html>' },
      'data/html-answer',
      /train-labels\.pack: found a web page/,
    ],
    [
      'other data',
      { 'index.json': OFFICIAL_INDEX, ...packsOf(files) },
      'data/hash-mismatch',
      /train-labels\.pack: found the SHA-256/,
    ],
    [
      'labels that belong to other images',
      {
        'index.json': OFFICIAL_INDEX,
        'train-labels.pack': realFile('train-labels'),
        'train-images.pack': imagesFile(240),
      },
      'data/wrong-count',
      /train-images\.pack holds 240 images, but train-labels\.pack holds 60,000 labels/,
    ],
    [
      'a header alone',
      {
        'index.json': OFFICIAL_INDEX,
        'train-labels.pack': realFile('train-labels'),
        'train-images.pack': encodeIdxHeader(60_000, OFFICIAL_SHAPE),
      },
      'data/wrong-count',
      /announces 60,000 images, but the file ends after 0/,
    ],
  ] as const)('with %s', async (_name, answers, code, sentence) => {
    await storeOther();
    const before = await storedSets(db);
    vi.stubGlobal('fetch', serve(answers).fetch);
    const failure = await failureOf(task.run(spec, taskContext(db).context));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    expect(await storedSets(db)).toEqual(before);
  });

  it('whose server unpacks on its own is understood too', async () => {
    // The packs arrive plain; the first that is not official is told by its hash, not by its form.
    vi.stubGlobal('fetch', serve({ 'index.json': OFFICIAL_INDEX, 'train-labels.pack': files['train-labels'] }).fetch);
    expect((await failureOf(task.run(spec, taskContext(db).context))).code).toBe('data/hash-mismatch');
  });

  it('is left when the connection breaks off in the middle', async () => {
    const real = realFile('train-images');
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(real.subarray(0, 2_000_000));
        controller.error(new TypeError('terminated'));
      },
    });
    vi.stubGlobal(
      'fetch',
      serve({
        'index.json': OFFICIAL_INDEX,
        'train-labels.pack': realFile('train-labels'),
        'train-images.pack': new Response(broken),
      }).fetch,
    );
    const failure = await failureOf(task.run(spec, taskContext(db).context));
    expect(failure.code).toBe('data/network');
    expect(failure.message).toMatch(/broke off while train-images\.pack was fetched/);
    expect(await storedSets(db)).toEqual({ sets: [], shards: [] });
  });
});

it('the mirror asks one https host, and holds it to the official hashes', async () => {
  const mirror = serve({ 'train-labels-idx1-ubyte.gz': gzipSync(labelsFile(240)) });
  vi.stubGlobal('fetch', mirror.fetch);
  const failure = await failureOf(task.run({ source: 'mirror', splitSeed: 1, reloads: 0 }, taskContext(db).context));
  expect(failure.code).toBe('data/hash-mismatch');
  expect(mirror.asked).toEqual([
    `https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/${OFFICIAL_FILES['train-labels'].name}.gz`,
  ]);
});

function byRoleNames(bytes: typeof realFile): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(byRole(bytes)).map(([role, file]) => [`${role}.pack`, file]));
}
