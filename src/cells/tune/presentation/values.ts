/** The headline numbers of the Tune cell, as notes quote them. */
import { percentInterval } from '../../../core/words/comparisons';
import { count, fixed, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { TuneSummary } from '../types';

export const values: NamedValues<TuneSummary> = {
  accuracy: { what: 'Accuracy on the sealed test images', text: ({ summary }) => percent(summary.test.accuracy) },
  interval: { what: '95 % CI of that accuracy', text: ({ summary }) => percentInterval(summary.test.ci95) },
  validationAccuracy: {
    what: 'Accuracy on the validation images, used for the choice',
    text: ({ summary }) => summary.finalists[0] && percent(summary.finalists[0].validation.accuracy),
  },
  logLoss: { what: 'Log-loss on test, nats', text: ({ summary }) => fixed(summary.test.logLoss, 3) },
  brier: { what: 'Brier score on test', text: ({ summary }) => fixed(summary.test.brier, 3) },
  calibrationError: {
    what: 'Calibration error on test',
    text: ({ summary }) => percent(summary.test.calibrationError),
  },
  temperature: {
    what: 'Temperature fitted on calibration',
    text: ({ summary }) => fixed(summary.calibration.temperature, 2),
  },
  wrong: { what: 'Misclassified test images', text: ({ summary }) => count(summary.test.wrong) },
  images: { what: 'Test images', text: ({ summary }) => count(summary.test.images) },
  family: { what: 'The family that was tuned', text: ({ summary }) => summary.family.label },
  trials: { what: 'Trials of the study', text: ({ summary }) => count(summary.study.trials.length) },
  parameters: { what: 'Weights of the chosen model', text: ({ summary }) => count(summary.card.parameters) },
};
