/** How the Features cell writes steps, shapes and verdicts. */
import { PART_LABELS } from '../../../core/features/recipe';
import { count } from '../../../core/words/numbers';
import { type Verdict, verdictOf } from '../../../core/words/comparisons';
import type { AblationRow, FeaturesSummary } from '../types';

/** Values an image: "17 × 23 values". */
export function shapeText(shape: readonly number[]): string {
  return `${shape.map(count).join(' × ')} values`;
}

/** The titles of the pipeline's steps in order. */
export const stepTitles = ({ preview }: FeaturesSummary): string[] => preview.stages.slice(1).map(({ title }) => title);

/** Named features do not join the pixels, they take their place: that is what is compared. */
export const rowLabel = ({ part }: Pick<AblationRow, 'part'>): string =>
  part === 'named' ? `${PART_LABELS.named} instead of pixels` : PART_LABELS[part];

export const rowVerdict = ({ effect, interval, adjusted }: AblationRow): Verdict =>
  verdictOf(effect, interval, adjusted);
