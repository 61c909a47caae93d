/** From the scores of parts to what is said of all images: counts, histograms, the worst images, evidence for the alerts. */
import { takeImages } from '../dataset/batch';
import { LISTED_IDS, imageId } from '../dataset/ids';
import { pixelsOf } from '../dataset/shape';
import { SPLIT_NAMES, type DatasetSummary, type ImageBatch, type SplitName } from '../dataset/types';
import type { NdArray } from '../results/types';
import type { Evidence } from './evidence';
import {
  COLUMN_COUNT,
  DATALAB_LOW_INFORMATION,
  QUALITY_COLUMNS,
  QUALITY_KINDS,
  QUALITY_THRESHOLDS,
  type QualityKind,
} from './quality';

/** The scores of a run of images of one split. */
export interface QualityChunk {
  readonly split: SplitName;
  readonly start: number;
  /** count x 5. */
  readonly scores: Float32Array;
  readonly labels: Uint8Array;
  readonly indices: Uint32Array;
  /** The images of its own lowest scores: for each of the four checks at most {@link WORST}, places in the chunk. */
  readonly worst: Uint32Array;
  /** Their pixels, one after the other. */
  readonly pixels: Uint8Array;
}

/** Images of each check that are kept to be looked at. */
export const WORST = 20;
/** Equal bins of 0-1. */
export const QUALITY_BINS = 100;

export interface WorstImage {
  readonly id: number;
  readonly label: number;
  readonly split: SplitName;
  readonly score: number;
}

export interface QualityCheck {
  readonly kind: QualityKind;
  readonly threshold: number;
  /** Images whose score is at most the threshold. */
  readonly flagged: number;
  readonly bySplit: Readonly<Record<SplitName, number>>;
  readonly byClass: readonly number[];
  /** The lowest {@link LISTED_IDS} of them, lowest first. */
  readonly ids: readonly number[];
  /** The lowest of all images, flagged or not, lowest first; their pixels are in the artifact `quality.worst`. */
  readonly worst: readonly WorstImage[];
  /** Flagged by another mark: Datalab's threshold, or edges without the rule of the histogram. */
  readonly second?: { readonly name: 'datalab' | 'edges'; readonly threshold: number; readonly flagged: number };
}

export interface QualitySummary {
  readonly images: number;
  readonly classes: number;
  readonly checks: readonly QualityCheck[];
}

export interface MergedQuality {
  readonly summary: QualitySummary;
  /**
   * `quality.<kind>`: float32 [n], by image id; `quality.histograms`: uint32 [4, 100];
   * `quality.worst`: uint8 [images, pixels], check after check.
   */
  readonly artifacts: Readonly<Record<string, NdArray>>;
}

/** Places of the lowest scores of a column, lowest first; ties by `order`, the place in the file, so that parts and whole agree. */
function lowest(
  scores: ArrayLike<number>,
  places: Iterable<number>,
  most: number,
  order: (place: number) => number = (place) => place,
): number[] {
  const kept: number[] = [];
  const before = (a: number, b: number): number => scores[a]! - scores[b]! || order(a) - order(b);
  let limit = Number.POSITIVE_INFINITY;
  for (const place of places) {
    if (scores[place]! > limit) continue;
    kept.push(place);
    // Sorted and cut once in a while, so that the list stays short whatever the order of the scores.
    if (kept.length >= 4 * most) {
      kept.sort(before).length = most;
      limit = scores[kept[most - 1]!]!;
    }
  }
  return kept.sort(before).slice(0, most);
}

function* upTo(count: number): Generator<number> {
  for (let at = 0; at < count; at += 1) yield at;
}

/** @param batch of the chunk @param scores as `qualityScores` gives them for its images */
export function qualityChunk(split: SplitName, start: number, batch: ImageBatch, scores: Float32Array): QualityChunk {
  const count = scores.length / COLUMN_COUNT;
  const worst = QUALITY_KINDS.flatMap((_, column) =>
    lowest(columnOf(scores, column), upTo(count), WORST, (place) => batch.indices[place]!),
  );
  return {
    split,
    start,
    scores,
    labels: batch.labels.slice(0, count),
    indices: batch.indices.slice(0, count),
    worst: Uint32Array.from(worst),
    pixels: takeImages(batch, worst).images,
  };
}

function columnOf(scores: Float32Array, column: number): Float32Array {
  const values = new Float32Array(scores.length / COLUMN_COUNT);
  for (let at = 0; at < values.length; at += 1) values[at] = scores[at * COLUMN_COUNT + column]!;
  return values;
}

export function qualityArrays(chunk: QualityChunk): Record<string, NdArray> {
  const count = chunk.labels.length;
  return {
    scores: { data: chunk.scores, shape: [count, COLUMN_COUNT] },
    labels: { data: chunk.labels, shape: [count] },
    indices: { data: chunk.indices, shape: [count] },
    worst: { data: chunk.worst, shape: [chunk.worst.length] },
    pixels: { data: chunk.pixels, shape: [chunk.worst.length, chunk.pixels.length / Math.max(1, chunk.worst.length)] },
  };
}

/** Inverse of {@link qualityArrays}. @throws TypeError if an array is missing or of another type */
export function qualityChunkOf(
  about: Pick<QualityChunk, 'split' | 'start'>,
  arrays: Readonly<Record<string, NdArray>>,
): QualityChunk {
  function typed<T>(name: string, constructor: abstract new (...parameters: never[]) => T): T {
    const data = arrays[name]?.data;
    if (data instanceof constructor) return data;
    throw new TypeError(`qualityChunkOf: the array "${name}" is missing or of another type`);
  }
  return {
    split: about.split,
    start: about.start,
    scores: typed('scores', Float32Array),
    labels: typed('labels', Uint8Array),
    indices: typed('indices', Uint32Array),
    worst: typed('worst', Uint32Array),
    pixels: typed('pixels', Uint8Array),
  };
}

/** What stands for an id that no chunk has brought. */
const NO_SPLIT = 255;

/** @param chunks of all splits, in any order; together every image once */
export function mergeQuality(
  chunks: readonly QualityChunk[],
  dataset: Pick<DatasetSummary, 'counts' | 'height' | 'width'>,
  classes: number,
): MergedQuality {
  const total = dataset.counts.train + dataset.counts.test;
  const columns = QUALITY_COLUMNS.map(() => new Float32Array(total));
  const labels = new Uint8Array(total);
  const splits = new Uint8Array(total).fill(NO_SPLIT);
  const size = pixelsOf(dataset);
  const shown = new Map<number, Uint8Array>();
  for (const chunk of chunks) {
    const part = chunk.split === 'test' ? 'test' : 'train';
    const ids = Uint32Array.from(chunk.indices, (index) => imageId(dataset, part, index));
    for (const [place, id] of ids.entries()) {
      for (const [column, values] of columns.entries()) values[id] = chunk.scores[place * COLUMN_COUNT + column]!;
      labels[id] = chunk.labels[place]!;
      splits[id] = SPLIT_NAMES.indexOf(chunk.split);
    }
    for (const [at, place] of chunk.worst.entries()) {
      shown.set(ids[place]!, chunk.pixels.subarray(at * size, (at + 1) * size));
    }
  }
  const seen = [...upTo(total)].filter((id) => splits[id] !== NO_SPLIT);
  const histograms = new Uint32Array(QUALITY_KINDS.length * QUALITY_BINS);
  const checks = QUALITY_KINDS.map((kind, at): QualityCheck => {
    const scores = columns[at]!;
    const threshold = QUALITY_THRESHOLDS[kind];
    for (const id of seen) histograms[at * QUALITY_BINS + binOf(scores[id]!)]! += 1;
    const flagged = seen.filter((id) => scores[id]! <= threshold);
    const bySplit = Object.fromEntries(SPLIT_NAMES.map((split) => [split, 0])) as Record<SplitName, number>;
    const byClass = new Array<number>(classes).fill(0);
    for (const id of flagged) {
      bySplit[SPLIT_NAMES[splits[id]!]!] += 1;
      if (labels[id]! < classes) byClass[labels[id]!]! += 1;
    }
    const second = secondMark(kind, seen, scores, columns[COLUMN_COUNT - 1]!);
    return {
      kind,
      threshold,
      flagged: flagged.length,
      bySplit,
      byClass,
      ids: lowest(scores, flagged, LISTED_IDS),
      worst: lowest(scores, seen, WORST).map((id) => ({
        id,
        label: labels[id]!,
        split: SPLIT_NAMES[splits[id]!]!,
        score: scores[id]!,
      })),
      ...(second ? { second } : {}),
    };
  });
  const worst = checks.flatMap((check) => check.worst);
  const pixels = new Uint8Array(worst.length * size);
  for (const [at, { id }] of worst.entries()) pixels.set(shown.get(id)!, at * size);
  return {
    summary: { images: seen.length, classes, checks },
    artifacts: {
      ...Object.fromEntries(
        QUALITY_KINDS.map((kind, at) => [scoresName(kind), { data: columns[at]!, shape: [total] } satisfies NdArray]),
      ),
      'quality.histograms': { data: histograms, shape: [QUALITY_KINDS.length, QUALITY_BINS] },
      'quality.worst': { data: pixels, shape: [worst.length, size] },
    },
  };
}

const scoresName = (kind: QualityKind): string => `quality.${kind}`;

/** Edges of the bins as float32, like the scores, so that a score on an edge falls into the bin that begins there. */
const EDGES = Float32Array.from({ length: QUALITY_BINS }, (_, bin) => bin / QUALITY_BINS);

function binOf(score: number): number {
  const near = Math.min(QUALITY_BINS - 1, Math.round(score * QUALITY_BINS));
  return near > 0 && score < EDGES[near]! ? near - 1 : near;
}

function secondMark(
  kind: QualityKind,
  ids: readonly number[],
  scores: Float32Array,
  edges: Float32Array,
): QualityCheck['second'] {
  const countUpTo = (values: Float32Array, threshold: number): number =>
    ids.reduce((sum, id) => sum + (values[id]! <= threshold ? 1 : 0), 0);
  if (kind === 'low-information') {
    const threshold = DATALAB_LOW_INFORMATION;
    return { name: 'datalab', threshold, flagged: countUpTo(scores, threshold) };
  }
  if (kind !== 'blurry') return undefined;
  const threshold = QUALITY_THRESHOLDS.blurry;
  return { name: 'edges', threshold, flagged: countUpTo(edges, threshold) };
}

type Words = Pick<Evidence, 'score' | 'words' | 'severity' | 'range'>;

const WORDS: Readonly<Record<QualityKind, Words>> = {
  dark: {
    score: '99th percentile of x/255',
    range: [0, 1],
    severity: 'notice',
    words: {
      one: 'image is dark',
      many: 'images are dark',
      meaning: 'even their brightest pixels are dim, so that little of their shape can be seen',
      quiet: 'no image is dark',
    },
  },
  light: {
    score: '1 − 5th percentile of x/255',
    range: [0, 1],
    severity: 'notice',
    words: {
      one: 'image is light',
      many: 'images are light',
      meaning: 'even their darkest pixels are bright, so that the shape is washed out',
      quiet: 'no image is washed out by light',
    },
  },
  'low-information': {
    score: '0.1 × entropy in bits',
    range: [0, 0.8],
    severity: 'notice',
    words: {
      one: 'image holds little information',
      many: 'images hold little information',
      meaning:
        'they have few grey levels, most of them background. The threshold was made for photographs, which fill their frame',
      quiet: 'no image holds little information',
    },
  },
  blurry: {
    score: 'edges and histogram, 0 to 1',
    range: [0, 1],
    severity: 'notice',
    words: {
      one: 'image is blurry',
      many: 'images are blurry',
      meaning: 'their edges are weak: a model that learns texture from them learns blur',
      quiet: 'no image is blurry',
    },
  },
};

/** What the checks leave for the Alerts cell; their scores are in the artifacts. @param judged images, all of them */
export function qualityEvidence(judged: number): Evidence[] {
  return QUALITY_KINDS.map((kind) => ({
    kind,
    ...WORDS[kind],
    judged,
    counts: 'at-most',
    threshold: QUALITY_THRESHOLDS[kind],
    step: 0.01,
    arrays: { scores: scoresName(kind) },
  }));
}
