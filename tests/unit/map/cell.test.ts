/** The Map cell over the real mechanism and its real tasks, on a few hundred real images in memory. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { job as mapJob } from '../../../src/cells/map/job';
import { ARRAYS, mapArray } from '../../../src/cells/map/arrays';
import { params, type MapSummary } from '../../../src/cells/map/types';
import { presentation } from '../../../src/cells/map/presentation';
import { takeImages } from '../../../src/core/dataset/batch';
import { countSplits, splitIndices, testOrder } from '../../../src/core/dataset/splits';
import { PIXELS, CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION, type DatasetSummary } from '../../../src/core/dataset/types';
import { parseParams } from '../../../src/core/params/parse';
import type { StoredResult } from '../../../src/core/results/types';
import { readArtifact } from '../../../src/storage/results';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import { registry } from '../../../workers/tasks/registry';
import { ENVIRONMENT, Laboratory, plan, request, type AnyEntry } from '../mechanism/laboratory';
import { readReal } from '../profile/real-data';
import { unnamedClasses } from '../../../src/core/dataset/shape';
import { serveImages } from '../images';

interface Part {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}
const EMPTY: Part = { images: new Uint8Array(), labels: new Uint8Array() };
const held: { train: Part } = { train: EMPTY };
const SEED = 1;

serveImages({
  labels: (_hash, part) => Promise.resolve(part === 'train' ? held.train.labels : EMPTY.labels),
  at: (_hash, part, indices) =>
    Promise.resolve(
      takeImages({ ...(part === 'train' ? held.train : EMPTY), indices, height: 28, width: 28 }, indices),
    ),
  split: (_summary, split, limit = Number.POSITIVE_INFINITY, start = 0) => {
    const { images, labels } = split === 'test' ? EMPTY : held.train;
    const orders = { ...splitIndices(held.train.labels, SEED), test: testOrder(EMPTY.labels, SEED) };
    const indices = orders[split].slice(start, limit);
    const batch = {
      images: new Uint8Array(indices.length * PIXELS),
      labels: new Uint8Array(indices.length),
      indices,
      height: 28,
      width: 28,
    };
    indices.forEach((index, at) => {
      batch.images.set(images.subarray(index * PIXELS, (index + 1) * PIXELS), at * PIXELS);
      batch.labels[at] = labels[index]!;
    });
    return Promise.resolve(batch);
  },
});

function dataset(train: Part): DatasetSummary {
  held.train = train;
  return {
    hash: `h${train.labels.length}`,
    name: 'in memory',
    synthetic: false,
    height: 28,
    width: 28,
    classes: Math.max(...train.labels) > 9 ? unnamedClasses(Math.max(...train.labels) + 1) : CLASS_NAMES,
    files: [],
    counts: { train: train.labels.length, test: 0 },
    splitVersion: SPLIT_VERSION,
    splitSeed: SEED,
    splits: countSplits(train.labels, EMPTY.labels, SEED),
  };
}

const all = readReal('t10k');
const first = (count: number, keep: (label: number) => boolean = () => true): Part => {
  const places = [...all.labels.keys()].filter((at) => keep(all.labels[at]!)).slice(0, count);
  const images = new Uint8Array(places.length * PIXELS);
  places.forEach((place, at) => images.set(all.images.subarray(place * PIXELS, (place + 1) * PIXELS), at * PIXELS));
  return { images, labels: Uint8Array.from(places, (place) => all.labels[place]!) };
};

interface Ran {
  readonly state: string | undefined;
  readonly message: string | undefined;
  readonly result: StoredResult<MapSummary>;
  readonly laboratory: Laboratory;
  readonly data: DatasetSummary;
}
const settings = (values: object = {}) =>
  parseParams(params, { judgedImages: 300, mapImages: 150, epochs: 30, ...values }, 'test');

async function run(train: Part, values: object = {}, workers = 2): Promise<Ran> {
  const laboratory = new Laboratory();
  const data = {
    kind: 'data',
    version: 1,
    numeric: false,
    run: () => Promise.resolve({ summary: dataset(train) }),
  } as unknown as AnyJob;
  const jobs = [data, mapJob as unknown as AnyJob];
  const tasks = registry as unknown as Record<string, AnyEntry>;
  const coordinator = await laboratory.open(jobs, tasks, {}, { ...ENVIRONMENT, workers });
  await coordinator.run(request([plan('data', 'data'), plan('map', 'map', settings(values), { data: 'data' })]));
  const status = await laboratory.database.get('statuses', ['notebook', 'map']);
  const result = (status?.key ? await laboratory.database.get('results', status.key) : undefined) as Ran['result'];
  return { state: status?.state, message: status?.error?.message, result, laboratory, data: dataset(train) };
}
const contentOf = ({ result, laboratory, data }: Ran) => ({
  data,
  cellId: 'map',
  params: settings(),
  summary: result.summary,
  result,
  inputs: {},
  read: (ref: Parameters<typeof readArtifact>[1]) => readArtifact(laboratory.database, ref),
  ledger: [],
});
const wordsOf = (ran: Ran): string[] => presentation.findings(contentOf(ran) as never);

/** Draws everything; a number that could not be worked out must not show as such. */
async function drawAll(ran: Ran): Promise<string[]> {
  const blocks = presentation.blocks(contentOf(ran) as never);
  for (const block of blocks) {
    if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
    if (block.type === 'images') expect((await block.load()).length).toBeGreaterThan(0);
    if (block.type === 'facts') expect(JSON.stringify(block.facts)).not.toMatch(/NaN|undefined/);
    if ('caption' in block) expect(`${block.caption} ${block.title}`).not.toMatch(/NaN|undefined|Infinity/);
  }
  for (const sentence of wordsOf(ran)) expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
  return blocks.map((block) => ('id' in block ? block.id : block.type));
}

afterEach(() => {
  held.train = EMPTY;
});

describe('the Map cell', () => {
  let ran: Ran;
  const train = first(600);
  beforeAll(async () => {
    ran = await run(train);
  });
  const array = async (name: string) => (await readArtifact(ran.laboratory.database, ran.result.artifacts[name]!)).data;

  it('judges the wanted number of images of all splits but test, against the training split', async () => {
    expect(ran.message).toBeUndefined();
    expect(ran.state).toBe('done');
    const { judged, references, neighbours, perClass } = ran.result.summary;
    expect(Object.keys(judged)).toEqual(['train', 'validation', 'calibration', 'stream']);
    expect(judged.train).toBe(200);
    expect(judged.validation + judged.calibration + judged.stream).toBe(100);
    expect(references).toBe(ran.result.summary.components!.images);
    expect(neighbours).toBe(10);
    expect(perClass.reduce((sum, images) => sum + images, 0)).toBe(300);
    expect(new Set(await array(ARRAYS.ids)).size).toBe(300);
  });

  it('scores an image by its ten nearest, itself left out', async () => {
    const [ids, scores] = [await array(ARRAYS.ids), await array(ARRAYS.distance)];
    const trainSplit = splitIndices(train.labels, SEED).train;
    const distance = (a: number, b: number): number => {
      let square = 0;
      for (let pixel = 0; pixel < PIXELS; pixel += 1) {
        square += (train.images[a * PIXELS + pixel]! - train.images[b * PIXELS + pixel]!) ** 2;
      }
      return Math.sqrt(square) / 255;
    };
    for (const at of [0, 150, 299]) {
      const others = [...trainSplit].filter((id) => id !== ids[at]).map((id) => distance(ids[at]!, id));
      const ten = others.sort((a, b) => a - b).slice(0, 10);
      expect(scores[at]).toBeCloseTo(
        ten.reduce((sum, one) => sum + one / 10, 0),
        5,
      );
    }
  });

  it('leaves evidence whose arrays are there, and whose threshold is the fence of the training split', async () => {
    const { evidence, distance } = ran.result.summary;
    expect(evidence.map(({ kind }) => kind)).toEqual(['outlier', 'reconstruction']);
    for (const { arrays, threshold, range } of evidence) {
      expect((await array(arrays.scores)).length).toBe((await array(arrays.ids!)).length);
      expect(threshold).toBeGreaterThanOrEqual(range[0]);
      expect(threshold).toBeLessThanOrEqual(range[1]);
    }
    const scores = await array(ARRAYS.distance);
    const flagged = [...scores].filter((score) => score >= distance!.threshold!).length;
    expect(distance!.flagged).toBe(flagged);
  });

  it('maps a sample with its scores beside it, and checks both maps', async () => {
    const { map } = ran.result.summary;
    expect(map!.images).toBe(150);
    expect(ran.result.artifacts[mapArray('umap')]!.shape).toEqual([150, 2]);
    const [ids, scores] = [await array(ARRAYS.ids), await array(ARRAYS.distance)];
    const [mapped, beside] = [await array(mapArray('ids')), await array(ARRAYS.mapDistance)];
    for (const at of [0, 77, 149]) expect(beside[at]).toBe(scores[ids.indexOf(mapped[at]! as never)]);
    const { pca, umap, pixels } = map!.quality!;
    for (const { trustworthiness, agreement, interval } of [pca, umap]) {
      expect(trustworthiness).toBeGreaterThan(0.8);
      expect(trustworthiness).toBeLessThanOrEqual(1);
      expect(agreement).toBeGreaterThan(interval[0]);
    }
    expect(pixels.agreement).toBeGreaterThan(pca.agreement);
  });

  it('counts look-alikes of all judged images, and finds the images behind a count', async () => {
    const { confusion } = ran.result.summary;
    expect(confusion!.counts.flat().reduce((sum, images) => sum + images, 0)).toBe(300);
    const blocks = presentation.blocks(contentOf(ran) as never);
    const figure = blocks.find((block) => 'id' in block && block.id === 'nearest-confusion');
    if (figure?.type !== 'figure') throw new Error('no figure');
    const own = figure.pick!({ trace: 0, point: [0, 0] })!;
    const ids = typeof own.ids === 'function' ? await own.ids() : own.ids;
    expect(ids).toHaveLength(confusion!.counts[0]![0]!);
    for (const id of ids) expect(train.labels[id]).toBe(0);
    const texts = typeof own.labels === 'function' ? await own.labels([ids.at(-1)!, ids[0]!]) : [];
    expect(texts).toEqual(['near T-shirt/top', 'near T-shirt/top']);
    expect(own.dataset).toBe('h600');
  });

  it('finds the images in a bar of the distribution', async () => {
    const { distance } = ran.result.summary;
    const figure = presentation
      .blocks(contentOf(ran) as never)
      .find((block) => 'id' in block && block.id === 'distribution-distance');
    if (figure?.type !== 'figure') throw new Error('no figure');
    for (const bin of [0, 20, 59]) {
      const list = figure.pick!({ trace: 0, point: bin })!;
      const ids = typeof list.ids === 'function' ? await list.ids() : list.ids;
      expect(ids).toHaveLength(distance!.counts.train[bin]! + distance!.counts.others[bin]!);
      const [last] = ids.slice(-1);
      const texts = typeof list.labels === 'function' && last !== undefined ? await list.labels([last]) : [];
      const [all, scores] = [await array(ARRAYS.ids), await array(ARRAYS.distance)];
      if (last !== undefined) expect(texts).toEqual([scores[all.indexOf(last as never)]!.toFixed(2)]);
    }
  });

  it('says what it found, and draws it, without a broken number', async () => {
    expect(wordsOf(ran)[0]).toMatch(
      /^For \d+ % of \d+ \S+ images .* the nearest image is of another class, most often/,
    );
    expect(await drawAll(ran)).toEqual([
      'facts',
      'maps',
      'map-quality',
      'nearest-confusion',
      'look-alikes',
      'closest-pairs',
      'pairs',
      'centroids',
      'distribution-distance',
      'worst-distance',
      'distribution-reconstruction',
      'worst-reconstruction',
      'worst-by-class-distance',
      'outliers-by-class',
    ]);
  });

  it('comes to the same with more workers', async () => {
    const again = await run(train, {}, 4);
    expect(again.result.outputHash).toBe(ran.result.outputHash);
  });
});

describe('odd data for the Map cell', () => {
  it('of one class: no class is confused with another, and the rest stands', async () => {
    const ran = await run(first(200, (label) => label === 1));
    expect(ran.state).toBe('done');
    expect(wordsOf(ran)[0]).toMatch(/^All images are of one class, Trouser/);
    await drawAll(ran);
  });

  it('of 47 classes: each has its name and its place', async () => {
    const { images } = first(500);
    const ran = await run({ images, labels: Uint8Array.from({ length: 500 }, (_, at) => at % 47) });
    expect(ran.state).toBe('done');
    expect(ran.result.summary.confusion!.counts).toHaveLength(47);
    expect(wordsOf(ran)[0]).toMatch(/^For \d+ % of \d+ class \d+ images? .* the nearest image is of another class/);
    await drawAll(ran);
  });

  it('all black: distances of 0 without a threshold, and a sentence in place of the map', async () => {
    const ran = await run({
      images: new Uint8Array(120 * PIXELS),
      labels: Uint8Array.from({ length: 120 }, (_, at) => at % 10),
    });
    expect(ran.state).toBe('done');
    const { distance, map, evidence } = ran.result.summary;
    expect(distance).toMatchObject({ threshold: null, flagged: 0 });
    expect(map).toBeNull();
    expect(evidence).toEqual([]);
    expect(wordsOf(ran).join(' ')).toMatch(/all training images are alike/);
    await drawAll(ran);
  });

  it('of fewer images than neighbours: fewer are looked at, and it says so', async () => {
    const ran = await run(first(12));
    expect(ran.state).toBe('done');
    expect(ran.result.summary.neighbours).toBeLessThan(10);
    expect(wordsOf(ran).join(' ')).toMatch(
      /only the \d nearest of an image were looked at.*cannot be made with 15 neighbours/,
    );
    await drawAll(ran);
  });

  it('of one image: nothing can be compared, and that is the finding', async () => {
    const ran = await run(first(1));
    expect(ran.state).toBe('done');
    expect(wordsOf(ran)).toEqual([expect.stringMatching(/^Not in full: the training split holds (one|no) image/)]);
    await drawAll(ran);
  });
});
