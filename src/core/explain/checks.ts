/** The checks of a method: its own, and that its attributions add up where they should. */
import { listed } from '../words/comparisons';
import { percent } from '../words/numbers';
import { completeness } from './path';
import type { Attributions, Check, Explained, Method } from './types';

/** A relative gap as a percentage with as many digits as it needs. */
const gapPercent = (gap: number): string => percent(gap, gap < 0.001 ? 3 : gap < 0.1 ? 2 : 1);

/** Of every method whose attributions should add up: |sum - change of the logit|, relative to that change. */
const COMPLETENESS: Check = {
  label: 'Gap %',
  worst: { label: 'Largest %', is: 'largest' },
  digits: 2,
  scale: 100,
  about: 'completeness, |sum − change of the logit| relative to that change',
  good: 'near 0',
  sentence: (methods) =>
    methods.length === 0
      ? 'No image had a change of the logit that attributions could add up to.'
      : `Attributions add up to the change of the logit with a median gap of ${listed(
          methods.map(({ label, median }) => `${gapPercent(median)} for ${label}`),
        )}.`,
};

/** All checks of a method, by name: its own, and that its attributions add up where they should. */
export const checksOf = ({ completeFrom, checks }: Method): Readonly<Record<string, Check>> => ({
  ...(completeFrom === undefined ? {} : { completeness: COMPLETENESS }),
  ...checks,
});

/**
 * The values of all checks of a method, by name: one an image; null where there is none.
 * @param logits of the explained images, images x classes
 */
export function checkValues(
  { pixels, base, checks }: Attributions,
  { targets, classes }: Pick<Explained, 'targets' | 'classes'>,
  logits: ArrayLike<number>,
): Record<string, readonly (number | null)[]> {
  const size = pixels.length / targets.length;
  const residual = (target: number, row: number): number | null => {
    const own = pixels.subarray(row * size, (row + 1) * size);
    const gap = completeness(own, logits[row * classes + target]!, base![target]!).residual;
    return Number.isFinite(gap) ? gap : null;
  };
  return { ...(base ? { completeness: Array.from(targets, residual) } : {}), ...checks };
}
