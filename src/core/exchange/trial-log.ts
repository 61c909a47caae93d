import { trialsLog, type HoldsStudy, type TrialTimings } from './trials-text';
import { defineExporter, type Given } from './types';

export const trialLog = defineExporter({
  id: 'trial-log',
  version: 1,
  about: 'how a study was set up and what each trial came to, to read',
  source: 'text, a line a trial, UTF-8',
  name: 'trials.log',
  mediaType: 'text/plain',
  needs: { results: { result: [] } },
  encode: ({ settings, results }: Given<{ readonly timings: TrialTimings }, { result: HoldsStudy }>) =>
    trialsLog(results.result.summary.study, settings.timings),
});
