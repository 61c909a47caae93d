/** The pruners, by name: a line each, and a file of that name in pruners/. Kept light for the page. */

export const PRUNER_LABELS = {
  median: 'Median',
  none: 'None',
} as const;

export type PrunerId = keyof typeof PRUNER_LABELS;
