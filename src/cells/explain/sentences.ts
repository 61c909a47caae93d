/** Sentences that are part of the result: the finding about the selected pixels is taken over into other cells. */
import { MODEL_LABELS } from '../../core/models/zoo';
import { decimal } from '../../core/profile/text';
import { points, pointsInterval } from '../common/words';
import type { Selection } from './types';

/** "95", "98.3": a coverage in per cent. */
export const coverage = (level: number): string => String(Math.round(1000 * level) / 10);

/** What the selection costs, and whether it is recommended. */
export function selectionSentence(
  { kept, percent, model, margin, recommended, differences, levels }: Omit<Selection, 'sentence'>,
  pixels: number,
): string {
  const all = differences['all']!;
  const limit = `the margin of ${decimal(100 * margin, 1)} points`;
  const verdict = recommended
    ? `not worse beyond ${limit}, so the mask is recommended`
    : `a loss beyond ${limit} cannot be ruled out, so the mask is not recommended`;
  return (
    `Trained on nothing but the ${kept.length} pixels (${percent} %) with the largest mean |expected gradients|, the ` +
    `${MODEL_LABELS[model]} differs by ${points(all.estimate)} of select accuracy from all ${pixels} pixels ` +
    `(${coverage(levels['all']!)} % interval ${pointsInterval(all.interval)}, ${all.perRun.length} seeds): ${verdict}.`
  );
}

/** Whether attribution chooses better than another order; said also where it does not. */
export function orderSentence({ differences, levels }: Selection): string {
  const against = (name: string, other: string): string => {
    const { estimate, interval } = differences[name]!;
    const verdict = interval[0] > 0 ? 'better than' : interval[1] < 0 ? 'worse than' : 'no better than';
    return `${verdict} ${other} (${points(estimate)}, ${pointsInterval(interval)})`;
  };
  return (
    `Attribution order is ${against('variance', 'variance order')} and ${against('random', 'a random choice')} of as many ` +
    `pixels here (${coverage(levels['variance']!)} % intervals over images and seeds).`
  );
}
