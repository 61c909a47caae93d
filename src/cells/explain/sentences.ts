/** Sentences that are part of the result: the finding about the selected pixels is taken over into other cells. */
import { MODEL_LABELS } from '../../core/models/zoo';
import type { Estimate } from '../../../workers/tasks/compare-orders/types';
import type { Selection } from './types';

/** Points of a percentage with their sign: "+0.3", "−1.2". */
export function points(share: number): string {
  const text = (100 * share).toFixed(1);
  return Number(text) === 0 ? '0.0' : text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`;
}

export const pointsInterval = ({ interval: [low, high] }: Pick<Estimate, 'interval'>): string =>
  `${points(low)} to ${points(high)}`;

/** "95", "98.3": a coverage in per cent. */
export const coverage = (level: number): string => String(Math.round(1000 * level) / 10);

/** What the selection costs, and whether it is recommended. */
export function selectionSentence(
  { kept, percent, model, margin, recommended, differences, level }: Omit<Selection, 'sentence'>,
  pixels: number,
): string {
  const all = differences['all']!;
  const verdict = recommended
    ? `not worse beyond the margin of ${100 * margin} point, so the mask is recommended`
    : `a loss beyond the margin of ${100 * margin} point cannot be ruled out, so the mask is not recommended`;
  return (
    `Trained on the ${kept.length} pixels (${percent} %) with the largest mean |expected gradients| alone, the ` +
    `${MODEL_LABELS[model]} differs by ${points(all.estimate)} points of select accuracy from all ${pixels} pixels ` +
    `(${coverage(level)} % interval ${pointsInterval(all)}, ${all.perRun.length} seeds): ${verdict}.`
  );
}

/** Whether attribution chooses better than another order; said also where it does not. */
export function orderSentence({ differences, level }: Selection): string {
  const against = (name: string, other: string): string => {
    const difference = differences[name]!;
    const [low, high] = difference.interval;
    const verdict = low > 0 ? 'better than' : high < 0 ? 'worse than' : 'no better than';
    return `${verdict} ${other} (${points(difference.estimate)} points, ${pointsInterval(difference)})`;
  };
  return (
    `Attribution order is ${against('variance', 'variance order')} and ${against('random', 'a random choice')} of as many ` +
    `pixels here; ${coverage(level)} % intervals over images and seeds.`
  );
}
