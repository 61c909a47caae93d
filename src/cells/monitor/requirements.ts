/** The lines of the mission that the Monitor cell carries out. */
import type { Requirement } from '../types';
import type { MonitorSummary } from './types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M4',
    requirement: 'Drift of the data',
    algorithm:
      'KS, chi-square, PSI and Wasserstein on named features, batch against the calibration split; Holm over all tests',
    reference: 'tests checked against SciPy; Holm 1979; Siddiqi 2006',
    figureId: 'drift',
  },
  {
    mission: 'M4',
    requirement: 'Drift of what the model says',
    algorithm: 'Black-box shift detection: softmax outputs (KS) and predicted classes (chi-square)',
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
    requirement: 'A rule that says retrain',
    algorithm: 'Budget of false alarms a stream, shared among a sharp, a persistent and an accuracy rule',
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
          : 'the rule asked for no retraining, so there was no challenger',
  },
];
