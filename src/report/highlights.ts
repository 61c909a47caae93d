/** What a cell gives to the summary, from whatever version its result is. */
import type { Highlights } from '../cells/highlights';
import type { CellContent, CellPresentation } from '../cells/types';

/** A result written by another version may lack what is read: the cell then gives nothing, and says so in its own place. */
export function highlightsOf(
  presentation: Pick<CellPresentation, 'highlights'> | undefined,
  content: CellContent | undefined,
): Highlights | undefined {
  if (!content) return undefined;
  try {
    return presentation?.highlights?.(content);
  } catch {
    return undefined;
  }
}
