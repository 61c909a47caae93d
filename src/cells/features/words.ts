/** How the Features cell writes steps, shapes and verdicts. */
import { PART_LABELS } from '../../core/features/recipe';
import { count } from '../../core/profile/text';
import { SIGNIFICANT } from '../../core/words/comparisons';
import type { AblationRow, FeaturesSummary } from './types';

/** Values an image: "28 × 28 values". */
export function shapeText(shape: readonly number[]): string {
  return `${shape.map(count).join(' × ')} values`;
}

/** The titles of the pipeline's steps in order. */
export const stepTitles = ({ preview }: FeaturesSummary): string[] => preview.stages.slice(1).map(({ title }) => title);

export const rowLabel = ({ part }: AblationRow): string => PART_LABELS[part];

export type Verdict = 'helps' | 'harms' | 'open';

export function verdictOf({ effect, adjusted }: AblationRow): Verdict {
  if (adjusted >= SIGNIFICANT || effect === 0) return 'open';
  return effect > 0 ? 'helps' : 'harms';
}
