/** From the profiles of parts to the profile of the data set: a summary in JSON, and arrays for figures and later cells. */
import { nameOfLabel, pixelsOf, type DataShape, type ImageSize } from '../dataset/shape';
import { SPLIT_NAMES, type MissingValues, type SplitName } from '../dataset/types';
import { FEATURE_COUNT, NAMED_FEATURES, rangeOf } from '../features/named';
import type { NdArray } from '../results/types';
import { binCounts, filledBins, quantileEdges } from '../stats/distance';
import { correlationRatio, expectedInformation, mutualInformation } from '../stats/association';
import { sorted } from '../stats/quantile';
import type { ChunkProfile } from './chunk';
import { binOf, binsFor, columnOf, describeSorted, grouped, pearson, spearman } from './columns';
import { findDuplicates } from './duplicates';
import {
  allLevels,
  classMaps,
  emptyPixelCounts,
  mergePixelCounts,
  pixelMaps,
  pixelSummary,
  type PixelCounts,
} from './pixels';
import { splitTests, tooSmallSentences, type TestedSplit } from './split-tests';
import { count as written } from '../words/numbers';
import {
  INFORMATION_BINS,
  SCOPES,
  type ClassAssociation,
  type ColumnSummary,
  type FeatureProfile,
  type InvalidCounts,
  type ProfileSummary,
  type Scope,
  type SplitProfile,
} from './types';
import { NOTHING_INVALID, addInvalid } from './validity';

/** All chunks of one split, put together. */
interface SplitParts {
  readonly counts: PixelCounts;
  readonly invalid: InvalidCounts;
  readonly features: Float32Array;
  readonly labels: Uint8Array;
  readonly indices: Uint32Array;
}

/** The named features of one split: in its order, and ascending. */
interface SplitColumns {
  readonly columns: readonly Float64Array[];
  readonly ascending: readonly Float64Array[];
  readonly described: readonly ColumnSummary[];
}

export interface MergedProfile {
  readonly summary: ProfileSummary;
  /**
   * `classMean`, `classStd`: classes x height x width float32, of x (0-255); `pixelMean`, `pixelStd`, `pixelZeroShare`,
   * `pixelModeShare`: height x width float64; `intensity`: (classes + 1) x 256 uint32; `intensityBySplit`: splits x 256 uint32;
   * `featureHistograms`: 12 x (classes + 1) x bins uint32 (padded with 0). By image id, for lists of images:
   * `labels` and `splits` (its place in SPLIT_NAMES), uint8, 255 where an id has no image; `feature.<id>` float32.
   */
  readonly artifacts: Readonly<Record<string, NdArray>>;
}

/**
 * @param chunks of all splits, in any order; a split without chunks is empty
 * @param shape of the data set
 * @param trainImages in the training file, from which on ids belong to the test file; as far as the chunks go if left out
 * @param missing what was missing in the files, where bytes no longer show it
 */
export function mergeProfiles(
  chunks: readonly ChunkProfile[],
  scope: Scope,
  shape: DataShape,
  trainImages = trainEnd(chunks),
  missing?: MissingValues,
): MergedProfile {
  const classes = shape.classes.length;
  const pixels = pixelsOf(shape);
  const ordered = [...chunks].sort((a, b) => a.start - b.start);
  const parts = bySplit((split) =>
    joinSplit(
      ordered.filter((chunk) => chunk.split === split),
      classes,
      pixels,
    ),
  );
  const counts = emptyPixelCounts(classes, pixels);
  for (const split of SCOPES[scope]) mergePixelCounts(counts, parts[split].counts);
  const labels = concatBytes(SCOPES[scope].map((split) => parts[split].labels));
  const bySplits = bySplit((split) => splitColumns(parts[split].features));
  const splits = bySplit((split) => splitProfile(parts[split], classes, missing?.pixels[split]));

  const columns = NAMED_FEATURES.map((_, at) =>
    concatDoubles(SCOPES[scope].map((split) => bySplits[split].columns[at]!)),
  );
  const ascending = columns.map((column) => sorted(column));
  const { features, histograms } = profileFeatures(columns, ascending, labels, classes, bySplits, shape);
  const maps = pixelMaps(counts);
  const perClass = [...counts.images.subarray(0, classes)];
  const tested = bySplit((split): TestedSplit => ({
    perClass: splits[split].perClass,
    ascending: bySplits[split].ascending,
    columns: bySplits[split].described,
  }));
  const tests = splitTests(tested);
  const summary: ProfileSummary = {
    scope,
    classes,
    splits,
    perClass,
    pixels: pixelSummary(counts),
    constantPixels: maps.modeShare.reduce((constant, share) => constant + (share === 1 ? 1 : 0), 0),
    features,
    pearson: pearson(columns),
    spearman: spearman(columns, ascending),
    duplicates: findDuplicates(ordered),
    pixelPairs: null,
    components: null,
    splitTests: tests,
    notComputed: [
      ...notComputed(perClass, features, shape),
      ...tooSmallSentences({ splits, splitTests: tests }),
      ...missingSentence(missing),
    ],
  };
  const byClass = classMaps(counts);
  const { height, width } = shape;
  const map = (data: Float64Array): NdArray => ({ data, shape: [height, width] });
  const artifacts: Record<string, NdArray> = {
    classMean: { data: byClass.mean, shape: [classes, height, width] },
    classStd: { data: byClass.std, shape: [classes, height, width] },
    pixelMean: map(maps.mean),
    pixelStd: map(maps.std),
    pixelZeroShare: map(maps.zeroShare),
    pixelModeShare: map(maps.modeShare),
    intensity: { data: counts.intensity, shape: [counts.rows, 256] },
    intensityBySplit: levelsBySplit(parts),
    featureHistograms: histograms,
    ...byImage(parts, bySplits, trainImages),
  };
  return { summary, artifacts };
}

function bySplit<T>(make: (split: SplitName) => T): Record<SplitName, T> {
  return Object.fromEntries(SPLIT_NAMES.map((split) => [split, make(split)])) as Record<SplitName, T>;
}

function trainEnd(chunks: readonly ChunkProfile[]): number {
  let end = 0;
  for (const { split, indices } of chunks) {
    if (split !== 'test') for (const index of indices) end = Math.max(end, index + 1);
  }
  return end;
}

function concatDoubles(parts: readonly Float64Array[]): Float64Array {
  return fill(new Float64Array(lengthOf(parts)), parts);
}

function concatFloats(parts: readonly Float32Array[]): Float32Array {
  return fill(new Float32Array(lengthOf(parts)), parts);
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return fill(new Uint8Array(lengthOf(parts)), parts);
}

const lengthOf = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((length, part) => length + part.length, 0);

function fill<T extends { set(part: ArrayLike<number>, at: number): void }>(
  whole: T,
  parts: readonly ArrayLike<number>[],
): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function joinSplit(chunks: readonly ChunkProfile[], classes: number, pixels: number): SplitParts {
  const counts = emptyPixelCounts(classes, pixels);
  for (const chunk of chunks) mergePixelCounts(counts, chunk.counts);
  const indices = chunks.map((chunk) => chunk.indices);
  return {
    counts,
    invalid: chunks.reduce((sum, chunk) => addInvalid(sum, chunk.invalid), NOTHING_INVALID),
    features: concatFloats(chunks.map((chunk) => chunk.features)),
    labels: concatBytes(chunks.map((chunk) => chunk.labels)),
    indices: fill(new Uint32Array(lengthOf(indices)), indices),
  };
}

function splitColumns(features: Float32Array): SplitColumns {
  const columns = NAMED_FEATURES.map((_, column) => columnOf(features, FEATURE_COUNT, column));
  const ascending = columns.map((column) => sorted(column));
  return { columns, ascending, described: ascending.map(describeSorted) };
}

function splitProfile(parts: SplitParts, classes: number, pixelsMissing = 0): SplitProfile {
  const { counts, invalid, features } = parts;
  const means = columnOf(features, FEATURE_COUNT, 0);
  return {
    count: features.length / FEATURE_COUNT,
    perClass: [...counts.images.subarray(0, classes)],
    invalid: { ...invalid, pixelsMissing: invalid.pixelsMissing + pixelsMissing },
    pixels: pixelSummary(counts),
    blank: means.reduce((blank, mean) => blank + (mean === 0 ? 1 : 0), 0),
  };
}

function levelsBySplit(parts: Readonly<Record<SplitName, SplitParts>>): NdArray {
  const data = new Uint32Array(SPLIT_NAMES.length * 256);
  for (const [at, split] of SPLIT_NAMES.entries()) data.set(allLevels(parts[split].counts), at * 256);
  return { data, shape: [SPLIT_NAMES.length, 256] };
}

/** Labels, splits and features by image id. */
function byImage(
  parts: Readonly<Record<SplitName, SplitParts>>,
  columns: Readonly<Record<SplitName, SplitColumns>>,
  trainImages: number,
): Record<string, NdArray> {
  const testEnd = parts.test.indices.reduce((end, index) => Math.max(end, index + 1), 0);
  const shape = [trainImages + testEnd];
  const labels = new Uint8Array(shape[0]!).fill(255);
  const splits = new Uint8Array(shape[0]!).fill(255);
  const features = NAMED_FEATURES.map(() => new Float32Array(shape[0]!));
  for (const [place, split] of SPLIT_NAMES.entries()) {
    const first = split === 'test' ? trainImages : 0;
    for (const [at, index] of parts[split].indices.entries()) {
      labels[first + index] = parts[split].labels[at]!;
      splits[first + index] = place;
    }
    for (const [feature, values] of features.entries()) {
      const column = columns[split].columns[feature]!;
      for (const [at, index] of parts[split].indices.entries()) values[first + index] = column[at]!;
    }
  }
  return {
    labels: { data: labels, shape },
    splits: { data: splits, shape },
    ...Object.fromEntries(features.map((data, at) => [`feature.${NAMED_FEATURES[at]!.id}`, { data, shape }])),
  };
}

/** Statistics and histograms of every named feature, over all images, by class and by split. */
function profileFeatures(
  columns: readonly Float64Array[],
  ascending: readonly Float64Array[],
  labels: Uint8Array,
  classes: number,
  splits: Readonly<Record<SplitName, SplitColumns>>,
  size: ImageSize,
): { features: FeatureProfile[]; histograms: NdArray } {
  const described = ascending.map(describeSorted);
  const bins = described.map((summary, at) => binsFor(summary, NAMED_FEATURES[at]!.integer));
  const most = Math.max(...bins.map((one) => one.count));
  const rows = classes + 1;
  const histograms = new Uint32Array(columns.length * rows * most);
  const features = columns.map((column, at): FeatureProfile => {
    for (let image = 0; image < column.length; image += 1) {
      const row = Math.min(labels[image] ?? classes, classes);
      histograms[(at * rows + row) * most + binOf(bins[at]!, column[image]!)]! += 1;
    }
    const feature = NAMED_FEATURES[at]!;
    const { id } = feature;
    const range = rangeOf(feature, size);
    const members = grouped(column, labels, classes);
    const values = SPLIT_NAMES.map((split) => splits[split].columns[at]!);
    return {
      id,
      column: described[at]!,
      byClass: members.map((group) => describeSorted(sorted(group))),
      bySplit: bySplit((split) => splits[split].described[at]!),
      bins: bins[at]!,
      withClass: classAssociation(members, ascending[at]!),
      missing: tally(values, Number.isNaN),
      outOfRange: tally(values, (value) => value < range[0] || value > range[1]),
    };
  });
  return { features, histograms: { data: histograms, shape: [columns.length, rows, most] } };
}

function tally(columns: readonly Float64Array[], counts: (value: number) => boolean): number {
  let sum = 0;
  for (const column of columns) for (const value of column) if (counts(value)) sum += 1;
  return sum;
}

/** @param members the values of each class @param ascending all values */
function classAssociation(members: readonly Float64Array[], ascending: Float64Array): ClassAssociation {
  const etaSquared = correlationRatio(members);
  if (etaSquared === null) return { etaSquared, mutualInformation: null, bins: 0, chance: 0 };
  const edges = quantileEdges(ascending, INFORMATION_BINS);
  const table = members.map((values) => binCounts(values, edges));
  return {
    etaSquared,
    mutualInformation: mutualInformation(table),
    bins: filledBins(binCounts(ascending, edges)),
    chance: expectedInformation(table),
  };
}

function notComputed(perClass: readonly number[], features: readonly FeatureProfile[], shape: DataShape): string[] {
  const images = features[0]?.column.count ?? 0;
  if (images === 0)
    return [`There are no images here: no statistic of ${pixelsOf(shape)} pixels or of a feature was computed.`];
  const sentences: string[] = [];
  const empty = perClass.flatMap((count, label) => (count === 0 ? [nameOfLabel(shape.classes, label)] : []));
  if (empty.length > 0) {
    sentences.push(`No image of ${empty.join(', ')}: no mean image and no statistics by class were computed for it.`);
  }
  const constant = features.flatMap((feature, at) => (feature.column.std === 0 ? [NAMED_FEATURES[at]!.label] : []));
  if (constant.length > 0) {
    const why = images === 1 ? 'there is only one image' : 'all images have the same value';
    sentences.push(`Skewness, kurtosis and correlations of ${constant.join(', ')} were not computed, because ${why}.`);
  }
  return sentences;
}

function missingSentence(missing: MissingValues | undefined): string[] {
  if (!missing) return [];
  const sum = (of: Readonly<Record<SplitName, number>>): number =>
    SPLIT_NAMES.reduce((total, split) => total + of[split], 0);
  const images = sum(missing.images);
  return [
    `${written(sum(missing.pixels))} pixel values of ${written(images)} ${images === 1 ? 'image' : 'images'} are missing (not a number in the files); they are stored as 0, and every statistic takes them as 0.`,
  ];
}
