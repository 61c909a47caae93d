/** Tasks that take pictures along: the bytes of the very images, of stored sets of any size. */
import { describe, expect, it } from 'vitest';
import { job as dataJob } from '../../../src/cells/data/job';
import { params as dataParams, type DataSummary } from '../../../src/cells/data/types';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import { parseParams } from '../../../src/core/params/parse';
import type { NdArray, StoredResult } from '../../../src/core/results/types';
import type { Database } from '../../../src/storage/schema';
import { stageUpload } from '../../../src/storage/uploads';
import { picturesOf } from '../../../workers/tasks/alerts/pictures';
import { task as pictures } from '../../../workers/tasks/pictures';
import type { TaskContext } from '../../../workers/tasks/types';
import { CellRun } from '../dataset/cell-run';
import { blobs, freshDatabase, imagesFile, setOf, taskContext } from '../dataset/fixtures';
import { SIZES } from '../sizes';

const TEST = 12;
const KINDS = ['outlier', 'dark', 'label-issue'] as const;
async function stored(size: ImageSize, train: number): Promise<{ db: Database; data: StoredResult<DataSummary> }> {
  const db = await freshDatabase();
  const labels = (count: number): number[] => Array.from({ length: count }, (_, at) => at % 3);
  const files = setOf(labels(train), labels(TEST), (count) => imagesFile(count, count === TEST ? 100 : 0, size));
  const uploadToken = await stageUpload(db, blobs(files));
  const params = parseParams(dataParams, { source: 'files', acceptUnofficial: true, uploadToken }, 'Data');
  return { db, data: await new CellRun(db).run<DataSummary>(dataJob as never, params) };
}

/** The rule of the images of `imagesFile`. */
const imageOf = (size: ImageSize, id: number, train: number): number[] => {
  const pixels = pixelsOf(size);
  const [index, first] = id < train ? [id, 0] : [id - train, 100];
  return Array.from({ length: pixels }, (_, pixel) => ((index * pixels + pixel) * 7 + first) % 256);
};

function expectPictures({ data, shape }: NdArray, size: ImageSize, ids: readonly number[], train: number): void {
  const pixels = pixelsOf(size);
  expect(shape).toEqual([ids.length, pixels]);
  expect(data).toHaveLength(ids.length * pixels);
  ids.forEach((id, at) => {
    expect([id, ...data.subarray(at * pixels, (at + 1) * pixels)]).toEqual([id, ...imageOf(size, id, train)]);
  });
}

describe.each(SIZES)('of a set of $height x $width', (size) => {
  // Where that is cheap, more than one shard holds.
  const train = pixelsOf(size) < 400 ? 2100 : 60;

  it('pictures are the images of their ids, of both files, and stand behind the alert that has them', async () => {
    const { db, data } = await stored(size, train);
    const context = { ...taskContext(db).context, inputs: { data } } as TaskContext<never, never>;
    const ids = [train + 5, 0, train - 1, 7];
    const { artifacts } = await pictures.run({ ids }, context);
    expectPictures(artifacts!['images']!, size, ids, train);

    const behind = [[train - 1, 3], [], [train + TEST - 1, 0, train - 1]];
    const alerts = behind.map((list, at) => ({ kind: KINDS[at]!, ids: list }));
    const { shown, pictures: kept } = await picturesOf(context, data.summary, alerts);
    const shape = [behind.flat().length, pixelsOf(size)];
    expectPictures({ data: kept, shape }, size, behind.flat(), train);
    expect(shown).toMatchObject([
      { kind: KINDS[0], from: 0, labels: [(train - 1) % 3, 0] },
      { kind: KINDS[2], from: 2, labels: [(TEST - 1) % 3, 0, (train - 1) % 3] },
    ]);
    db.close();
  });

  it('alerts without images keep none', async () => {
    const { db, data } = await stored(size, 60);
    const kept = await picturesOf(taskContext(db).context, data.summary, [{ kind: KINDS[0]!, ids: [] }]);
    expect(kept).toEqual({ shown: [], pictures: new Uint8Array(0) });
    db.close();
  });
});
