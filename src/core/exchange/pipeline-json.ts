import { PIPELINE_ARRAYS, pipelineIn, type HoldsPipeline } from '../features/fitted';
import { pipelineToJson } from '../features/json';
import { defineExporter, type Given } from './types';

export const pipelineJson = defineExporter({
  id: 'pipeline-json',
  version: 1,
  about: 'the fitted pipeline; Lookbook reads it',
  source: 'JSON, lookbook/pipeline 1',
  name: 'pipeline.json',
  mediaType: 'application/json',
  needs: { results: { result: [PIPELINE_ARRAYS] } },
  encode: ({ results }: Given<undefined, { result: HoldsPipeline }>) =>
    JSON.stringify(pipelineToJson(pipelineIn(results.result))),
});
