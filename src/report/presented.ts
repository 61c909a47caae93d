/** What a cell says and shows, whatever its summary is. */
import { asLookbookError } from '../core/errors';
import { equalSentence, equalTo, type Equal } from '../cells/equal';
import { inLevels } from '../cells/levels';
import type { Block } from '../plots/blocks';
import type { Levelled } from '../plots/levels';
import type { ReportCell } from './types';

export interface Presented {
  /** The first is the headline. */
  readonly findings: readonly string[];
  readonly blocks: readonly Block[];
  readonly levels: Levelled;
  /** The earlier cell that shows the same: then there is a single finding, and nothing is shown. */
  readonly equal?: Equal;
  readonly failure?: string;
}

const NOTHING = { findings: [], blocks: [], levels: { open: [], sections: [] } } as const;

export const titleOf = ({ title, definition }: Pick<ReportCell, 'title' | 'definition'>): string =>
  title ?? definition.title;

/**
 * What a cell says and shows. A summary of another version may lack what it reads: then it says that instead.
 * @param earlier the cells before it, one of which it may equal
 */
export function presented(cell: ReportCell, earlier: readonly ReportCell[] = []): Presented {
  const { presentation, content } = cell;
  if (!content) return NOTHING;
  try {
    const equal = equalTo(
      presentation,
      cell.definition.kind,
      content,
      earlier.map((one) => ({
        kind: one.definition.kind,
        title: titleOf(one),
        cellId: one.id,
        content: one.content,
      })),
    );
    if (equal) return { ...NOTHING, findings: [equalSentence(equal)], equal };
    const [findings, blocks] = [presentation.findings(content), presentation.blocks(content)];
    return { findings, blocks, levels: inLevels(blocks, findings.slice(1), presentation.levels, content) };
  } catch (thrown) {
    return { ...NOTHING, failure: asLookbookError(thrown).message };
  }
}
