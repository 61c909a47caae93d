/** What a cell says and shows, whatever its summary is. */
import { asLookbookError } from '../core/errors';
import type { Block } from '../plots/blocks';
import type { ReportCell } from './types';

export interface Presented {
  readonly findings: readonly string[];
  readonly blocks: readonly Block[];
  readonly failure?: string;
}

/** What a cell says and shows. A summary of another version may lack what it reads: then it says that instead. */
export function presented({ presentation, content }: ReportCell): Presented {
  if (!content) return { findings: [], blocks: [] };
  try {
    return { findings: presentation.findings(content), blocks: presentation.blocks(content) };
  } catch (thrown) {
    return { findings: [], blocks: [], failure: asLookbookError(thrown).message };
  }
}
