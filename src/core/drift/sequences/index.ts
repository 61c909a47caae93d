/** The sequence detectors, in the order of their precedence. */
import { LookbookError } from '../../errors';
import { own } from '../../own';
import { thatDecide } from '../detector';
import * as detectors from './all';
import type { SequenceDetector } from './types';

function byPrecedence(members: Readonly<Record<string, SequenceDetector>>): readonly SequenceDetector[] {
  const sorted = Object.values(members).sort((a, b) => a.precedence - b.precedence);
  for (const [at, { id, precedence }] of sorted.entries()) {
    const twin = sorted.slice(0, at).find((other) => other.id === id || other.precedence === precedence);
    if (twin) {
      throw new LookbookError(
        'internal',
        `The sequence detectors "${twin.id}" and "${id}" share their id or their precedence (${precedence}): which of them speaks?`,
      );
    }
  }
  return sorted;
}

export const SEQUENCES: readonly SequenceDetector[] = byPrecedence(detectors);

/** Detector id -> its level. */
export type RetrainLevels = Readonly<Record<string, number>>;

/** The level at which a single batch alarms; null where none does. */
export function levelAlone(levels: RetrainLevels): number | null {
  const alone = thatDecide(SEQUENCES).flatMap(({ id, alone }) => (alone ? (own(levels, id) ?? []) : []));
  return alone.length === 0 ? null : Math.max(...alone);
}

/** How a sequence detector is called; one that an older or newer version knows alone, by its id. */
export const sequenceLabel = (id: string): string => SEQUENCES.find((member) => member.id === id)?.label ?? id;
