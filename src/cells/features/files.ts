/** The fitted pipeline as files: JSON, and Python that needs NumPy alone. */
import { readPipeline, type HoldsPipeline } from '../../core/features/fitted';
import { pipelineToJson } from '../../core/features/json';
import { pipelineToPython } from '../../core/features/python';
import type { StoredResult } from '../../core/results/types';
import type { CellContent } from '../types';

export async function pipelineFiles({
  result,
  read,
}: Pick<CellContent, 'result' | 'read'>): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const fitted = await readPipeline(result as StoredResult<HoldsPipeline>, read);
  return [
    { name: 'pipeline.json', text: JSON.stringify(pipelineToJson(fitted)) },
    { name: 'pipeline.py', text: pipelineToPython(fitted) },
  ];
}
