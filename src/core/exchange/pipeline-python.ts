import { PIPELINE_ARRAYS, pipelineIn, type HoldsPipeline } from '../features/fitted';
import { pipelineToPython } from '../features/python';
import { defineExporter, type Given } from './types';

export const pipelinePython = defineExporter({
  id: 'pipeline-python',
  version: 1,
  about: 'the fitted pipeline as a program',
  source: 'Python 3 with NumPy',
  name: 'pipeline.py',
  mediaType: 'text/x-python',
  use: 'pipeline.py needs Python 3 with NumPy: python3 pipeline.py t10k-images-idx3-ubyte.gz features.npy',
  needs: { results: { result: [PIPELINE_ARRAYS] } },
  encode: ({ results }: Given<undefined, { result: HoldsPipeline }>) => pipelineToPython(pipelineIn(results.result)),
});
