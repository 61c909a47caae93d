/** From the profiles of parts to the profile of the data set: a summary in JSON, and arrays for figures and later cells. */
import { CLASS_NAMES, PIXELS, SIDE, SPLIT_NAMES, type SplitName } from '../dataset/types';
import { FEATURE_COUNT, NAMED_FEATURES } from '../features/named';
import type { NdArray } from '../results/types';
import { quantile, sorted } from '../stats/quantile';
import type { ChunkProfile } from './chunk';
import { binOf, binsFor, columnOf, describe, moments, pearson, spearman } from './columns';
import { findDuplicates } from './duplicates';
import { classMaps, emptyPixelCounts, mergePixelCounts, pixelMaps, pixelSummary, type PixelCounts } from './pixels';
import {
  SCOPES,
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
}

export interface MergedProfile {
  readonly summary: ProfileSummary;
  /**
   * `classMean`, `classStd`: classes x 28 x 28 float32, of x (0-255); `pixelMean`, `pixelStd`, `pixelZeroShare`,
   * `pixelModeShare`: 28 x 28 float64; `intensity`: (classes + 1) x 256 uint32; `featureHistograms`: 12 x (classes + 1) x
   * bins uint32 (padded with 0); `features.<split>`: count x 12 float32 in the order of the split.
   */
  readonly artifacts: Readonly<Record<string, NdArray>>;
}

/** @param chunks of all splits, in any order; a split without chunks is empty */
export function mergeProfiles(chunks: readonly ChunkProfile[], scope: Scope, classes: number): MergedProfile {
  const ordered = [...chunks].sort((a, b) => a.start - b.start);
  const parts = bySplit((split) =>
    joinSplit(
      ordered.filter((chunk) => chunk.split === split),
      classes,
    ),
  );
  const counts = emptyPixelCounts(classes);
  for (const split of SCOPES[scope]) mergePixelCounts(counts, parts[split].counts);
  const matrix = concatFloats(SCOPES[scope].map((split) => parts[split].features));
  const labels = concatBytes(SCOPES[scope].map((split) => parts[split].labels));

  const columns = NAMED_FEATURES.map((_, column) => columnOf(matrix, FEATURE_COUNT, column));
  const { features, histograms } = profileFeatures(columns, labels, classes);
  const maps = pixelMaps(counts);
  const perClass = [...counts.images.subarray(0, classes)];
  const summary: ProfileSummary = {
    scope,
    classes,
    splits: bySplit((split) => splitProfile(parts[split], classes)),
    perClass,
    pixels: pixelSummary(counts),
    constantPixels: maps.modeShare.reduce((constant, share) => constant + (share === 1 ? 1 : 0), 0),
    features,
    pearson: pearson(columns),
    spearman: spearman(columns),
    duplicates: findDuplicates(ordered),
    notComputed: notComputed(perClass, features),
  };
  const byClass = classMaps(counts);
  const map = (data: Float64Array): NdArray => ({ data, shape: [SIDE, SIDE] });
  const artifacts: Record<string, NdArray> = {
    classMean: { data: byClass.mean, shape: [classes, SIDE, SIDE] },
    classStd: { data: byClass.std, shape: [classes, SIDE, SIDE] },
    pixelMean: map(maps.mean),
    pixelStd: map(maps.std),
    pixelZeroShare: map(maps.zeroShare),
    pixelModeShare: map(maps.modeShare),
    intensity: { data: counts.intensity, shape: [counts.rows, 256] },
    featureHistograms: histograms,
  };
  for (const split of SPLIT_NAMES) {
    const { features: data } = parts[split];
    artifacts[`features.${split}`] = { data, shape: [data.length / FEATURE_COUNT, FEATURE_COUNT] };
  }
  return { summary, artifacts };
}

function bySplit<T>(make: (split: SplitName) => T): Record<SplitName, T> {
  return Object.fromEntries(SPLIT_NAMES.map((split) => [split, make(split)])) as Record<SplitName, T>;
}

function concatFloats(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function joinSplit(chunks: readonly ChunkProfile[], classes: number): SplitParts {
  const counts = emptyPixelCounts(classes);
  for (const chunk of chunks) mergePixelCounts(counts, chunk.counts);
  return {
    counts,
    invalid: chunks.reduce((sum, chunk) => addInvalid(sum, chunk.invalid), NOTHING_INVALID),
    features: concatFloats(chunks.map((chunk) => chunk.features)),
    labels: concatBytes(chunks.map((chunk) => chunk.labels)),
  };
}

function splitProfile(parts: SplitParts, classes: number): SplitProfile {
  const { counts, invalid, features } = parts;
  const means = columnOf(features, FEATURE_COUNT, 0);
  return {
    count: features.length / FEATURE_COUNT,
    perClass: [...counts.images.subarray(0, classes)],
    invalid,
    pixels: pixelSummary(counts),
    blank: means.reduce((blank, mean) => blank + (mean === 0 ? 1 : 0), 0),
    featureMeans: NAMED_FEATURES.map((_, column) => moments(columnOf(features, FEATURE_COUNT, column)).mean),
  };
}

/** Statistics and histograms of every named feature, over all images and by class. */
function profileFeatures(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  classes: number,
): { features: FeatureProfile[]; histograms: NdArray } {
  const described = columns.map((column) => describe(column));
  const bins = described.map((summary, at) => binsFor(summary, NAMED_FEATURES[at]!.integer));
  const most = Math.max(...bins.map((one) => one.count));
  const rows = classes + 1;
  const histograms = new Uint32Array(columns.length * rows * most);
  const features = columns.map((column, at): FeatureProfile => {
    const members: number[][] = Array.from({ length: rows }, () => []);
    for (let image = 0; image < column.length; image += 1) {
      const row = Math.min(labels[image] ?? classes, classes);
      const value = column[image]!;
      members[row]!.push(value);
      histograms[(at * rows + row) * most + binOf(bins[at]!, value)]! += 1;
    }
    const byClass = members.slice(0, classes).map((values) => {
      const ascending = sorted(values);
      const { mean, std } = moments(ascending);
      return { count: values.length, mean, std, median: values.length > 0 ? quantile(ascending, 0.5) : null };
    });
    return { id: NAMED_FEATURES[at]!.id, column: described[at]!, byClass, bins: bins[at]! };
  });
  return { features, histograms: { data: histograms, shape: [columns.length, rows, most] } };
}

function notComputed(perClass: readonly number[], features: readonly FeatureProfile[]): string[] {
  const images = features[0]?.column.count ?? 0;
  if (images === 0) return [`There are no images here: no statistic of ${PIXELS} pixels or of a feature was computed.`];
  const sentences: string[] = [];
  const empty = perClass.flatMap((count, label) => (count === 0 ? [CLASS_NAMES[label] ?? `class ${label}`] : []));
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
