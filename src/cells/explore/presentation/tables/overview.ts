/** The Explore cell's tables. */
import type { ImageSize } from '../../../../core/dataset/shape';
import type { Naming } from '../../../classes';
import { SPLIT_NAMES, type SplitName } from '../../../../core/dataset/types';
import { imageId } from '../../../../core/dataset/ids';
import { NAMED_FEATURES, featureTitle, rangeOf } from '../../../../core/features/named';
import {
  QUANTILE_LEVELS,
  type FeatureProfile,
  type InvalidCounts,
  type ProfileSummary,
} from '../../../../core/profile/types';
import type { ArtifactRef } from '../../../../core/results/types';
import type { TableBlock, TableColumn, TableRow } from '../../../../plots/blocks';
import { SPLIT_LABELS } from '../written';
import type { Shown } from '../shown';
import type { ExploreSummary } from '../../types';
import { percent, significant } from '../../../../core/words/numbers';

const SPLIT_COLUMNS: readonly TableColumn[] = SPLIT_NAMES.map((split) => ({
  key: split,
  label: SPLIT_LABELS[split],
  align: 'right',
}));

function bySplit(value: (split: SplitName) => number | null): TableRow {
  return Object.fromEntries(SPLIT_NAMES.map((split) => [split, value(split)]));
}

const FIELDS: readonly { readonly field: string; readonly key: keyof InvalidCounts }[] = [
  { field: 'Label missing', key: 'labelsMissing' },
  { field: 'Label out of range', key: 'labelsOutOfRange' },
  { field: 'Pixel missing', key: 'pixelsMissing' },
  { field: 'Pixel out of range', key: 'pixelsOutOfRange' },
  { field: 'Image of the wrong size', key: 'imagesWrongSize' },
];

export function missingTable(profile: ProfileSummary): TableBlock {
  const share = profile.pixels.zeroShare;
  const zeros =
    share === null
      ? 'There are no pixel values to count zeros among.'
      : `${percent(share)} of the pixel values are zero: the black background, not missing values.`;
  return {
    type: 'table',
    id: 'missing',
    title: 'Missing and invalid values',
    caption: `Missing and invalid values by field and split. ${zeros} Pixels are stored as bytes: every value from 0 to 255 is valid.`,
    columns: [{ key: 'field', label: 'Field' }, ...SPLIT_COLUMNS],
    rows: FIELDS.map(({ field, key }) => ({ field, ...bySplit((split) => profile.splits[split].invalid[key]) })),
  };
}

export function splitTable({ profile, ofSplit }: Shown): TableBlock {
  return {
    type: 'table',
    id: 'splits',
    title: 'The splits side by side',
    caption:
      'Pixel values of each split: mean and standard deviation of x/255; quantiles of x (0 to 255); skewness and excess kurtosis. The sealed test split is described, but nothing is chosen by it.',
    columns: [
      { key: 'split', label: 'Split' },
      { key: 'images', label: 'Images', align: 'right' },
      { key: 'mean', label: 'Mean', align: 'right', digits: 4 },
      { key: 'std', label: 'Standard deviation', align: 'right', digits: 4 },
      { key: 'min', label: 'Min', align: 'right' },
      ...QUANTILE_LEVELS.map((level) => ({
        key: `q${level}`,
        label: level === 0.5 ? 'Median' : percent(level, 0),
        align: 'right' as const,
      })),
      { key: 'max', label: 'Max', align: 'right' },
      { key: 'skewness', label: 'Skewness', align: 'right', digits: 3 },
      { key: 'kurtosis', label: 'Kurtosis', align: 'right', digits: 3 },
      { key: 'zeros', label: 'Zeros (%)', align: 'right', digits: 2 },
      { key: 'blank', label: 'Black images', align: 'right' },
      { key: 'copies', label: 'Exact copies within', align: 'right' },
    ],
    rows: SPLIT_NAMES.map((split) => {
      const { count, pixels, blank } = profile.splits[split];
      const quantiles = Object.fromEntries(
        QUANTILE_LEVELS.map((level, at) => [`q${level}`, pixels.quantiles[at] ?? null]),
      );
      return {
        split: SPLIT_LABELS[split],
        images: count,
        mean: pixels.mean,
        std: pixels.std,
        min: pixels.min,
        ...quantiles,
        max: pixels.max,
        skewness: pixels.skewness,
        kurtosis: pixels.kurtosis,
        zeros: pixels.zeroShare === null ? null : 100 * pixels.zeroShare,
        blank,
        copies: profile.duplicates.within[split],
      };
    }),
    images: (row) => {
      const split = SPLIT_NAMES[row];
      return split && profile.splits[split].count > 0 ? ofSplit(split) : undefined;
    },
  };
}

/** Digits of a hash that tell one from another. */
const HASH_DIGITS = 16;

/** Every field: the files' images and labels, and each named feature. */
export function fieldTable(
  { profile, files }: ExploreSummary,
  artifacts: Readonly<Record<string, ArtifactRef>>,
  size: ImageSize | undefined,
): TableBlock {
  return {
    type: 'table',
    id: 'fields',
    title: 'Every field',
    caption:
      'Each file as it was loaded, and each named feature as it is stored (float32, in the order of the files). The hash is the start of the SHA-256. Invalid values lie outside the allowed range.',
    columns: [
      { key: 'field', label: 'Field' },
      { key: 'values', label: 'Values', align: 'right' },
      { key: 'bytes', label: 'Bytes', align: 'right' },
      { key: 'allowed', label: 'Allowed' },
      { key: 'min', label: 'Min', align: 'right' },
      { key: 'max', label: 'Max', align: 'right' },
      { key: 'missing', label: 'Missing', align: 'right' },
      { key: 'invalid', label: 'Invalid', align: 'right' },
      { key: 'hash', label: 'SHA-256', code: true },
    ],
    rows: [
      ...files.map((file) => fileRow(profile, file)),
      ...profile.features.map((feature, at) => featureRow(feature, at, artifacts[`feature.${feature.id}`], size)),
    ],
    initialRows: 8,
  };
}

function fileRow(profile: ProfileSummary, { name, bytes, sha256 }: ExploreSummary['files'][number]): TableRow {
  const splits = (/^train/.test(name) ? SPLIT_NAMES.filter((split) => split !== 'test') : (['test'] as const)).map(
    (split) => profile.splits[split],
  );
  const sum = (value: (split: (typeof splits)[number]) => number): number =>
    splits.reduce((whole, split) => whole + value(split), 0);
  const head = { field: name, bytes, hash: sha256.slice(0, HASH_DIGITS) };
  if (name.includes('labels')) {
    const present = profile.perClass.flatMap((_, label) =>
      splits.some(({ perClass }) => perClass[label]! > 0) ? [label] : [],
    );
    return {
      ...head,
      values: sum(({ count }) => count),
      allowed: `0 to ${profile.classes - 1}`,
      min: present[0] ?? null,
      max: present.at(-1) ?? null,
      missing: sum(({ invalid }) => invalid.labelsMissing),
      invalid: sum(({ invalid }) => invalid.labelsOutOfRange),
    };
  }
  const described = splits.filter(({ pixels }) => pixels.values > 0);
  return {
    ...head,
    values: sum(({ pixels }) => pixels.values),
    allowed: '0 to 255',
    min: described.length > 0 ? Math.min(...described.map(({ pixels }) => pixels.min!)) : null,
    max: described.length > 0 ? Math.max(...described.map(({ pixels }) => pixels.max!)) : null,
    missing: sum(({ invalid }) => invalid.pixelsMissing),
    invalid: sum(({ invalid }) => invalid.pixelsOutOfRange + invalid.imagesWrongSize),
  };
}

/** Four digits that count, whatever the size. */
const short = (value: number): string => significant(value, 4);

function featureRow(
  { bySplit: splits, missing, outOfRange }: FeatureProfile,
  at: number,
  ref: ArtifactRef | undefined,
  size: ImageSize | undefined,
): TableRow {
  const feature = NAMED_FEATURES[at]!;
  const values = SPLIT_NAMES.reduce((sum, split) => sum + splits[split].count, 0);
  const ends = (end: 'min' | 'max'): number[] => SPLIT_NAMES.flatMap((split) => splits[split][end] ?? []);
  return {
    field: featureTitle(feature),
    values,
    bytes: 4 * values,
    allowed: size ? rangeOf(feature, size).join(' to ') : null,
    min: values > 0 ? short(Math.min(...ends('min'))) : null,
    max: values > 0 ? short(Math.max(...ends('max'))) : null,
    missing,
    invalid: outOfRange,
    hash: ref?.hash.slice(0, HASH_DIGITS) ?? null,
  };
}

/** The exact duplicates, one row an image; undefined if there are none. */
/** @param dataset the set's hash, to open the images */
export function duplicateTable(profile: ProfileSummary, dataset: string, nameOf: Naming): TableBlock | undefined {
  const { listed, groups } = profile.duplicates;
  const trainImages = SPLIT_NAMES.reduce((sum, split) => sum + (split === 'test' ? 0 : profile.splits[split].count), 0);
  const rows = listed.flatMap((group, at) => group.map((place) => ({ ...place, group: at + 1 })));
  if (groups === 0) return undefined;
  return {
    type: 'table',
    id: 'duplicates',
    title: 'Exact duplicates',
    caption: `Images whose bytes are all equal; ${listed.length} of ${groups} groups are listed. Places count from 0 in the official file.`,
    columns: [
      { key: 'group', label: 'Group', align: 'right' },
      { key: 'split', label: 'Split' },
      { key: 'place', label: 'Place in file', align: 'right' },
      { key: 'label', label: 'Label' },
    ],
    rows: rows.map(({ group, split, index, label }) => ({
      group,
      split: SPLIT_LABELS[split],
      place: index,
      label: nameOf(label),
    })),
    images: (row) => {
      const group = rows[row]?.group;
      if (group === undefined) return undefined;
      const counts = { train: trainImages, test: profile.splits.test.count };
      const ids = (listed[group - 1] ?? []).map(({ split, index }) =>
        imageId({ counts }, split === 'test' ? 'test' : 'train', index),
      );
      return { title: `Group ${group} of equal images`, dataset, ids };
    },
    initialRows: 20,
  };
}
