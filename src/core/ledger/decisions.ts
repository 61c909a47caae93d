/** What a person decided on flagged labels: the last decision on an image holds. */
import type { LabelDecision, LedgerEvent } from './types';

export type Decision = LabelDecision['decision'];

/** By image of this data set, the last decision, in the order in which images were first decided on; those taken back are left out. */
export function decisionsOf(ledger: readonly LedgerEvent[], datasetHash: string): Map<number, LabelDecision> {
  const last = new Map<number, LabelDecision>();
  for (const event of ledger) {
    if (event.type === 'label-decision' && event.datasetHash === datasetHash) last.set(event.image, event);
  }
  for (const [image, { decision }] of last) if (decision === 'open') last.delete(image);
  return last;
}

export interface DecisionCounts {
  readonly confirmed: number;
  readonly dismissed: number;
  /** Flagged and not decided on. */
  readonly open: number;
  /** Decided on, and not flagged now (by these settings). */
  readonly elsewhere: number;
}

/** @param flagged ids of all images that are flagged */
export function countDecisions(
  decisions: ReadonlyMap<number, Pick<LabelDecision, 'decision'>>,
  flagged: ArrayLike<number> & Iterable<number>,
): DecisionCounts {
  let decided = 0;
  for (const id of flagged) if (decisions.has(id)) decided += 1;
  const of = (wanted: Decision): number => [...decisions.values()].filter(({ decision }) => decision === wanted).length;
  return {
    confirmed: of('confirmed'),
    dismissed: of('dismissed'),
    open: flagged.length - decided,
    elsewhere: decisions.size - decided,
  };
}

/** Ids of the images whose label was confirmed to be wrong, ascending. */
export const confirmedImages = (decisions: ReadonlyMap<number, Pick<LabelDecision, 'decision'>>): number[] =>
  [...decisions]
    .filter(([, { decision }]) => decision === 'confirmed')
    .map(([image]) => image)
    .sort((a, b) => a - b);

/** The event of a decision. Its id names place and time: a person decides at most once a millisecond on an image. */
export function labelDecision(about: Omit<LabelDecision, 'id' | 'type'>): LabelDecision {
  const { datasetHash, image, at } = about;
  return { ...about, type: 'label-decision', id: `label:${datasetHash.slice(0, 12)}:${image}:${at}` };
}
