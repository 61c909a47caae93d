/** The headline numbers of the Map cell, as notes quote them. */
import { totalOf } from '../../../core/map/sample';
import { wilsonInterval } from '../../../core/stats/intervals';
import { percentInterval } from '../../../core/words/comparisons';
import { count, decimal, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import { otherClassShare } from './confusion';
import type { MapSummary } from '../types';

export const values: NamedValues<MapSummary> = {
  images: { what: 'Images checked', text: ({ summary }) => count(totalOf(summary.judged)) },
  outliers: {
    what: 'Outliers by the distance to their neighbours',
    text: ({ summary }) => summary.distance && count(summary.distance.flagged),
  },
  outlierThreshold: {
    what: 'Distance from which an image is an outlier',
    text: ({ summary }) => summary.distance && decimal(summary.distance.threshold),
  },
  reconstructionOutliers: {
    what: 'Outliers by reconstruction from principal components',
    text: ({ summary }) => summary.reconstruction && count(summary.reconstruction.flagged),
  },
  components: {
    what: 'Principal components kept',
    text: ({ summary }) => summary.components && count(summary.components.kept),
  },
  heldVariance: {
    what: 'Share of the variance that they hold',
    text: ({ summary }) => summary.components && percent(summary.components.held),
  },
  votedRight: {
    what: 'Accuracy of the five nearest neighbours',
    text: ({ summary: { confusion } }) =>
      confusion && percent(confusion.votedRight / otherClassShare(confusion).images),
  },
  votedRightInterval: {
    what: '95 % CI of that share',
    text: ({ summary: { confusion } }) =>
      confusion && percentInterval(wilsonInterval(confusion.votedRight, otherClassShare(confusion).images)),
  },
};
