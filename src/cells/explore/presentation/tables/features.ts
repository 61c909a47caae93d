/** Tables of the named features: every statistic over all images, by class and by split. */
import { SPLIT_NAMES } from '../../../../core/dataset/types';
import { NAMED_FEATURES, featureTitle } from '../../../../core/features/named';
import { QUANTILE_LEVELS, type ColumnSummary, type ProfileSummary } from '../../../../core/profile/types';
import { percent } from '../../../../core/words/numbers';
import type { TableBlock, TableColumn, TableRow } from '../../../../plots/blocks';
import { SPLIT_LABELS } from '../written';
import type { Panel } from '../panels';

const number = (key: string, label: string): TableColumn => ({ key, label, align: 'right', digits: 3 });

const STATISTICS: readonly TableColumn[] = [
  number('mean', 'Mean'),
  number('std', 'Std'),
  number('min', 'Min'),
  ...QUANTILE_LEVELS.map((level) => number(`q${level}`, level === 0.5 ? 'Median' : percent(level, 0))),
  number('max', 'Max'),
  number('skewness', 'Skewness'),
  number('kurtosis', 'Kurtosis'),
  { key: 'zeros', label: 'Zeros', align: 'right' },
];

function statistics({ mean, std, min, max, quantiles, skewness, kurtosis, zeros }: ColumnSummary): TableRow {
  const levels = Object.fromEntries(QUANTILE_LEVELS.map((level, at) => [`q${level}`, quantiles[at] ?? null]));
  return { mean, std, min, ...levels, max, skewness, kurtosis, zeros };
}

export function featureTable({ features }: ProfileSummary): TableBlock {
  return {
    type: 'table',
    id: 'features',
    title: 'Named image features',
    caption:
      'Statistics over the images described: standard deviation (over n), exact quantiles, skewness, excess kurtosis (0 for a normal distribution), number of zeros.',
    columns: [{ key: 'feature', label: 'Feature' }, ...STATISTICS],
    rows: features.map(({ column }, at) => ({ feature: featureTitle(NAMED_FEATURES[at]!), ...statistics(column) })),
  };
}

export function classStatistics(
  { features }: ProfileSummary,
  { id, title, columns }: Panel,
  classes: readonly string[],
): TableBlock {
  return {
    type: 'table',
    id: `features-by-class-${id}`,
    title: `${title}: every statistic by class`,
    caption: 'Over the images described of each class. Empty where a class has no image, or one value only.',
    columns: [
      { key: 'feature', label: 'Feature' },
      { key: 'class', label: 'Class', classMark: true, classes },
      { key: 'images', label: 'Images', align: 'right' },
      ...STATISTICS,
    ],
    rows: columns.flatMap((column) =>
      (features[column]?.byClass ?? []).map((of, label) => ({
        feature: featureTitle(NAMED_FEATURES[column]!),
        class: label,
        images: of.count,
        ...statistics(of),
      })),
    ),
    initialRows: 10,
  };
}

export function splitStatistics({ features }: ProfileSummary, { id, title, columns }: Panel): TableBlock {
  return {
    type: 'table',
    id: `features-by-split-${id}`,
    title: `${title}: every statistic by split`,
    caption: 'Over all images of each split. The splits should look alike; the table of tests compares them.',
    columns: [
      { key: 'feature', label: 'Feature' },
      { key: 'split', label: 'Split' },
      { key: 'images', label: 'Images', align: 'right' },
      ...STATISTICS,
    ],
    rows: columns.flatMap((column) =>
      SPLIT_NAMES.map((split) => {
        const of = features[column]!.bySplit[split];
        const feature = featureTitle(NAMED_FEATURES[column]!);
        return { feature, split: SPLIT_LABELS[split], images: of.count, ...statistics(of) };
      }),
    ),
    initialRows: 5,
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
