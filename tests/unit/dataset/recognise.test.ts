import { describe, expect, it } from 'vitest';
import type { GivenFile } from '../../../src/core/dataset/checks';
import { recogniseFiles } from '../../../src/core/dataset/recognise';
import type { IdxKind } from '../../../src/core/dataset/files';
import { parseSiteIndex } from '../../../src/core/dataset/site-index';
import { LookbookError } from '../../../src/core/errors';
import { OFFICIAL_INDEX, failureOf } from './fixtures';

function given(name: string, kind: IdxKind, count: number): GivenFile {
  return {
    name,
    header: { kind, count, headerBytes: kind === 'images' ? 16 : 8, itemBytes: kind === 'images' ? 784 : 1 },
  };
}
const four = [
  given('a', 'images', 60_000),
  given('b', 'labels', 10_000),
  given('c', 'labels', 60_000),
  given('d', 'images', 10_000),
];
const rolesNamed = (files: readonly GivenFile[]): Record<string, string> =>
  Object.fromEntries(Object.entries(recogniseFiles(files)).map(([role, { name }]) => [role, name]));
const attempt = (work: () => unknown): ReturnType<typeof failureOf> => failureOf(Promise.resolve().then(work));

describe('telling four files apart', () => {
  it('goes by their sizes where no name tells', () => {
    const found = recogniseFiles(four);
    expect(Object.fromEntries(Object.entries(found).map(([role, { name }]) => [role, name]))).toEqual({
      'train-images': 'a',
      'train-labels': 'c',
      'test-images': 'd',
      'test-labels': 'b',
    });
  });

  it.each([0, 1, 2, 3])('says which one is missing (%i)', async (missing) => {
    const titles = ['training images', 'test labels', 'training labels', 'test images'];
    const failure = await attempt(() => recogniseFiles(four.filter((_, index) => index !== missing)));
    expect(failure.code).toBe('data/not-found');
    expect(failure.message).toContain(`one is missing: the ${titles[missing]} (`);
    for (const [index, title] of titles.entries()) if (index !== missing) expect(failure.message).not.toContain(title);
  });

  it.each([
    ['fewer training than test images', 1000, 10_000],
    ['as many of both', 500, 500],
    ['as many of both as the official test file has', 10_000, 10_000],
    ['official counts the wrong way round', 10_000, 60_000],
  ])('goes by their names first: %s', (_name, train, test) => {
    const found = rolesNamed([
      given('t10k-images-idx3-ubyte.gz', 'images', test),
      given('train-images-idx3-ubyte.gz', 'images', train),
      given('emnist-letters-test-labels', 'labels', test),
      given('emnist-letters-train-labels', 'labels', train),
    ]);
    expect(found).toEqual({
      'train-images': 'train-images-idx3-ubyte.gz',
      'train-labels': 'emnist-letters-train-labels',
      'test-images': 't10k-images-idx3-ubyte.gz',
      'test-labels': 'emnist-letters-test-labels',
    });
  });

  it('gives a file without a telling name the role that is left, or that of the file as long as it', () => {
    const [images, more] = [given('a', 'images', 1000), given('b', 'images', 3000)];
    const labels = [given('train-l', 'labels', 1000), given('test-l', 'labels', 3000)];
    expect(rolesNamed([more, images, ...labels])).toMatchObject({ 'train-images': 'a', 'test-images': 'b' });
    const named = given('latest-train-images', 'images', 1000);
    expect(rolesNamed([more, named, ...labels])).toMatchObject({
      'train-images': 'latest-train-images',
      'test-images': 'b',
    });
  });

  it('takes the later of two files of one role', () => {
    const again = given('train-images (1)', 'images', 60_000);
    expect(rolesNamed([given('train-images', 'images', 60_000), again, ...four])['train-images']).toBe(
      'train-images (1)',
    );
  });

  it('says how to tell files apart that are all alike', async () => {
    const alike = ['a', 'b'].flatMap((name) => [given(name, 'images', 500), given(name, 'labels', 500)]);
    expect((await attempt(() => recogniseFiles(alike))).message).toMatch(
      /4 are missing.*"train" and "test".* tell which is which/,
    );
  });

  it('refuses images and labels that do not belong together', async () => {
    const files = [four[0]!, four[1]!, given('train-labels', 'labels', 59_999), four[3]!];
    const failure = await attempt(() => recogniseFiles(files));
    expect(failure.code).toBe('data/wrong-count');
    expect(failure.message).toContain('a holds 60,000 images, but train-labels holds 59,999 labels');
  });

  it('refuses training and test images of different sizes', async () => {
    const sized = (file: GivenFile, height: number, width: number): GivenFile =>
      file.header.kind === 'images' ? { ...file, header: { ...file.header, size: { height, width } } } : file;
    expect(recogniseFiles(four.map((file) => sized(file, 17, 23)))).toBeDefined();
    const mixed = four.map((file) => sized(file, 17, file.header.count === 10_000 ? 24 : 23));
    const failure = await attempt(() => recogniseFiles(mixed));
    expect(failure.code).toBe('data/wrong-count');
    expect(failure.message).toMatch(
      /a holds images of 17 x 23 pixels, but .* images of 17 x 24\. Choose the files of one set/,
    );
  });
});

describe("the site's index", () => {
  it('gives the entry of each file', () => {
    expect(parseSiteIndex(JSON.parse(OFFICIAL_INDEX), '')['test-labels'].pack).toBe('test-labels.pack');
  });

  it.each([
    ['null', null],
    ['another format', { ...(JSON.parse(OFFICIAL_INDEX) as object), format: 2 }],
    ['a pack outside the folder', JSON.parse(OFFICIAL_INDEX.replace('train-images.pack', '../x')) as unknown],
    ['a list without files', { format: 1, synthetic: false, files: {} }],
    ['a length that is none', JSON.parse(OFFICIAL_INDEX.replace(/"bytes": ?47040016/, '"bytes":-1')) as unknown],
    ['the list of a synthetic set', { ...(JSON.parse(OFFICIAL_INDEX) as object), synthetic: true }],
    ['a missing file', JSON.parse(OFFICIAL_INDEX.replace('"t10k-images-idx3-ubyte"', '"other"')) as unknown],
  ])('is refused if it is %s', (_name, value) => {
    expect(() => parseSiteIndex(value, 'Tell the host.')).toThrow(/index\.json .* Tell the host\./);
  });

  it('is refused before anything is downloaded if it announces other files', () => {
    const other = JSON.parse(OFFICIAL_INDEX.replace('c59f468a', '00000000')) as unknown;
    expect(() => parseSiteIndex(other, '')).toThrow(LookbookError);
    expect(() => parseSiteIndex(other, '')).toThrow(/train-images-idx3-ubyte: found the SHA-256 00000000/);
  });
});
