/** The grids of images that cells show: each image is cut whole out of the cell's arrays, and carries its size. */
import { describe, expect, it } from 'vitest';
import { blocks as alertBlocks } from '../../../src/cells/alerts/presentation/blocks';
import { pixelBlocks } from '../../../src/cells/explain/presentation/blocks/pixels';
import { selectionBlocks } from '../../../src/cells/explain/presentation/blocks/selection';
import { classImages } from '../../../src/cells/explore/presentation/blocks/distributions';
import { qualityBlocks } from '../../../src/cells/explore/presentation/blocks/quality';
import { blocks as featureBlocks } from '../../../src/cells/features/presentation/blocks';
import { findings as featureFindings } from '../../../src/cells/features/presentation/findings';
import { mapBlocks } from '../../../src/cells/map/presentation/blocks/map';
import { picturesOf } from '../../../src/cells/map/presentation/blocks/outliers';
import { examplesBlock } from '../../../src/cells/monitor/presentation/blocks';
import { pairImages, readListed } from '../../../src/cells/similar/presentation/pairs';
import { mistakesBlock } from '../../../src/cells/tune/presentation/figures/test';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import { METHODS } from '../../../src/core/explain/method-names';
import type { TypedArray } from '../../../src/core/results/types';
import type { Block, GridImage, TableBlock } from '../../../src/plots/blocks';
import { levelsOf } from '../../../src/plots/pixels';
import { SIZES } from '../sizes';

/** No two images have a row in common. */
const valueOf = (image: number, pixel: number): number => (image * 37 + pixel * 5 + 11) % 251;
const imageOf = (size: ImageSize, image: number): number[] =>
  Array.from({ length: pixelsOf(size) }, (_, pixel) => valueOf(image, pixel));
const imagesOf = (size: ImageSize, count: number): Uint8Array =>
  Uint8Array.from(Array.from({ length: count }, (_, image) => imageOf(size, image)).flat());

/** What a cell shows is made from: this summary, these arrays. */
const contentOf = (size: ImageSize, summary: object, arrays: Readonly<Record<string, TypedArray>> = {}): never =>
  ({
    cellId: 'cell',
    params: {},
    summary: { dataset: { hash: 'h' }, ...summary },
    result: { artifacts: Object.fromEntries(Object.keys(arrays).map((name) => [name, { hash: name }])) },
    data: { ...size, classes: ['a', 'b', 'c'] },
    inputs: {},
    read: ({ hash }: { hash: string }) => Promise.resolve({ data: arrays[hash]!, shape: [] }),
    ledger: [],
  }) as never;

async function gridOf(blocks: readonly (Block | undefined)[], id: string): Promise<readonly GridImage[]> {
  const found = blocks.find((block) => block && 'id' in block && block.id === id);
  if (found?.type !== 'images') throw new Error(`there is no grid "${id}"`);
  return found.load();
}

/** The images are those of these numbers, in this order. */
function expectImages(grid: readonly GridImage[], size: ImageSize, numbers: readonly number[]): void {
  expect(grid).toHaveLength(numbers.length);
  grid.forEach((image, at) => {
    expect(image.size).toMatchObject({ height: size.height, width: size.width });
    expect([...levelsOf(image)]).toEqual(imageOf(size, numbers[at]!));
  });
}

const interval = [0, 1] as const;
const estimate = { estimate: 0.5, interval, perRun: [0.5] };
const difference = { estimate: 0.1, interval, perRun: [0.1], adjusted: 0.5 };

describe.each(SIZES)('with images of $height x $width', (size) => {
  const pixels = pixelsOf(size);
  const nameOf = (label: number): string => `class ${label}`;

  it('near copies are shown in pairs', async () => {
    const arrays = {
      pairs: Int32Array.of(70, 4, 0, 100, 4, 9, 1, 100),
      images: imagesOf(size, 3),
      imageIds: Int32Array.of(4, 9, 70),
      imageLabels: Uint8Array.of(0, 1, 2),
      imageSplits: Uint8Array.of(0, 1, 2),
    };
    const listed = await readListed(contentOf(size, { listed: 2 }, arrays));
    expectImages(pairImages(listed, listed.pairs, nameOf), size, [2, 0, 0, 1]);
  });

  it('the surest mistakes are shown in their order', async () => {
    const worst = [0, 1, 2, 3].map((index) => ({ index, label: 0, predicted: 1, probability: 0.9 }));
    const content = contentOf(size, { test: { worst, wrong: 4, images: 9 } }, { mistakeImages: imagesOf(size, 4) });
    expectImages(await mistakesBlock(content).load(), size, [0, 1, 2, 3]);
  });

  it('images before and after the onset stand in two rows', async () => {
    const summary = {
      examples: { batch: 3, labels: [0, 1] },
      scenario: { type: 'contrast', severity: 1 },
      happening: '',
    };
    const all = imagesOf(size, 4);
    const arrays = { 'examples.before': all.subarray(0, 2 * pixels), 'examples.after': all.subarray(2 * pixels) };
    expectImages(await examplesBlock(contentOf(size, summary, arrays))!.load(), size, [0, 1, 2, 3]);
  });

  it('pictures of the map are found by id, and the pixels are counted', async () => {
    const arrays = { 'pictures.ids': Int32Array.of(50, 7), 'pictures.images': imagesOf(size, 2) };
    const pictureOf = await picturesOf(contentOf(size, {}, arrays));
    expectImages(
      [50, 7].map((id) => ({ ...pictureOf(id), scale: 'gray' })),
      size,
      [0, 1],
    );
    expect(pictureOf(8)).toMatchObject({ pixels: new Uint8Array(pixels), size });
    const row = { agreement: 0.5, interval, trustworthiness: 0.9 };
    const quality = { checked: 10, neighbours: 3, pixels: row, pca: row, umap: row };
    const table = mapBlocks(contentOf(size, { map: { quality, images: 10 } })).find(
      (block): block is TableBlock => block.type === 'table',
    );
    const counted = { 64: '64', 391: '391', 784: '784', 1024: '1,024', 4096: '4,096' }[pixels];
    expect(table!.rows[0]!['space']).toBe(`the ${counted} pixels`);
  });

  it('images behind alerts are shown alert by alert', async () => {
    const shown = [
      { kind: 'dark', from: 1, labels: [0, 1] },
      { kind: 'light', from: 0, labels: [2] },
    ];
    const content = contentOf(size, { alerts: [], quiet: [], shown }, { pictures: imagesOf(size, 3) });
    expectImages(await gridOf(alertBlocks(content), 'pictures'), size, [1, 2, 0]);
  });

  it('class images and the worst images of Explore are cut out whole', async () => {
    const map = { data: Float32Array.from(imagesOf(size, 3)), shape: [3, size.height, size.width] };
    expectImages(classImages(nameOf, [0, 2], [{ name: 'Mean', scale: 1, map }]), size, [0, 2]);
    const check = (kind: string, count: number) => ({
      kind,
      threshold: 0.3,
      flagged: count,
      bySplit: {},
      byClass: [],
      ids: [],
      worst: Array.from({ length: count }, (_, id) => ({ id, label: 0, split: 'train', score: 0.1 })),
    });
    const quality = { images: 9, classes: 3, checks: [check('dark', 2), check('light', 3)] };
    const blocks = qualityBlocks(contentOf(size, { quality }, { 'quality.worst': imagesOf(size, 5) }));
    expectImages(await gridOf(blocks, 'quality-dark'), size, [0, 1]);
    expectImages(await gridOf(blocks, 'quality-light'), size, [2, 3, 4]);
  });

  it('explained images stand beside their maps, and averages of classes beside each other', async () => {
    const method = (name: string) => ({
      method: name,
      checks: {},
      areas: [0.5],
      advantage: { low: 0.1, estimate: 0.2, high: 0.3 },
    });
    const attribution = {
      images: [0, 1].map((label) => ({ index: label, label, predicted: label, probability: 0.9 })),
      methods: METHODS.map(method),
      random: { areas: [0.5] },
      classes: { saliency: [{ averaged: 10, looked: 10, thirds: [0.5, 0.3, 0.2] }] },
    };
    const map = new Float32Array(2 * pixels);
    // The second image's map is a single pixel, its last.
    map.fill(1, 0, pixels);
    map[2 * pixels - 1] = -1;
    const names = METHODS.map((name) => [`${name}.attributions`, map] as const);
    const arrays = { images: imagesOf(size, 2), ...Object.fromEntries(names), 'saliency.classAverages': map };
    const blocks = pixelBlocks(contentOf(size, { attribution }, arrays));
    const grid = await gridOf(blocks, 'attributions');
    const columns = 1 + METHODS.length;
    expectImages([grid[0]!, grid[columns]!], size, [0, 1]);
    const maps = grid.slice(columns + 1);
    expect(maps).toHaveLength(METHODS.length);
    for (const shown of maps) {
      expect(shown.size).toMatchObject({ height: size.height, width: size.width });
      expect(shown.pixels.at(-1)).toBe(-1);
      expect(shown.pixels.findIndex((value) => value !== 0)).toBe(pixels - 1);
    }
    for (const shown of await gridOf(blocks, 'class-averages')) expect(levelsOf(shown)).toHaveLength(pixels);
  });

  it('masks show the kept pixels where they lie, and all pixels are counted', async () => {
    const last = [0, pixels - 1];
    const selection = {
      kept: last,
      percent: 1,
      others: { variance: [1], random: [2] },
      overlap: { variance: 0, random: 0 },
      accuracy: { attribution: estimate, variance: estimate, random: estimate, all: estimate },
      differences: { variance: difference, random: difference, all: difference },
      model: 'softmax',
      imagesTrained: 10,
      images: 10,
    };
    const importance = Float64Array.from({ length: pixels }, (_, pixel) => (pixel === pixels - 1 ? 2 : pixel / pixels));
    const names = ['attribution', 'variance'].map((by) => [`${by}.importance`, importance] as const);
    const blocks = selectionBlocks(contentOf(size, { selection }, Object.fromEntries(names)));
    const masks = await gridOf(blocks, 'masks');
    const lit = ({ pixels: of }: GridImage): number[] => [...of.keys()].filter((pixel) => of[pixel] === 255);
    expect(masks.map(lit)).toEqual([[pixels - 1], last, [pixels - 1], [1], [2]]);
    for (const mask of masks) expect(levelsOf(mask)).toHaveLength(pixels);
    const runs = blocks.find((block): block is TableBlock => block.type === 'table')!;
    expect(runs.rows.map((row) => row['pixels'])).toEqual([2, 2, 2, pixels]);
  });

  it('stages of a pipeline are shown image by image, and its mask by height and width', async () => {
    const stats = { min: 0, max: 1, mean: 0.5, std: 0.5, zeros: 0 };
    const stage = { kind: 'raw', title: 'Raw pixels', shape: [size.height, size.width], stats, pictured: true };
    const kept = [pixels - 1];
    const summary = {
      recipe: { steps: [{ kind: 'mask', params: { kept } }] },
      mask: { origin: 'set', pixels: 1 },
      pipeline: { steps: [], fittedOn: 10, hash: 'abc' },
      preview: {
        measured: 10,
        pictured: [{ label: 0 }, { label: 1 }],
        stages: [{ ...stage, values: 'raw' }],
        learnt: [],
      },
    };
    const arrays = { 'stage.0': Float32Array.from(imagesOf(size, 2)) };
    const blocks = featureBlocks(contentOf(size, summary, arrays));
    expectImages(await gridOf(blocks, 'steps'), size, [0, 1]);
    const [mask] = await gridOf(blocks, 'mask');
    expect([...levelsOf(mask!)]).toEqual([...new Array<number>(pixels - 1).fill(0), 255]);
    const said = blocks.map((block) => ('caption' in block ? block.caption : '')).join(' ');
    expect(said).toContain(`within the ${size.height} × ${size.width} pixels`);
    const share = { 64: '2 %', 391: '0 %', 784: '0 %', 1024: '0 %', 4096: '0 %' }[pixels];
    const all = pixels.toLocaleString('en');
    expect(featureFindings(summary as never, size).join(' ')).toContain(`1 of ${all} pixels (${share}) are kept`);
  });
});

it('results of the first versions, which know of no data set, are shown as 28 x 28', async () => {
  const size = { height: 28, width: 28 };
  const worst = [0, 1].map((index) => ({ index, label: 0, predicted: 1, probability: 0.9 }));
  const known: object = contentOf(size, { test: { worst, wrong: 2, images: 9 } }, { mistakeImages: imagesOf(size, 2) });
  expectImages(await mistakesBlock({ ...known, data: undefined } as never).load(), size, [0, 1]);
});
