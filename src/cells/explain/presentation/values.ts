/** The headline numbers of the Explain cell, as notes quote them. */
import { count, fixed, percent } from '../../../core/words/numbers';
import { percentInterval, points, pointsInterval } from '../../../core/words/comparisons';
import type { NamedValues } from '../../types';
import { attributionOf } from './earlier';
import { rankedMethods } from './findings';
import type { ExplainSummary } from '../types';
import { labelOf, meanArea } from './words';

export const values: NamedValues<ExplainSummary> = {
  accuracy: {
    what: 'Accuracy on the validation images',
    text: ({ summary }) => percent(summary.train.validation.accuracy),
  },
  interval: {
    what: '95 % CI of the accuracy',
    text: ({ summary }) => percentInterval(summary.train.validation.interval),
  },
  logLoss: {
    what: 'Log-loss on the validation images, nats',
    text: ({ summary }) => fixed(summary.train.validation.logLoss, 3),
  },
  images: { what: 'Validation images', text: ({ summary }) => count(summary.train.validation.images) },
  trainImages: { what: 'Different images trained on', text: ({ summary }) => count(summary.train.trainImages) },
  parameters: { what: 'Weights of the network', text: ({ summary }) => count(summary.train.card.parameters) },
  bestMethod: {
    what: 'Attribution with the fastest deletion curve',
    text: ({ summary }) => labelOf(rankedMethods(attributionOf(summary))[0]!.method),
  },
  bestArea: {
    what: 'Area under that deletion curve',
    text: ({ summary }) => fixed(meanArea(rankedMethods(attributionOf(summary))[0]!), 2),
  },
  namedAccuracy: {
    what: 'Accuracy of the linear model on named features',
    text: ({ summary }) => percent(summary.named.validation.accuracy),
  },
  keptPixels: { what: 'Pixels that the selection keeps', text: ({ summary }) => count(summary.selection.kept.length) },
  keptAccuracy: {
    what: 'Accuracy on the kept pixels, mean over retrainings',
    text: ({ summary }) => percent(summary.selection.accuracy.attribution.estimate),
  },
  keptChange: {
    what: 'Accuracy on the kept pixels against all pixels',
    text: ({ summary }) => points(summary.selection.differences.all.estimate),
  },
  keptChangeInterval: {
    what: '95 % CI of that change, points',
    text: ({ summary: { selection } }) => pointsInterval(selection.differences.all.interval, 1, -selection.margin),
  },
  recommended: {
    what: 'Whether keeping these pixels alone is recommended',
    text: ({ summary }) => (summary.selection.recommended ? 'yes' : 'no'),
  },
};
