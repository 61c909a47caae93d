/** The headline numbers of the Label issues cell, as notes quote them. */
import { percentInterval } from '../../../core/words/comparisons';
import { count, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { LabelsSummary } from '../types';
import { flaggedOf } from './words';

export const values: NamedValues<LabelsSummary> = {
  images: { what: 'Labels checked', text: ({ summary }) => count(summary.images) },
  flagged: { what: 'Labels flagged as probably wrong', text: ({ summary }) => count(flaggedOf(summary)) },
  flaggedShare: {
    what: 'Share of the checked labels that are flagged',
    text: ({ summary }) => percent(flaggedOf(summary) / summary.images, 1),
  },
  estimatedWrong: {
    what: 'Share of labels estimated wrong',
    text: ({ summary }) => percent(summary.audit.estimated.share),
  },
  estimatedInterval: {
    what: '95 % CI of that share',
    text: ({ summary }) => percentInterval(summary.audit.estimated.interval),
  },
  accuracy: {
    what: 'Held-out accuracy of the models',
    text: ({ summary }) => percent(summary.audit.outOfSample.accuracy),
  },
};
