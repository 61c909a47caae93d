/** The lines of the mission that the Monitor cell carries out. */
import { COLUMN_TESTS } from '../../../core/drift/column-tests';
import { thatDecide } from '../../../core/drift/detector';
import { SAMPLE_TESTS } from '../../../core/drift/sample-tests';
import { SEQUENCES } from '../../../core/drift/sequences';
import { listed } from '../../../core/words/comparisons';
import type { Requirement } from '../../types';
import type { MonitorSummary } from '../types';

const names = (members: readonly { readonly name: string }[]): string => listed(members.map(({ name }) => name));
const sources = [...COLUMN_TESTS, ...SAMPLE_TESTS].map(({ source }) => source);

export const requirements: readonly Requirement[] = [
  {
    mission: 'M4',
    requirement: 'Drift of the data',
    algorithm: `${names(COLUMN_TESTS)} on named features, batch against the calibration split; Holm over all tests that decide (${names(thatDecide(COLUMN_TESTS))}); ${names(SAMPLE_TESTS)} over all columns together`,
    reference: `tests checked against SciPy; Holm 1979; ${sources.join('; ')}`,
    figureId: 'drift',
  },
  {
    mission: 'M4',
    requirement: 'Drift of the model outputs',
    algorithm: `Black-box shift detection: softmax outputs and predicted classes by ${names(thatDecide(COLUMN_TESTS))}`,
    reference: 'Lipton, Wang and Smola 2018; Rabanser and others 2019',
    figureId: 'columns-by-batch',
  },
  {
    mission: 'M4',
    requirement: 'Performance over the stream',
    algorithm: 'Accuracy of each batch when its labels come, with intervals; drop tested by Fisher’s exact test',
    reference: 'Wilson 1927; Fisher’s test checked against SciPy',
    figureId: 'accuracy',
  },
  {
    mission: 'M4',
    requirement: 'A rule that triggers retraining',
    algorithm: `Budget of false alarms per stream, shared equally among the detectors: ${listed(thatDecide(SEQUENCES).map(({ label }) => label))}`,
    reference: 'Bonferroni; tried on streams of 20 seeds',
    figureId: 'columns',
  },
  {
    mission: 'M4',
    requirement: 'Retraining, champion and challenger',
    algorithm:
      'Retrained on past stream and training split; promoted if no worse without drift and better with it, on later batches',
    reference: 'McNemar 1947; paired bootstrap; non-inferiority margin',
    figureId: 'gate',
    unmet: ({ summary }) =>
      (summary as MonitorSummary).retraining
        ? undefined
        : (summary as MonitorSummary).alarm.retrain
          ? 'no challenger was trained'
          : 'no retraining was triggered, so there was no challenger',
  },
];
