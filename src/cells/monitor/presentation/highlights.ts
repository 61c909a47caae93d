/** What the Monitor cell gives to the summary of the study. */
import { points, pointsInterval } from '../../../core/words/comparisons';
import { capitalised } from '../../../core/words/names';
import { percent, plural } from '../../../core/words/numbers';
import type { Highlights, KeyFigure } from '../../highlights';
import type { Miniature } from '../../../plots/miniature';
import type { MonitorSummary } from '../types';
import { driftName, drifts } from './words';

/** Whether drift came, and when it was detected. */
function detected(summary: MonitorSummary): string {
  const { alarm, scenario, settings } = summary;
  const calm = plural(settings.batches, 'batch', 'batches');
  if (!drifts(summary))
    return alarm.after === null ? `no drift and no alarm in ${calm}` : `a false alarm after batch ${alarm.after}`;
  const name = `${driftName(summary).toLowerCase()} from batch ${scenario.fromBatch}`;
  if (alarm.after === null) return `${name} is not detected in ${calm}`;
  return alarm.after < scenario.fromBatch
    ? `a false alarm after batch ${alarm.after}`
    : `${name} is detected after batch ${alarm.after}`;
}

function retrained({ retraining }: MonitorSummary): { findings: string[]; figures: KeyFigure[] } {
  if (!retraining) return { findings: [], figures: [] };
  const { drifted, clean } = retraining.later;
  const fate = retraining.gate.promote ? 'promoted' : 'not promoted';
  return {
    findings: [
      `The retrained challenger is ${fate}: ${points(drifted.difference)} on later batches with drift, ${points(clean.difference)} without.`,
    ],
    figures: [
      {
        label: 'Gained by retraining',
        value: points(drifted.difference),
        interval: `95 % CI ${pointsInterval(drifted.interval)}`,
        note: `with drift; ${fate}`,
      },
    ],
  };
}

function course(summary: MonitorSummary): Miniature | undefined {
  const { scores, scenario, alarm } = summary;
  const place = (batch: number): number => scores.findIndex((score) => score.batch === batch);
  const marks = [
    ...(drifts(summary) ? [{ at: place(scenario.fromBatch), label: 'drift' }] : []),
    ...(alarm.after === null ? [] : [{ at: place(alarm.after), label: 'alarm' }]),
  ].filter(({ at }) => at >= 0);
  if (scores.length < 2) return undefined;
  const values = scores.map(({ correct, images }) => correct / images);
  return {
    title: 'Drift, accuracy by batch',
    alt: `Accuracy of each batch, from ${percent(Math.min(...values), 0)} to ${percent(Math.max(...values), 0)}; ${detected(summary)}.`,
    drawing: { type: 'course', values, marks, written: (value) => percent(value, 0) },
  };
}

export function highlights(summary: MonitorSummary): Highlights {
  const { findings, figures } = retrained(summary);
  const picture = course(summary);
  const { retraining } = summary;
  return {
    did: `monitors it over ${plural(summary.settings.batches, 'batch', 'batches')}`,
    outcome:
      detected(summary) +
      (retraining ? `; the challenger is ${retraining.gate.promote ? 'promoted' : 'not promoted'}` : ''),
    findings: [`${capitalised(detected(summary))}.`, ...findings],
    figures,
    ...(picture ? { picture } : {}),
  };
}
