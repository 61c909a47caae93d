/** The fitted pipeline as files: JSON, and Python that needs NumPy alone. */
import type { FileRequest } from '../../../core/exchange';
import type { CellContent } from '../../types';
import type { FeaturesSummary } from '../types';

export const pipelineFiles = ({ result }: Pick<CellContent<unknown, FeaturesSummary>, 'result'>) =>
  [
    { exporter: 'pipeline-json', results: { result } },
    { exporter: 'pipeline-python', results: { result } },
  ] as const satisfies readonly FileRequest[];
