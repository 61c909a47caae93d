/** Imported sets of other sizes than Fashion-MNIST's, through the load task and the Data cell. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { job as dataJob } from '../../../src/cells/data/job';
import { params as dataParams, type DataSummary } from '../../../src/cells/data/types';
import { findings } from '../../../src/cells/data/presentation/findings';
import type { ImageSize } from '../../../src/core/dataset/shape';
import { parseParams } from '../../../src/core/params/parse';
import { listDatasets } from '../../../src/storage/datasets';
import type { Database } from '../../../src/storage/schema';
import { stageUpload } from '../../../src/storage/uploads';
import { CellRun } from './cell-run';
import { blobs, failureOf, floatImagesFile, freshDatabase, imagesFile, setOf } from './fixtures';
import { imagesIn } from '../images';

const SIZE = { height: 17, width: 23 };
const PIXELS = 17 * 23;
const cyclic = (count: number): number[] => Array.from({ length: count }, (_, at) => at % 3);
const set = (images: (count: number) => Uint8Array) => setOf(cyclic(120), cyclic(12), images);
const sized =
  (size: ImageSize) =>
  (count: number): Uint8Array =>
    imagesFile(count, 0, size);

let db: Database;
beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(() => db.close());

async function load(files: Parameters<typeof blobs>[0], acceptUnofficial = true): Promise<DataSummary> {
  const uploadToken = await stageUpload(db, blobs(files));
  const params = parseParams(dataParams, { source: 'files', acceptUnofficial, uploadToken }, 'Data');
  return (await new CellRun(db).run<DataSummary>(dataJob as never, params)).summary;
}

describe('a set of 17 x 23', () => {
  it('is stored as it is, and says its size in its record, its summary and its sentences', async () => {
    const summary = await load(set(sized(SIZE)));
    expect(summary).toMatchObject({ ...SIZE, counts: { train: 120, test: 12 }, bytesStored: 132 * (PIXELS + 1) });
    expect(findings(summary)[0]).toMatch(/^132 images of 17 x 23 in 3 classes from an unofficial IDX set/);
    expect(await listDatasets(db)).toMatchObject([SIZE]);
    const train = await imagesIn(db).part(summary.hash, 'train');
    expect(train).toMatchObject(SIZE);
    expect(Buffer.compare(train.images, sized(SIZE)(120).subarray(16))).toBe(0);
    const validation = await imagesIn(db).split(summary, 'validation', 4, 2);
    expect(validation).toMatchObject(SIZE);
    const at = validation.indices[1]! * PIXELS;
    expect([...validation.images.subarray(PIXELS)]).toEqual([...train.images.subarray(at, at + PIXELS)]);
  });

  it('of floating-point numbers becomes the same bytes, its missing values counted in their images', async () => {
    const holes = [PIXELS * 7, PIXELS * 7 + 5, PIXELS * 119 + 390];
    const value = (at: number): number => ((at * 7) % 256) / 255;
    const floats = (count: number): Uint8Array =>
      floatImagesFile(count, (at) => (count === 120 && holes.includes(at) ? NaN : value(at)), 64, SIZE);
    const summary = await load(set(floats));
    const { images } = await imagesIn(db).part(summary.hash, 'train');
    const bytes = sized(SIZE)(120).subarray(16);
    for (const hole of holes) bytes[hole] = 0;
    expect(Buffer.compare(images, bytes)).toBe(0);
    expect(summary.missing!.ids).toEqual([7, 119]);
    expect(Object.values(summary.missing!.pixels).reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(summary.files[1]!.bytes).toBe(16 + 120 * PIXELS * 8);
  });

  it('of floating-point numbers that ends early says how many images there are', async () => {
    const cut = (count: number): Uint8Array => floatImagesFile(count, () => 1, 32, SIZE).subarray(0, -1);
    expect(await failureOf(load(set(cut)))).toMatchObject({
      code: 'data/wrong-count',
      message: expect.stringMatching(/announces 120 images of 17 x 23, but the file ends after 119/) as string,
    });
  });

  it('with the same bytes under another size is another set', async () => {
    const turned = { height: 23, width: 17 };
    expect((await load(set(sized(SIZE)))).hash).not.toBe((await load(set(sized(turned)))).hash);
  });
});

describe('sizes that are refused, with nothing stored', () => {
  it.each([
    [{ height: 7, width: 8 }, /7 x 8 pixels; images of 8 x 8 to 64 x 64 can be read\./],
    [{ height: 65, width: 64 }, /65 x 64 pixels; images of 8 x 8 to 64 x 64 can be read\./],
  ])('%j, below or above what can be read', async (size, sentence) => {
    const failure = await failureOf(load(set(sized(size))));
    expect(failure.message).toMatch(sentence);
    const float = await failureOf(load(set((count) => floatImagesFile(count, () => 1, 32, size))));
    expect(float.message).toMatch(sentence);
    expect(await db.count('shards')).toBe(0);
  });

  it('training and test images that differ', async () => {
    const files = set((count) => imagesFile(count, 0, count === 120 ? SIZE : { height: 17, width: 24 }));
    expect((await failureOf(load(files))).message).toMatch(/of 17 x 23 pixels, but .* of 17 x 24\./);
    expect(await db.count('shards')).toBe(0);
  });
});
