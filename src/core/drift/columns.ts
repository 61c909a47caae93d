/** The columns on which drift is looked for: named features, softmax outputs, predicted classes. */
import { featureTitle, NAMED_FEATURES } from '../features/named';
import { LookbookError } from '../errors';
import { isConstant } from '../stats/constant';
import { binCounts, quantileEdges } from '../stats/distance';
import { predictedClasses } from '../stats/classification';
import { sorted, type Numbers } from '../stats/quantile';

export type ColumnGroup = 'feature' | 'softmax' | 'prediction';

/** One column of values, one value an image. */
export interface Column {
  /** Unique; equal for reference and batch: "feature/width". */
  readonly id: string;
  readonly label: string;
  readonly group: ColumnGroup;
  /** Number of categories if the values are class numbers; 0 for measurements. */
  readonly categories: number;
  readonly values: Numbers;
}

/** Every `width`-th value from `first` on: one column of a row-major table. */
function columnOf(table: Numbers, width: number, first: number): Float64Array {
  return Float64Array.from({ length: table.length / width }, (_, row) => table[row * width + first]!);
}

/** The most classes whose outputs are columns of their own: with the named features and the prediction some 30 columns. */
const MOST_SOFTMAX = 20;

/** @param features count x 12, as `namedFeatures` gives them */
export function featureColumns(features: Numbers): Column[] {
  return NAMED_FEATURES.map((feature, k) => ({
    id: `feature/${feature.id}`,
    label: featureTitle(feature),
    group: 'feature',
    categories: 0,
    values: columnOf(features, NAMED_FEATURES.length, k),
  }));
}

/**
 * The model's outputs as columns: black-box shift detection looks for drift where the model does, in its softmax outputs
 * and in the classes it predicts (Lipton, Wang and Smola, ICML 2018; found the most sensitive of many by Rabanser,
 * Guennemann and Lipton, NeurIPS 2019).
 * Of many classes each output alone would ask for a stricter level of all others: beyond {@link MOST_SOFTMAX} classes the
 * largest output stands for them, as the confidence of the model.
 * @param probabilities count x classes
 * @param classes their names
 */
export function modelColumns(probabilities: Numbers, classes: readonly string[]): Column[] {
  const softmax =
    classes.length > MOST_SOFTMAX
      ? [confidenceColumn(probabilities, classes.length)]
      : classes.map((name, k): Column => ({
          id: `softmax/${k}`,
          label: `Probability of ${name}`,
          group: 'softmax',
          categories: 0,
          values: columnOf(probabilities, classes.length, k),
        }));
  return [
    ...softmax,
    {
      id: 'prediction',
      label: 'Predicted class',
      group: 'prediction',
      categories: classes.length,
      values: predictedClasses(probabilities, classes.length),
    },
  ];
}

function confidenceColumn(probabilities: Numbers, classes: number): Column {
  const values = Float64Array.from({ length: probabilities.length / classes }, (_, row) => {
    let largest = 0;
    for (let k = 0; k < classes; k += 1) largest = Math.max(largest, probabilities[row * classes + k]!);
    return largest;
  });
  return { id: 'softmax/confidence', label: 'Largest probability', group: 'softmax', categories: 0, values };
}

/** Bins of about equal share for chi-square and PSI: ten, as usual for PSI, so a batch of 500 expects 50 in each. */
export const BINS = 10;

/** What a column of the reference is reduced to, once for all batches. */
export interface ReferenceColumn extends Omit<Column, 'values'> {
  readonly count: number;
  /** Ascending; empty for categories. */
  readonly ascending: Float64Array;
  /** Inner edges of the bins; empty for categories. */
  readonly edges: Float64Array;
  /** Counts per bin or category. */
  readonly counts: readonly number[];
  readonly mean: number;
  /** Standard deviation with n in the denominator; 0 where all values are one but for rounding. */
  readonly std: number;
}

/** A column of a batch, in the bins of its reference. */
export interface BatchColumn {
  readonly count: number;
  readonly ascending: Float64Array;
  readonly counts: readonly number[];
  readonly mean: number;
}

/** Ascending values, refusing what has no order. */
function orderOf(column: Column): Float64Array {
  const { values, label } = column;
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) {
      throw new LookbookError('params/invalid', `Drift cannot be measured: "${label}" holds ${values[i]}.`);
    }
  }
  return sorted(values);
}

function meanOf(values: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
}

function categoryCounts(column: Column): number[] {
  const counts = new Array<number>(column.categories).fill(0);
  for (let i = 0; i < column.values.length; i += 1) {
    const category = column.values[i]!;
    if (counts[category] === undefined) throw new RangeError(`drift: "${column.label}" has no category ${category}`);
    counts[category] += 1;
  }
  return counts;
}

/** @throws LookbookError `params/invalid` for a column without values or with one that is not finite */
export function fitColumn(column: Column): ReferenceColumn {
  const { id, label, group, categories, values } = column;
  if (values.length === 0)
    throw new LookbookError('params/invalid', 'Drift needs a reference with at least one image.');
  const head = { id, label, group, categories, count: values.length };
  if (categories > 0) {
    const none = new Float64Array(0);
    return { ...head, ascending: none, edges: none, counts: categoryCounts(column), mean: 0, std: 0 };
  }
  const ascending = orderOf(column);
  const mean = meanOf(ascending);
  const std = isConstant(ascending)
    ? 0
    : Math.sqrt(ascending.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ascending.length);
  const edges = quantileEdges(ascending, BINS);
  return { ...head, ascending, edges, counts: binCounts(ascending, edges), mean, std };
}

/** @throws LookbookError `params/invalid` for a value that is not finite */
export function measureColumn(column: Column, reference: ReferenceColumn): BatchColumn {
  const count = column.values.length;
  if (reference.categories > 0) {
    return { count, ascending: new Float64Array(0), counts: categoryCounts(column), mean: 0 };
  }
  const ascending = orderOf(column);
  return { count, ascending, counts: binCounts(ascending, reference.edges), mean: meanOf(ascending) };
}
