/** Names and numbers as the Explain cell writes them. */
import { METHOD_FACTS, type Method } from '../../core/explain/methods';
import { percent } from '../../core/profile/text';
import { points, pointsInterval, pValue, verdictOf } from '../../core/words/comparisons';
import type { MethodSummary, Selection, SelectionOrder } from './types';

export const ORDER_LABELS: Readonly<Record<SelectionOrder, string>> = {
  attribution: 'by attribution',
  variance: 'by variance',
  random: 'at random',
  all: 'all pixels',
};

export const labelOf = (method: Method | 'random'): string =>
  method === 'random' ? 'Random order' : METHOD_FACTS[method].label;

/** A residual as a percentage with as many digits as it needs. */
export const residualPercent = (residual: number): string =>
  percent(residual, residual < 0.001 ? 3 : residual < 0.1 ? 2 : 1);

/** Area under a method's deletion curve, mean over the images, 0 to 1. */
export const meanArea = ({ areas }: Pick<MethodSummary, 'areas'>): number =>
  areas.reduce((sum, area) => sum + area, 0) / areas.length;

/** Median and largest of what is defined; undefined if nothing is. */
export function medianAndLargest(
  values: readonly (number | null)[],
): { readonly median: number; readonly largest: number; readonly of: number } | undefined {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = known.length / 2;
  if (known.length === 0) return undefined;
  const median = known.length % 2 === 1 ? known[Math.floor(middle)]! : (known[middle - 1]! + known[middle]!) / 2;
  return { median, largest: known.at(-1)!, of: known.length };
}

const ORDER_VERDICTS = {
  better: 'better than',
  worse: 'worse than',
  undecided: 'not told apart, after correction, from',
  open: 'no better than',
} as const;

/** Whether attribution chooses better than another order; said also where it does not. */
export function orderSentence({ differences }: Selection): string {
  const against = (name: 'variance' | 'random', other: string): string => {
    const { estimate, interval, adjusted } = differences[name];
    return `${ORDER_VERDICTS[verdictOf(estimate, interval, adjusted)]} ${other} (${points(estimate)}, ${pointsInterval(interval)}, ${pValue(adjusted)})`;
  };
  return (
    `Attribution order is ${against('variance', 'variance order')} and ${against('random', 'a random choice')} of as many ` +
    'pixels here (95 % intervals of each comparison alone, over images and seeds; p after Holm).'
  );
}
