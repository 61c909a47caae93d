import { beforeAll, describe, expect, it } from 'vitest';
import { liveBlocks } from '../../../src/cells/explore/view/live-blocks';
import { presentation } from '../../../src/cells/explore/presentation';
import { params } from '../../../src/cells/explore/types';
import type { CellContent } from '../../../src/cells/types';
import { NAMED_FEATURES } from '../../../src/core/features/named';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_NAMES, type ImageBatch } from '../../../src/core/dataset/types';
import { parseParams } from '../../../src/core/params/parse';
import { canonicalJson } from '../../../src/core/results/canonical';
import type { Json } from '../../../src/core/results/types';
import type { FigureBlock, ImageList, ImagesBlock, PlotlySpec, TableBlock } from '../../../src/plots/blocks';
import { batchOf } from './helpers';
import { Bench, openFrom, readFrom, type Run, type Splits } from './harness';
import { readReal } from './real-data';
import { GARMENTS } from '../garments';
import { serveImages } from '../images';

let served: Splits;
serveImages({
  split: (_summary, split, limit, start) => Promise.resolve(readFrom(served, split, limit, start)),
  open: () => openFrom(served),
});

const EMPTY: ImageBatch = {
  images: new Uint8Array(0),
  labels: new Uint8Array(0),
  indices: new Uint32Array(0),
  height: 28,
  width: 28,
};

/** Slices of the real training file: 12,000, 500, 400, 300 images; the test file's first 200. */
function realSplits(): Splits {
  const train = readReal('train');
  const test = readReal('t10k');
  return {
    train: batchOf(train.images, train.labels, 0, 12_000),
    validation: batchOf(train.images, train.labels, 12_000, 12_500),
    calibration: batchOf(train.images, train.labels, 12_500, 12_900),
    stream: batchOf(train.images, train.labels, 12_900, 13_200),
    test: batchOf(test.images, test.labels, 0, 200),
  };
}

function contentOf(run: Run): CellContent {
  return {
    cellId: 'explore',
    params: parseParams(params, {}, 'Explore'),
    summary: run.result.summary,
    result: run.result,
    data: GARMENTS,
    inputs: {},
    read: run.read,
    ledger: [],
  };
}

/** SVG marks of a figure: bars one each, a line or a heat map one, a heat map's texts one each. */
function marks({ data }: PlotlySpec): number {
  let sum = 0;
  for (const trace of data as { type?: string; x?: unknown[]; z?: unknown[][]; text?: unknown[][] }[]) {
    if (trace.type === 'bar') sum += trace.x?.length ?? 0;
    else if (trace.type === 'heatmap') sum += 1 + (trace.text?.flat().length ?? 0);
    else sum += 1;
  }
  return sum;
}

describe('the Explore cell on real images', () => {
  let bench: Bench;
  let run: Run;
  beforeAll(async () => {
    served = realSplits();
    bench = new Bench(served);
    run = await bench.run();
  }, 60_000);

  it('profiles every image once, in parallel chunks, and reports its progress to the end', () => {
    expect(run.ran.filter((mode) => mode === 'chunk')).toHaveLength(6);
    expect(run.ran.filter((mode) => mode === 'pixel-products chunk')).toHaveLength(5);
    const last = run.progress.at(-1)!;
    expect(last).toMatchObject({ done: 26_600, total: 26_600, unit: 'readings' });
    const done = run.progress.map((progress) => progress.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it('reports a first look with the arrays that its figures need', () => {
    const looks = run.progress.flatMap(({ detail }) => detail ?? []);
    expect(looks.length).toBeGreaterThan(0);
    const { profile, arrays } = looks[0]!.preview;
    expect(profile.pixels.images).toBe(2000);
    expect(Object.keys(arrays)).toEqual(['classMean', 'classStd', 'intensity', 'featureHistograms']);
  });

  it('repeats only what pools images when the scope changes', async () => {
    const scope = await bench.run({ scope: 'all' });
    expect(scope.ran.toSorted()).toEqual([
      'levels',
      'merge',
      'pixel-products chunk',
      'pixel-products components',
      'pixel-products correlations',
    ]);
    expect(scope.result.summary.profile.pixels.images).toBe(13_400);
  });

  it('leaves labels, splits and features of every image behind, by id, for the lists behind numbers', () => {
    for (const name of ['labels', 'splits', ...NAMED_FEATURES.map(({ id }) => `feature.${id}`)]) {
      expect(run.result.artifacts[name]?.shape, name).toEqual([13_400]);
    }
  });

  it('has a summary that is small and plain JSON', () => {
    expect(canonicalJson(run.result.summary as unknown as Json).length).toBeLessThan(150_000);
  });

  it('says what it found in sentences with numbers, the headline first', () => {
    const [headline, ...others] = presentation.findings(contentOf(run));
    expect(headline).toMatch(
      /^Ten classes of 1,\d{3} to 1,\d{3} images, nothing missing, no exact duplicate; 50\.\d % zero pixels \(background\)\.$/,
    );
    expect(others.length).toBeGreaterThan(2);
    for (const sentence of others) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect([headline, ...others].join(' ')).not.toMatch(/NaN|undefined|null/);
  });

  it('gives every block its own id', () => {
    const blocks = presentation.blocks(contentOf(run));
    const ids = blocks.flatMap((block) => ('id' in block ? [block.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(['class-balance', 'missing', 'features', 'correlation-pearson', 'samples']),
    );
  });

  it('draws figures of at most 2,000 marks and four panels, with finite numbers', async () => {
    const figures = presentation
      .blocks(contentOf(run))
      .filter((block): block is FigureBlock => block.type === 'figure');
    expect(figures.length).toBe(18);
    for (const figure of figures) {
      const spec = await figure.draw();
      expect(marks(spec), figure.id).toBeLessThanOrEqual(2000);
      const panels = Object.keys(spec.layout).filter((key) => key.startsWith('xaxis')).length;
      expect(panels, figure.id).toBeLessThanOrEqual(4);
      expect(JSON.stringify(spec.data), figure.id).not.toContain('null');
      expect(figure.caption.length).toBeGreaterThan(20);
      expect(figure.alt.length).toBeGreaterThan(20);
    }
  });

  it('balances the classes with one bar a class and split', async () => {
    const figure = presentation.blocks(contentOf(run)).find((block) => block.type === 'figure');
    const spec = await (figure as FigureBlock).draw();
    expect(spec.data).toHaveLength(5);
    expect(marks(spec)).toBe(50);
    const trainSplit = spec.data[0] as { y: number[] };
    expect(trainSplit.y.reduce((sum, images) => sum + images, 0)).toBe(12_000);
  });

  it('opens the images behind a bar: those of the split and class, and those of a bin, as many as it counts', async () => {
    const { summary } = run.result;
    const figure = (id: string): FigureBlock =>
      presentation.blocks(contentOf(run)).find((block) => 'id' in block && block.id === id) as FigureBlock;
    const idsOf = async (list: ImageList | undefined): Promise<readonly number[]> =>
      typeof list?.ids === 'function' ? list.ids() : (list?.ids ?? []);
    const bar = figure('class-balance').pick?.({ trace: 1, point: 3 });
    expect(bar).toMatchObject({ dataset: 'in-memory', title: 'Dress in Validation' });
    expect(await idsOf(bar)).toHaveLength(summary.profile.splits.validation.perClass[3]!);
    for (const [id, trace] of [
      ['histograms-light', 2],
      ['histograms-place', 3],
      ['features-light', 17],
    ] as const) {
      const spec = await figure(id).draw();
      const { y } = spec.data[trace] as { y: number[] };
      for (const point of [0, 7, y.length - 1]) {
        const images = (await idsOf(figure(id).pick?.({ trace, point }))).length;
        const of = id.startsWith('features') ? summary.profile.perClass[7]! / 100 : 1;
        expect(images, `${id} ${point}`).toBeCloseTo(y[point]! * of, 6);
      }
    }
    expect(figure('histograms-light').pick?.({ trace: 9, point: 0 })).toBeUndefined();
  });

  it('shows a first look of figures that can be drawn', async () => {
    const [look] = run.progress.flatMap(({ detail }) => detail ?? []);
    const blocks = liveBlocks(look!.preview);
    expect(blocks.map(({ type }) => type)).toEqual(['figure', 'images', 'figure', 'figure', 'figure']);
    for (const block of blocks) {
      if (block.type === 'figure') expect(marks(await block.draw())).toBeGreaterThan(3);
      if (block.type === 'images') expect(await block.load()).toHaveLength(20);
    }
    const balance = await (blocks[0] as FigureBlock).draw();
    expect((balance.data[0] as { y: number[] }).y.reduce((sum, images) => sum + images, 0)).toBe(12_000);
  });

  it('tells the theme which class an outline is', async () => {
    const figure = presentation.blocks(contentOf(run)).find((block) => 'id' in block && block.id === 'features-light');
    const spec = await (figure as FigureBlock).draw();
    expect(spec.data).toHaveLength(40);
    for (const [at, trace] of spec.data.entries()) {
      expect((trace as { meta: unknown }).meta).toEqual({ classIndex: at % 10 });
      const shares = (trace as { y: number[] }).y;
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 6);
    }
  });

  it('shows mean, median, deviation and entropy images and ten samples a class, each under its own class', async () => {
    const grids = presentation.blocks(contentOf(run)).filter((block): block is ImagesBlock => block.type === 'images');
    const [means, samples] = await Promise.all(grids.map((grid) => grid.load()));
    expect(means).toHaveLength(40);
    expect(samples).toHaveLength(100);
    for (const [at, image] of samples!.entries()) {
      expect(image.classIndex).toBe(at % 10);
      expect(image.pixels).toHaveLength(PIXELS);
    }
    const boots = served.train.labels.indexOf(9);
    expect([...samples![9]!.pixels]).toEqual([...served.train.images.subarray(boots * PIXELS, (boots + 1) * PIXELS)]);
  });

  it('has a missing table of zeros that says why zeros of pixels are not in it', () => {
    const table = presentation
      .blocks(contentOf(run))
      .find((block) => 'id' in block && block.id === 'missing') as TableBlock;
    expect(table.rows).toHaveLength(5);
    for (const row of table.rows) for (const split of SPLIT_NAMES) expect(row[split]).toBe(0);
    expect(table.caption).toMatch(/50\.\d % of the pixel values are zero: the black background, not missing/);
  });
});

describe('the Explore cell on odd data', () => {
  const cases: [string, () => ImageBatch][] = [
    ['one image', () => batchOf(new Uint8Array(PIXELS).fill(9), Uint8Array.of(3))],
    [
      'black images only',
      () =>
        batchOf(
          new Uint8Array(30 * PIXELS),
          Uint8Array.from({ length: 30 }, (_, at) => at % 10),
        ),
    ],
    [
      'a class that is empty',
      () => {
        const { images, labels } = readReal('t10k');
        const keep = Array.from(labels.subarray(0, 300).entries()).filter(([, label]) => label !== 9);
        return {
          images: Uint8Array.from(keep.flatMap(([at]) => [...images.subarray(at * PIXELS, (at + 1) * PIXELS)])),
          labels: Uint8Array.from(keep, ([, label]) => label),
          indices: Uint32Array.from(keep.keys()),
          height: 28,
          width: 28,
        };
      },
    ],
    ['no image', () => EMPTY],
  ];
  it.each(cases)('%s: every sentence, table, figure and grid can be made', async (_, trainSplit) => {
    served = { train: trainSplit(), validation: EMPTY, calibration: EMPTY, stream: EMPTY, test: EMPTY };
    const run = await new Bench(served).run();
    const content = contentOf(run);
    expect(canonicalJson(run.result.summary as unknown as Json).length).toBeGreaterThan(100);
    const sentences = presentation.findings(content).join(' ');
    expect(sentences).not.toMatch(/NaN|undefined|null|Infinity/);
    const { notComputed } = run.result.summary.profile;
    expect(notComputed.length).toBeGreaterThan(0);
    for (const sentence of notComputed) expect(sentences).toContain(sentence);
    for (const block of presentation.blocks(content)) {
      // canonicalJson refuses what is not finite.
      if (block.type === 'figure') canonicalJson((await block.draw()) as unknown as Json);
      if (block.type === 'images') {
        for (const image of await block.load()) expect(image.pixels).toHaveLength(PIXELS);
      }
      if (block.type === 'table') canonicalJson(block.rows);
    }
  });
});
