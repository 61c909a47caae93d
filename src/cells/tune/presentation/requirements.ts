/** The lines of the mission that the Tune cell carries out. */
import type { Requirement } from '../../types';
import { whyNoImportances } from './findings';
import type { TuneSummary } from '../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M3',
    requirement: 'Importance of hyperparameters',
    algorithm: 'Functional analysis of variance of a regression forest',
    reference: 'Hutter, Hoos, Leyton-Brown, ICML 2014',
    figureId: 'importances',
    unmet: ({ summary }) => whyNoImportances(summary as TuneSummary),
  },
  {
    mission: 'M3',
    requirement: 'Trial log',
    algorithm: 'trials.log and trials.csv: every trial with settings, state, reports and reason',
    reference: 'definition',
    figureId: 'trials',
  },
  {
    mission: 'M3',
    requirement: 'Choice of the model, with its justification',
    algorithm: "Paired bootstrap interval, McNemar's test, bootstrap correction of the optimism of choosing",
    reference: 'Efron and Tibshirani 1993; McNemar 1947; Tsamardinos and others 2018',
    figureId: 'finalists',
  },
  {
    mission: 'M3',
    requirement: 'Final evaluation on unseen data',
    algorithm:
      'Accuracy with Wilson interval, confusion matrix, precision and recall; every opening of the test set recorded',
    reference: 'Wilson 1927; definitions',
    figureId: 'confusion',
  },
  {
    mission: 'M3',
    requirement: 'Calibration',
    algorithm: 'Reliability diagram, expected calibration error, temperature scaling fitted on the calibration split',
    reference: 'Guo and others, ICML 2017',
    figureId: 'reliability',
  },
];
