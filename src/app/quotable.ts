/** What notes may quote: the headline numbers of a cell's presentation, and its summary. */
import type { CellContent, CellPresentation } from '../cells/types';
import type { Quotable } from '../notebook/live-values';
import { liveValues, type LiveValue } from '../notebook/value-list';
import { contentOf } from './content';
import type { Shell } from './shell.svelte';

/** A summary written by another version may lack what a value reads: then this result has none of it. */
function textOf(read: () => string | null | undefined): string | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}

export const quotable = ({ values = {} }: Pick<CellPresentation, 'values'>, content: CellContent): Quotable => ({
  headlines: Object.entries(values).map(([name, { what, text }]) => ({
    name,
    what,
    text: textOf(() => text(content)),
  })),
  summary: content.summary,
});

export interface QuotableCell {
  readonly id: string;
  readonly title: string;
  readonly values: readonly LiveValue[];
}

/** The values of all cells that have some, in the order of the page. @throws if words cannot be loaded */
export async function quotableCells(shell: Shell): Promise<readonly QuotableCell[]> {
  const { workspace } = shell;
  const cells = await Promise.all(
    workspace.document.cells.map(async (cell): Promise<QuotableCell> => {
      const content = contentOf(workspace, cell);
      const { presentation } = content ? await shell.definition(cell.kind).presentation() : {};
      const values = content && presentation ? liveValues(cell.id, quotable(presentation, content)) : [];
      return { id: cell.id, title: shell.titleOf(cell), values };
    }),
  );
  return cells.filter(({ values }) => values.length > 0);
}
