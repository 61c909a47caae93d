import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gather, labelsOf, recogniseSoFar, unusedOf, type ChosenFile } from '../../../src/cells/data/view/chosen';
import { sourceOf } from '../../../src/cells/data/view/stored';
import { OFFICIAL_HASH } from '../../../src/core/dataset/files';
import { DAMAGED_NAME } from '../../../src/core/dataset/types';
import type { Database } from '../../../src/storage/schema';
import { listDatasets } from '../../../src/storage/datasets';
import { stageUpload } from '../../../src/storage/uploads';
import { task } from '../../../workers/tasks/load';
import { freshDatabase, blobs, setOf, smallSet, taskContext } from './fixtures';

const filesOf = (set: ReturnType<typeof smallSet>): File[] =>
  blobs(set).map(({ name, bytes }) => new File([bytes], name));
const page = (name: string): File => new File(['<!doctype html><title>not found</title>'], name);
const names = (files: readonly ChosenFile[]): string[] => files.map(({ name }) => name);

describe('files as they are gathered', () => {
  it('are told by their roles, with the range of their labels', async () => {
    const { files, problems } = await gather([], filesOf(setOf([1, 26, 3], [2, 9])));
    expect(problems).toEqual([]);
    const found = recogniseSoFar(files);
    expect(Object.keys(found).length).toBe(4);
    expect(labelsOf(found)).toEqual({ least: 1, greatest: 26 });
    expect(labelsOf({ ...found, 'test-labels': undefined as unknown as ChosenFile })).toBeUndefined();
  });

  it('lose one whose successor of the same name is refused, so that no tick stands beside an error', async () => {
    const before = await gather([], filesOf(smallSet()));
    const { files, problems } = await gather(before.files, [page('train-images-idx3-ubyte')]);
    expect(names(files)).not.toContain('train-images-idx3-ubyte');
    expect(recogniseSoFar(files)['train-images']).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(/^train-images-idx3-ubyte: found a web page/)]);
  });

  it('are those given last, of one name and of one role', async () => {
    const [first, second] = [filesOf(smallSet(1)), filesOf(smallSet(2))];
    const again = await gather((await gather([], first)).files, second);
    expect(again.files.map(({ bytes }) => bytes)).toEqual(second);
    const packed = new File([gzipSync(await second[1]!.bytes())], 'train-images.gz');
    const { files } = await gather(again.files, [packed]);
    const found = recogniseSoFar(files);
    expect(found['train-images']!.name).toBe('train-images.gz');
    expect(names(unusedOf(files, found))).toEqual(['train-images-idx3-ubyte']);
  });

  it('say what is wrong with each that is refused', async () => {
    const { files, problems } = await gather([], [page('a'), page('a'), ...filesOf(smallSet())]);
    expect(files.length).toBe(4);
    expect(problems.length).toBe(2);
  });
});

describe('a stored set is used again', () => {
  let db: Database;
  beforeEach(async () => {
    db = await freshDatabase();
  });
  afterEach(() => db.close());

  it.each([false, true])('as it was loaded, without its files (labels numbered from 0: %s)', async (shiftLabels) => {
    const uploadToken = await stageUpload(db, blobs(setOf([1, 2, 3, 1, 2, 3], [3, 2, 1])));
    const spec = { source: 'files', splitSeed: 1, reloads: 0, acceptUnofficial: true, uploadToken } as const;
    const { summary } = await task.run({ ...spec, ...(shiftLabels ? { shiftLabels } : {}) }, taskContext(db).context);
    const source = sourceOf((await listDatasets(db))[0]!)!;
    expect(source).toEqual({ source: 'files', uploadToken, acceptUnofficial: true, shiftLabels, classNames: '' });
    const again = await task.run({ ...spec, ...source, reloads: 1 } as never, taskContext(db).context);
    expect(again.summary).toEqual(summary);
  });

  it('from the source that makes it', () => {
    const record = { hash: 'a', name: 'Synthetic sample', synthetic: true };
    expect(sourceOf(record)).toEqual({ source: 'synthetic' });
    expect(sourceOf({ ...record, name: DAMAGED_NAME })).toEqual({ source: 'damaged' });
    expect(sourceOf({ hash: OFFICIAL_HASH, name: 'Fashion-MNIST', synthetic: false, uploadToken: 'x' })).toEqual({
      source: 'site',
    });
  });
});
