/** Words that the Label issues cell's findings and blocks share. */
import { nameOfLabel } from '../../../core/dataset/shape';
import type { PruneMethod } from '../../../core/labels/confident-learning';
import { familyLabel } from '../../../core/families/names';
import type { Check, LabelsSummary } from '../types';

export const METHODS: Readonly<Record<PruneMethod, string>> = {
  'noise-rate': 'by noise rate',
  class: 'by class',
  both: 'by class and by noise rate',
  'confident-joint': 'off the diagonal of the confident joint',
};

export const CHECK_WORDS: Readonly<Record<Check, string>> = {
  uniform: 'to any other class',
  confused: 'to the class that each is most often confused with',
};

export const modelName = ({ model }: Pick<LabelsSummary, 'model'>): string => familyLabel(model);

/** "Shirt → Coat". @param classes their names by label */
export const pairName = (classes: readonly string[], given: number, suggested: number): string =>
  `${nameOfLabel(classes, given)} → ${nameOfLabel(classes, suggested)}`;

export interface Pair {
  readonly given: number;
  readonly suggested: number;
  readonly count: number;
}

/** Pairs of given and suggested class among the flagged images, the most frequent first. */
export function pairsOf({ audit }: Pick<LabelsSummary, 'audit'>): Pair[] {
  const classes = Math.sqrt(audit.pairs.length);
  return audit.pairs
    .map((count, at) => ({ given: Math.floor(at / classes), suggested: at % classes, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.given - b.given || a.suggested - b.suggested);
}

/** Flagged images in all, and of each given class. */
export const flaggedOf = ({ audit, method }: Pick<LabelsSummary, 'audit' | 'method'>): number => audit.flagged[method];

export function flaggedPerClass({ audit }: Pick<LabelsSummary, 'audit'>): number[] {
  const classes = Math.sqrt(audit.pairs.length);
  return Array.from({ length: classes }, (_, given) =>
    audit.pairs.slice(given * classes, (given + 1) * classes).reduce((sum, count) => sum + count, 0),
  );
}

/** Labels of each class that are estimated to be wrong, in images. */
export function estimatedPerClass({ audit, perClass }: Pick<LabelsSummary, 'audit' | 'perClass'>): number[] {
  return perClass.map((images, given) => images - audit.calibrated[given * perClass.length + given]!);
}

/** What a temperature says of probabilities; within a twentieth of 1 it changes next to nothing. */
export function sureness(temperature: number): string {
  if (temperature > 1.05) return 'overconfident';
  return temperature < 0.95 ? 'underconfident' : 'well calibrated';
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
