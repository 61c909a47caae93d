/** What every part of the cell's blocks is made from. */
import type { NdArray } from '../../../../core/results/types';
import type { CellContent } from '../../../types';
import type { ExplainParams, ExplainSummary } from '../../types';

export type Content = CellContent<ExplainParams, ExplainSummary>;

/** An array of the result. @throws Error if it has none of this name */
export async function read(content: Content, name: string): Promise<NdArray> {
  const ref = content.result.artifacts[name];
  if (!ref) throw new Error(`Explain: the result has no array "${name}".`);
  return content.read(ref);
}
