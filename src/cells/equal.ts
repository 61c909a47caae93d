/** A cell whose result says what an earlier one of its kind has said already. */
import type { CellContent, CellPresentation } from './types';

/** A cell as it is compared. */
export interface Told {
  readonly kind: string;
  readonly title: string;
  readonly cellId: string;
  readonly content: CellContent | undefined;
}

export interface Equal {
  /** The earlier cell that shows the same. */
  readonly title: string;
  readonly cellId: string;
  /** What there is to say of this one, to follow a colon; nothing if empty. */
  readonly why: string;
}

/**
 * The first of the earlier cells of this kind that shows the same.
 * @param earlier the cells before, in their order
 * @throws what the presentation throws on a summary of another version
 */
export function equalTo(
  { same }: Pick<CellPresentation, 'same'>,
  kind: string,
  content: CellContent,
  earlier: readonly Told[],
): Equal | undefined {
  for (const { kind: theirs, title, cellId, content: other } of earlier) {
    if (theirs !== kind || !other) continue;
    const why = other.result.key === content.result.key ? '' : same?.(content, other);
    if (why !== undefined) return { title, cellId, why };
  }
  return undefined;
}

/** "Equal to Features: the explanation does not recommend to drop pixels." */
export const equalSentence = ({ title, why }: Equal): string => `Equal to ${title}${why === '' ? '' : `: ${why}`}.`;
