/** The Explore cell's tables. */
import { SPLIT_NAMES, type SplitName } from '../../core/dataset/types';
import { NAMED_FEATURES, featureTitle } from '../../core/features/named';
import { QUANTILE_LEVELS, type InvalidCounts, type ProfileSummary } from '../../core/profile/types';
import type { TableBlock, TableColumn, TableRow } from '../../plots/blocks';
import { nameOfClass, percent } from '../../core/profile/text';
import { SPLIT_LABELS } from './format';

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
      : `${percent(share)} of the pixel values are zeros: they are the black background, not missing values.`;
  return {
    type: 'table',
    id: 'missing',
    title: 'Missing and invalid values',
    caption: `Values that are missing or impossible, by field and split. ${zeros} Pixels are stored as bytes, in which every value from 0 to 255 is a valid intensity.`,
    columns: [{ key: 'field', label: 'Field' }, ...SPLIT_COLUMNS],
    rows: FIELDS.map(({ field, key }) => ({ field, ...bySplit((split) => profile.splits[split].invalid[key]) })),
  };
}

export function splitTable(profile: ProfileSummary): TableBlock {
  return {
    type: 'table',
    id: 'splits',
    title: 'The splits side by side',
    caption:
      'Pixel statistics of x/255 in each split. The sealed test split is described here (counts, pixel statistics) but no choice is made from it.',
    columns: [
      { key: 'split', label: 'Split' },
      { key: 'images', label: 'Images', align: 'right' },
      { key: 'mean', label: 'Mean', align: 'right', digits: 4 },
      { key: 'std', label: 'Standard deviation', align: 'right', digits: 4 },
      { key: 'min', label: 'Least', align: 'right' },
      { key: 'max', label: 'Greatest', align: 'right' },
      { key: 'zeros', label: 'Zeros (%)', align: 'right', digits: 2 },
      { key: 'blank', label: 'Black images', align: 'right' },
      { key: 'copies', label: 'Exact copies within', align: 'right' },
    ],
    rows: SPLIT_NAMES.map((split) => {
      const { count, pixels, blank } = profile.splits[split];
      return {
        split: SPLIT_LABELS[split],
        images: count,
        mean: pixels.mean,
        std: pixels.std,
        min: pixels.min,
        max: pixels.max,
        zeros: pixels.zeroShare === null ? null : 100 * pixels.zeroShare,
        blank,
        copies: profile.duplicates.within[split],
      };
    }),
  };
}

const number = (key: string, label: string): TableColumn => ({ key, label, align: 'right', digits: 3 });

export function featureTable(profile: ProfileSummary): TableBlock {
  return {
    type: 'table',
    id: 'features',
    title: 'Named image features',
    caption:
      'Statistics over the images described: standard deviation over n, exact quantiles, skewness and excess kurtosis (0 for a normal distribution), images whose value is 0.',
    columns: [
      { key: 'feature', label: 'Feature' },
      number('mean', 'Mean'),
      number('std', 'Std'),
      number('min', 'Least'),
      ...QUANTILE_LEVELS.map((level) => number(`q${level}`, level === 0.5 ? 'Median' : `${100 * level} %`)),
      number('max', 'Greatest'),
      number('skewness', 'Skewness'),
      number('kurtosis', 'Kurtosis'),
      { key: 'zeros', label: 'Zeros', align: 'right' },
    ],
    rows: profile.features.map(({ column }, at) => {
      const { mean, std, min, max, skewness, kurtosis, zeros } = column;
      const quantiles = Object.fromEntries(
        QUANTILE_LEVELS.map((level, of) => [`q${level}`, column.quantiles[of] ?? null]),
      );
      const feature = featureTitle(NAMED_FEATURES[at]!);
      return { feature, mean, std, min, ...quantiles, max, skewness, kurtosis, zeros };
    }),
  };
}

export function featureMeansByClass(profile: ProfileSummary): TableBlock {
  return {
    type: 'table',
    id: 'features-by-class',
    title: 'Named features by class',
    caption: 'Mean of each named feature over the images of a class. Empty where a class has no image.',
    columns: [
      { key: 'classIndex', label: 'Class', classMark: true, classes: profile.classes },
      { key: 'images', label: 'Images', align: 'right' },
      ...NAMED_FEATURES.map((feature) => number(feature.id, featureTitle(feature))),
    ],
    rows: profile.perClass.map((images, label) => ({
      classIndex: label,
      images,
      ...Object.fromEntries(profile.features.map(({ id, byClass }) => [id, byClass[label]?.mean ?? null])),
    })),
  };
}

export function featureMeansBySplit(profile: ProfileSummary): TableBlock {
  return {
    type: 'table',
    id: 'features-by-split',
    title: 'Named features by split',
    caption: 'Mean of each named feature in each split: the splits should look alike.',
    columns: [{ key: 'feature', label: 'Feature' }, ...SPLIT_COLUMNS.map((column) => ({ ...column, digits: 3 }))],
    rows: NAMED_FEATURES.map((feature, at) => ({
      feature: featureTitle(feature),
      ...bySplit((split) => profile.features[at]?.bySplit[split].mean ?? null),
    })),
  };
}

export function definitionTable(): TableBlock {
  return {
    type: 'table',
    id: 'feature-definitions',
    title: 'What the named features measure',
    caption: 'Definitions; none is fitted to data.',
    columns: [
      { key: 'feature', label: 'Feature' },
      { key: 'definition', label: 'Definition' },
    ],
    rows: NAMED_FEATURES.map((feature) => ({ feature: featureTitle(feature), definition: feature.definition })),
    initialRows: 4,
  };
}

/** The exact duplicates, one row an image; undefined if there are none. */
export function duplicateTable(profile: ProfileSummary): TableBlock | undefined {
  const { listed, groups } = profile.duplicates;
  if (groups === 0) return undefined;
  return {
    type: 'table',
    id: 'duplicates',
    title: 'Exact duplicates',
    caption: `Images whose 784 bytes are equal; ${listed.length} of ${groups} groups are listed. Places count from 0 in the official file.`,
    columns: [
      { key: 'group', label: 'Group', align: 'right' },
      { key: 'split', label: 'Split' },
      { key: 'place', label: 'Place in file', align: 'right' },
      { key: 'label', label: 'Label' },
    ],
    rows: listed.flatMap((group, at) =>
      group.map(({ split, index, label }) => ({
        group: at + 1,
        split: SPLIT_LABELS[split],
        place: index,
        label: nameOfClass(label, profile.classes),
      })),
    ),
    initialRows: 20,
  };
}
