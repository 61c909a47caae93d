/** Names and numbers as the Explain cell writes them. */
import { METHOD_FACTS, type MethodId } from '../../../core/explain/method-names';
import { points, pointsInterval, pValue, verdictOf } from '../../../core/words/comparisons';
import type { MethodSummary, Selection, SelectionOrder } from '../types';

export const ORDER_LABELS: Readonly<Record<SelectionOrder, string>> = {
  attribution: 'by attribution',
  variance: 'by variance',
  random: 'at random',
  all: 'all pixels',
};

export const RANDOM_LABEL = 'Random order';

export const labelOf = (method: MethodId): string => METHOD_FACTS[method].label;

/** Area under a method's deletion curve, mean over the images, 0 to 1. */
export const meanArea = ({ areas }: Pick<MethodSummary, 'areas'>): number =>
  areas.reduce((sum, area) => sum + area, 0) / areas.length;

/** Median, smallest and largest of what is defined; undefined if nothing is. */
export function spreadOf(
  values: readonly (number | null)[],
): { readonly median: number; readonly smallest: number; readonly largest: number } | undefined {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = known.length / 2;
  if (known.length === 0) return undefined;
  const median = known.length % 2 === 1 ? known[Math.floor(middle)]! : (known[middle - 1]! + known[middle]!) / 2;
  return { median, smallest: known[0]!, largest: known.at(-1)! };
}

const ORDER_VERDICTS = {
  better: 'is significantly better than',
  worse: 'is significantly worse than',
  undecided: 'does not differ significantly, after correction, from',
  open: 'does not differ significantly from',
} as const;

/** How attribution order compares with the others. */
export function orderSentence({ differences }: Selection): string {
  const against = (name: 'variance' | 'random', other: string): string => {
    const { estimate, interval, adjusted } = differences[name];
    return `Attribution order ${ORDER_VERDICTS[verdictOf(estimate, interval, adjusted)]} ${other} (${points(estimate)}, 95 % CI ${pointsInterval(interval)}, ${pValue(adjusted)}).`;
  };
  return (
    `${against('variance', 'variance order')} ${against('random', 'random order')} ` +
    'Holm-corrected; CIs over images and seeds.'
  );
}
