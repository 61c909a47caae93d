/** The headline numbers of the Monitor cell, as notes quote them. */
import { points } from '../../../core/words/comparisons';
import { count, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { MonitorSummary } from '../types';

export const values: NamedValues<MonitorSummary> = {
  scenario: { what: 'The drift of the stream, in words', text: ({ summary }) => summary.happening },
  batches: { what: 'Batches of the stream', text: ({ summary }) => count(summary.settings.batches) },
  images: {
    what: 'Images of the stream',
    text: ({ summary }) => count(summary.scores.reduce((sum, { images }) => sum + images, 0)),
  },
  alarm: {
    what: 'The batch after which the rule triggered retraining',
    text: ({ summary: { alarm } }) => (alarm.after === null ? 'none' : count(alarm.after)),
  },
  champion: { what: 'The monitored model', text: ({ summary }) => summary.champion.label },
  accuracy: {
    what: 'Its accuracy on the calibration images',
    text: ({ summary }) => percent(summary.champion.reference.accuracy),
  },
  streamAccuracy: {
    what: 'Its accuracy on the whole stream',
    text: ({ summary: { scores } }) => {
      const images = scores.reduce((sum, score) => sum + score.images, 0);
      return images === 0 ? undefined : percent(scores.reduce((sum, score) => sum + score.correct, 0) / images);
    },
  },
  challenger: {
    what: 'Whether the challenger was promoted',
    text: ({ summary: { retraining } }) => (retraining ? (retraining.gate.promote ? 'promoted' : 'rejected') : 'none'),
  },
  gain: {
    what: 'Lead of the challenger on later batches with drift',
    text: ({ summary: { retraining } }) => retraining && points(retraining.later.drifted.difference),
  },
};
