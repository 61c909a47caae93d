import { CSV } from './formats';
import { trialsCsv, type HoldsStudy, type TrialTimings } from './trials-text';
import { defineExporter, type Given } from './types';

export const trials = defineExporter({
  id: 'trials',
  version: 1,
  about: 'every trial of a study: settings, state, reports, metrics and times',
  name: 'trials.csv',
  ...CSV,
  needs: { results: { result: [] } },
  encode: ({ settings, results }: Given<{ readonly timings: TrialTimings }, { result: HoldsStudy }>) =>
    trialsCsv(results.result.summary.study, settings.timings),
});
