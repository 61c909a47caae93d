/** Imported sets that are not like Fashion-MNIST: through the load task, the Data cell and the Explore cell as they are run. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { job as alertsJob } from '../../../src/cells/alerts/job';
import { params as alertsParams, type AlertsSummary } from '../../../src/cells/alerts/types';
import { presentation as alertsPresentation } from '../../../src/cells/alerts/presentation';
import { job as dataJob } from '../../../src/cells/data/job';
import { params as dataParams, type DataSummary } from '../../../src/cells/data/types';
import { presentation as dataPresentation } from '../../../src/cells/data/presentation';
import { job as exploreJob } from '../../../src/cells/explore/job';
import { params as exploreParams, type ExploreSummary } from '../../../src/cells/explore/types';
import { presentation as explorePresentation } from '../../../src/cells/explore/presentation';
import type { CellContent } from '../../../src/cells/types';
import { requireSuitable } from '../../../src/core/dataset/suitable';
import { SPLIT_NAMES } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { parseParams } from '../../../src/core/params/parse';
import { canonicalJson } from '../../../src/core/results/canonical';
import type { Json, StoredResult } from '../../../src/core/results/types';
import { listDatasets } from '../../../src/storage/datasets';
import type { Database } from '../../../src/storage/schema';
import { stageUpload } from '../../../src/storage/uploads';
import { formatCell } from '../../../src/plots/format';
import { CellRun } from './cell-run';
import { sourceOf } from '../../../src/cells/data/view/stored';
import { blobs, floatImagesFile, freshDatabase, imagesFile, setOf } from './fixtures';
import { unnamedClasses } from '../../../src/core/dataset/shape';
import { imagesIn } from '../images';

let db: Database;
let cells: CellRun;
beforeEach(async () => {
  db = await freshDatabase();
  cells = new CellRun(db);
});
afterEach(() => db.close());

async function load(
  files: Parameters<typeof blobs>[0],
  about: Readonly<Record<string, unknown>> = {},
): Promise<StoredResult<DataSummary>> {
  const uploadToken = await stageUpload(db, blobs(files));
  const params = parseParams(dataParams, { source: 'files', acceptUnofficial: true, uploadToken, ...about }, 'Data');
  return cells.run<DataSummary>(dataJob as never, params);
}

/** What the cells show of a set, written out: every sentence, table, figure and grid. */
async function described(
  data: StoredResult<DataSummary>,
): Promise<{ summary: ExploreSummary; words: string; dataWords: string; alertWords: string }> {
  const params = parseParams(exploreParams, {}, 'Explore');
  const explored = await cells.run<ExploreSummary>(exploreJob as never, params, { data });
  const alerted = await cells.run<AlertsSummary>(alertsJob as never, parseParams(alertsParams, {}, 'Alerts'), {
    data,
    explore: explored,
  });
  const content = (result: StoredResult, inputs: CellContent['inputs']): CellContent => ({
    cellId: 'cell',
    params,
    summary: result.summary,
    result,
    inputs,
    data: data.summary,
    read: cells.read,
    ledger: [],
  });
  canonicalJson(explored.summary as unknown as Json);
  const shown = [];
  for (const [presentation, of] of [
    [dataPresentation, content(data, {})],
    [explorePresentation, content(explored, { data })],
    [alertsPresentation, content(alerted, { data, explore: explored })],
  ] as const) {
    const words = [...presentation.findings(of)];
    for (const block of presentation.blocks(of)) {
      if ('caption' in block) words.push(block.title, block.caption);
      // canonicalJson refuses what is not finite.
      if (block.type === 'figure') canonicalJson((await block.draw()) as unknown as Json);
      if (block.type === 'images') for (const image of await block.load()) expect(image.pixels).toHaveLength(784);
      if (block.type === 'facts') words.push(...block.facts.map((fact) => `${fact.label}: ${fact.value}`));
      if (block.type === 'alerts') words.push(...block.alerts.map((alert) => alert.sentence));
      if (block.type !== 'table') continue;
      for (const [at, row] of block.rows.entries()) {
        words.push(block.columns.map((column) => formatCell(column, row[column.key])).join(' '));
        const images = block.images?.(at);
        if (images) expect(typeof images.ids === 'function' ? await images.ids() : images.ids).not.toHaveLength(0);
      }
    }
    const text = words.join('\n');
    expect(text).not.toMatch(/NaN|undefined|null|Infinity|not a number\b(?! in the files|\))/);
    shown.push(text);
  }
  return { summary: explored.summary, dataWords: shown[0]!, words: shown[1]!, alertWords: shown[2]! };
}

const cyclic = (count: number, classes: number): number[] => Array.from({ length: count }, (_, at) => at % classes);
const refusal = (data: StoredResult<DataSummary>): string => {
  try {
    requireSuitable(data.summary);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LookbookError);
    expect((thrown as LookbookError).code).toBe('data/unfit');
    return (thrown as LookbookError).message;
  }
  throw new Error('the set was not refused');
};

describe('a set of another number of classes', () => {
  it.each([2, 47, 256])(
    'of %i is split by class, described, and called by numbers',
    async (classes) => {
      const data = await load(setOf(cyclic(24 * classes, classes), cyclic(2 * classes, classes)));
      expect(data.summary.classes).toEqual(unnamedClasses(classes));
      expect(data.summary.splits.train.perClass).toEqual(Array<number>(classes).fill(16));
      expect(data.summary.splits.test.perClass).toEqual(Array<number>(classes).fill(2));
      const { summary, words, dataWords, alertWords } = await described(data);
      expect(alertWords).not.toMatch(/Trouser|Pullover|Ankle boot/);
      expect(summary.profile.perClass).toEqual(Array<number>(classes).fill(24));
      expect(summary.profile.notComputed.join(' ')).not.toMatch(/No image of/);
      expect(dataWords).toContain(`in ${classes} classes`);
      for (const text of [words, dataWords]) {
        expect(text).toContain(`class ${classes - 1}`);
        expect(text).not.toMatch(/Trouser|Pullover|Ankle boot/);
      }
      if (classes <= 100) expect(() => requireSuitable(data.summary)).not.toThrow();
      else expect(refusal(data)).toMatch(/has 256 classes, but this cell works with models of 2 to 100 classes/);
    },
    60_000,
  );

  it('of ten keeps a summary without a word more than before', async () => {
    const data = await load(setOf(cyclic(240, 10), cyclic(20, 10)));
    expect(Object.keys(data.summary).sort()).toEqual(
      [
        'bytesStored',
        'classes',
        'counts',
        'files',
        'hash',
        'height',
        'width',
        'name',
        'splitSeed',
        'splitVersion',
        'splits',
        'synthetic',
      ].sort(),
    );
    expect(() => requireSuitable(data.summary)).not.toThrow();
  });
});

describe('names of the classes of a set', () => {
  const digits = setOf(cyclic(240, 10), cyclic(20, 10));
  const classNames = 'zero, one, two, three, four, five, six, seven, eight, nine';

  it('are numbers, never garments, and can be typed in', async () => {
    const plain = await load(digits);
    expect(plain.summary.classes).toEqual(Array.from({ length: 10 }, (_, label) => `class ${label}`));
    expect((await described(plain)).dataWords).toMatch(/called class 0 to class 9; their names can be typed in/);
    const named = await load(digits, { classNames });
    expect(named.summary.classes).toEqual(classNames.split(', '));
    expect(named.summary.hash).toBe(plain.summary.hash);
    expect((await described(named)).dataWords).not.toMatch(/called class 0/);
  });

  it('are kept with the set, for when it is used again', async () => {
    await load(digits, { classNames });
    const [record] = await listDatasets(db);
    const again = sourceOf(record!)!;
    expect(again.classNames).toBe(classNames.replaceAll(', ', '\n'));
    const params = parseParams(dataParams, again, 'Data');
    expect((await cells.run<DataSummary>(dataJob as never, params)).summary.classes[9]).toBe('nine');
    await load(digits);
    expect(sourceOf((await listDatasets(db))[0]!)!.classNames).toBe('');
  });

  it('are refused where there are more than classes', async () => {
    await expect(load(digits, { classNames: `${classNames}, ten` })).rejects.toMatchObject({
      code: 'params/invalid',
      message: expect.stringMatching(/11 were typed, but the data set has 10 classes/) as string,
    });
  });
});

describe('a set whose labels begin at 1', () => {
  const from1 = (count: number): number[] => cyclic(count, 10).map((label) => label + 1);

  it('says which class no image has, what can be done, and how many classes there are', async () => {
    const data = await load(setOf(from1(240), from1(20)));
    const { words, dataWords } = await described(data);
    expect(dataWords).toContain('No image is of class 0: no label of the files is theirs.');
    expect(dataWords).toContain('If the labels of the files begin at 1, choose "Number the labels from 0".');
    expect(dataWords).not.toMatch(/too few images for every split/);
    expect(words).toMatch(/^Ten classes of 24 images each and one class without an image, /);
  });

  it('says that they were numbered from 0, where that was chosen', async () => {
    const data = await load(setOf(from1(240), from1(20)), { shiftLabels: true });
    const { words, dataWords } = await described(data);
    expect(dataWords).toContain(
      'The labels of the files begin at 1 and are numbered from 0 here: label 1 is class 0, and so on.',
    );
    expect(dataWords).not.toContain('No image is of');
    expect(words).toMatch(/^Ten classes of 24 images each, /);
  });
});

describe('a set with too little in it', () => {
  it('of one training and one test image is described, and what could not be computed is said', async () => {
    const data = await load(setOf([3], [3]));
    expect(data.summary.splits.train).toMatchObject({ count: 1, perClass: [0, 0, 0, 1] });
    const { summary, words, dataWords } = await described(data);
    expect(summary.profile.pixels.images).toBe(1);
    expect(words).toMatch(/were not computed, because there is only one image/);
    expect(words).toMatch(/No image of class 0, class 1, class 2: no mean image/);
    expect(dataWords).toMatch(/Classes with too few images for every split.*class 3 \(1\)/);
    expect(refusal(data)).toMatch(/has 1 training image of class 3; at least 12 of each class/);
  });

  it('with an empty class among ten is described, and refused to models with the name of the class', async () => {
    const labels = cyclic(240, 10).map((label) => (label === 4 ? 5 : label));
    const data = await load(setOf(labels, cyclic(20, 10)));
    expect(data.summary.classes).toEqual(unnamedClasses(10));
    const { words, dataWords, alertWords } = await described(data);
    expect(alertWords).toMatch(/class 4 \(0\)/);
    expect(words).toMatch(/No image of class 4: no mean image and no statistics by class were computed for it/);
    expect(dataWords).toMatch(/fewer than 12\): class 4 \(0\)/);
    expect(refusal(data)).toMatch(/has no training image of class 4; at least 12 of each class/);
  });

  it('with a class of eleven images names it', async () => {
    const labels = cyclic(240, 10);
    for (let at = 0; at < 13; at += 1) labels[labels.indexOf(7)] = 8;
    expect(refusal(await load(setOf(labels, cyclic(20, 10))))).toMatch(/11 training images of class 7;/);
  });

  it('of black images alone is described: dark, without information, without correlations', async () => {
    const black = (count: number): Uint8Array => {
      const file = imagesFile(count);
      file.fill(0, 16);
      return file;
    };
    const data = await load(setOf(cyclic(120, 10), cyclic(10, 10), black));
    const { summary, words, alertWords } = await described(data);
    expect(alertWords).toMatch(/130 images are dark/);
    expect(summary.profile.splits.train.blank).toBe(80);
    expect(summary.quality.checks.map(({ flagged }) => flagged)).toEqual([130, 0, 130, 0]);
    expect(words).toMatch(/were not computed, because all images have the same value/);
    expect(summary.profile.duplicates.copies).toBe(129);
  });
});

describe('a set of floating-point numbers', () => {
  const byte = (at: number): number => (at * 7) % 256;

  it.each([
    ['0 to 255 in 32 bits', (at: number) => byte(at), 32],
    ['0 to 1 in 32 bits', (at: number) => byte(at) / 255, 32],
    ['0 to 1 in 64 bits', (at: number) => byte(at) / 255, 64],
  ] as const)('from %s becomes the same bytes as the set of bytes', async (_name, value, bits) => {
    const float = (count: number): Uint8Array => floatImagesFile(count, value, bits);
    const data = await load(setOf(cyclic(120, 10), cyclic(10, 10), float));
    const { images } = await imagesIn(db).part(data.summary.hash, 'train');
    expect([...images.subarray(0, 3000)]).toEqual(Array.from({ length: 3000 }, (_, at) => byte(at)));
    const bytes = await load(setOf(cyclic(120, 10), cyclic(10, 10)));
    expect((await imagesIn(db).part(bytes.summary.hash, 'train')).images).toEqual(images);
    expect(data.summary.hash).not.toBe(bytes.summary.hash);
    expect(data.summary.converted).toMatch(/^floating-point numbers from 0 to (255,|1, times 255 and) rounded/);
    expect(data.summary.missing).toBeUndefined();
    expect(data.summary.files[1]!.bytes).toBe(16 + (120 * 784 * bits) / 8);
  });

  it.each([
    ['0 to 1.0000001', (at: number) => Math.min(1.0000001, (byte(at) / 255) * 1.0000001), 64],
    ['−0.0005 to 1.0009', (at: number) => (byte(at) === 0 ? -0.0005 : byte(at) === 255 ? 1.0009 : byte(at) / 255), 32],
    ['−0.2 to 255.2', (at: number) => (byte(at) === 0 ? -0.2 : byte(at) === 255 ? 255.2 : byte(at)), 32],
  ] as const)('from %s is on the scale that it overshoots by rounding, and is clipped', async (_name, value, bits) => {
    const data = await load(setOf(cyclic(120, 10), cyclic(10, 10), (count) => floatImagesFile(count, value, bits)));
    const { images } = await imagesIn(db).part(data.summary.hash, 'train');
    expect([...images.subarray(0, 3000)]).toEqual(Array.from({ length: 3000 }, (_, at) => byte(at)));
  });

  it('whose test images are all dark is on the scale of its training images', async () => {
    const dark = (top: number): Record<string, Uint8Array> =>
      setOf(cyclic(120, 10), cyclic(10, 10), (count) =>
        floatImagesFile(count, (at) => (count === 120 ? (top * byte(at)) / 255 : 0)),
      );
    for (const top of [1, 255]) {
      const { summary } = await load(dark(top));
      expect((await imagesIn(db).part(summary.hash, 'train')).images[1]).toBe(byte(1));
      expect((await imagesIn(db).part(summary.hash, 'test')).images[1]).toBe(0);
    }
  });

  it('with NaN counts what is missing by split and image, stores 0, and loses none of it', async () => {
    const holes = (count: number): Uint8Array =>
      floatImagesFile(count, (at) => (count === 120 && (at === 5 || at === 7 || at === 784 * 60) ? NaN : byte(at)));
    const files = setOf(cyclic(120, 10), cyclic(10, 10), holes);
    const data = await load(files);
    const { images } = await imagesIn(db).part(data.summary.hash, 'train');
    expect([images[5], images[6], images[7], images[784 * 60]]).toEqual([0, byte(6), 0, 0]);
    const missing = data.summary.missing!;
    expect(SPLIT_NAMES.reduce((sum, split) => sum + missing.pixels[split], 0)).toBe(3);
    expect(SPLIT_NAMES.reduce((sum, split) => sum + missing.images[split], 0)).toBe(2);
    expect(missing.ids).toEqual([0, 60]);
    const { summary, words, dataWords, alertWords } = await described(data);
    expect(alertWords).toMatch(/3 values missing or impossible/);
    for (const split of SPLIT_NAMES) {
      expect(summary.profile.splits[split].invalid.pixelsMissing).toBe(missing.pixels[split]);
    }
    expect(words).toMatch(/3 pixel values of 2 images are missing \(not a number in the files\); they are stored as 0/);
    expect(dataWords).toMatch(/3 pixel values in 2 images are missing \(not a number\)/);

    // The same set once more, under another seed: from storage now, and nothing is forgotten.
    const params = { source: 'files', acceptUnofficial: true, splitSeed: 2 };
    const uploadToken = await stageUpload(db, blobs(files));
    const again = await cells.run<DataSummary>(
      dataJob as never,
      parseParams(dataParams, { ...params, uploadToken }, 'Data'),
    );
    expect(again.summary.missing!.ids).toEqual([0, 60]);
    expect(again.summary.hash).toBe(data.summary.hash);
  });

  it('with NaN where another set has 0 is another set', async () => {
    const set = (hole: number): Record<string, Uint8Array> =>
      setOf(cyclic(120, 10), cyclic(10, 10), (count) => floatImagesFile(count, (at) => (at === 5 ? hole : byte(at))));
    expect((await load(set(NaN))).summary.hash).not.toBe((await load(set(0))).summary.hash);
  });
});
