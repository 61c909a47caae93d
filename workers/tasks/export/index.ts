import { makeFile } from '../../../src/core/exchange/make';
import type { FileRequest } from '../../../src/core/exchange';
import type { Task } from '../types';
import { EXPORT_ARTIFACTS, type ExportSpec, type ExportSummary, type ExportArrays, type ExportInputs } from './types';

export const task: Task<ExportSpec, ExportSummary, never, ExportInputs, ExportArrays> = {
  async run({ exporter, settings, ledger }, context) {
    // Which of the requests it is, the exporter's id says: makeFile refuses one that does not fit it.
    const request = { exporter, settings, ledger, results: context.inputs } as unknown as FileRequest;
    const file = await makeFile(request, (ref) => context.read(ref));
    await context.turn();
    return {
      summary: { bytes: file.length },
      artifacts: { [EXPORT_ARTIFACTS.file]: { data: file, shape: [file.length] } },
    };
  },
};
