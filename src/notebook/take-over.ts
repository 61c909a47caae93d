/** Takes a finding of one cell over into another: as literal parameters, with the justification written beside them. */
import type { Json } from '../core/results/types';
import { findCell, setNote, setParams } from './document';
import type { NotebookDocument, Shapes } from './types';

export interface Justification {
  /** The cell that it comes from, as people know it: "Train and explain". */
  readonly source: string;
  readonly text: string;
}

/** A note with the justification as its last paragraph, in place of an earlier one from the same source. */
export function withJustification(note: string, { source, text }: Justification): string {
  const opening = `**Taken over from ${source}.**`;
  const others = note.split(/\n{2,}/).filter((paragraph) => paragraph !== '' && !paragraph.startsWith(opening));
  return [...others, `${opening} ${text}`].join('\n\n');
}

/**
 * Parameters and note of a cell, changed together.
 * @throws LookbookError `params/invalid` naming cell, parameter and what would be allowed
 */
export function takeOver(
  document: NotebookDocument,
  shapes: Shapes,
  cellId: string,
  values: Readonly<Record<string, Json>>,
  justification: Justification,
): NotebookDocument {
  const changed = setParams(document, shapes, cellId, values);
  return setNote(changed, cellId, withJustification(findCell(document, cellId).note, justification));
}
