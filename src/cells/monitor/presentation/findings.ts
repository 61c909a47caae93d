/** The Monitor cell's findings, each a sentence that can be read alone. */
import { driftedColumns } from '../../../core/drift/report';
import { levelAlone } from '../../../core/drift/sequences';
import { listed, percentInterval, pNumber, pointsApart } from '../../../core/words/comparisons';
import type { MonitorSummary } from '../types';
import { aroundOnset, driftName, drifts, tellingReport, type Share } from './words';
import { count, percent, plural } from '../../../core/words/numbers';

function headline(summary: MonitorSummary): string {
  const { scenario, alarm, settings, retraining } = summary;
  const calm = `in ${settings.batches} batches`;
  if (alarm.after === null) {
    return drifts(summary)
      ? `${driftName(summary)} from batch ${scenario.fromBatch} on is not detected ${calm}; no retraining.`
      : `The stream does not drift, and there is no alarm ${calm}.`;
  }
  if (!drifts(summary)) return `False alarm after batch ${alarm.after}: the stream does not drift.`;
  if (alarm.after < scenario.fromBatch) {
    return `False alarm after batch ${alarm.after}: ${driftName(summary).toLowerCase()} starts only at batch ${scenario.fromBatch}.`;
  }
  const late = alarm.after - scenario.fromBatch;
  const when = late === 0 ? 'in its first batch' : `${late} ${late === 1 ? 'batch' : 'batches'} later`;
  const end = !retraining ? '' : `; the retrained challenger is ${retraining.gate.promote ? 'promoted' : 'rejected'}`;
  return `${driftName(summary)} starts at batch ${scenario.fromBatch} and is detected ${when}${end}.`;
}

function accuracySentence(summary: MonitorSummary): string {
  const { champion } = summary;
  const { before, since } = aroundOnset(summary);
  const shown = ({ share, interval, images }: Share): string =>
    `${percent(share)} (95 % CI ${percentInterval(interval)}, ${plural(images, 'image')})`;
  const known = `Accuracy of the ${champion.label}: ${percent(champion.reference.accuracy)} on ${count(champion.reference.images)} calibration images`;
  if (!since) return before ? `${known} and ${shown(before)} on the stream.` : `${known}.`;
  const first = before ? `, ${shown(before)} on the stream before the drift` : '';
  const change = since.share - champion.reference.accuracy;
  return (
    `${known}${first}. With drift it is ${shown(since)}, ` +
    `${pointsApart(change)} ${change < 0 ? 'lower' : 'higher'} than on calibration.`
  );
}

/** The columns that moved, in the batch that says most of the drift. */
function columnsSentence(summary: MonitorSummary): string {
  const report = tellingReport(summary);
  const drifted = driftedColumns(report);
  if (drifted.length === 0) {
    return `In batch ${report.batch} none of ${report.columns.length} columns differs significantly from calibration (Holm, ${report.tests} tests).`;
  }
  const names = drifted.slice(0, 3).map(({ label }) => label);
  const features = drifted.filter(({ group }) => group === 'feature').length;
  return (
    `In batch ${report.batch} ${drifted.length} of ${report.columns.length} columns differ significantly from calibration (${features} named ` +
    `features, ${drifted.length - features} model outputs), most of all ${listed(names)}.`
  );
}

/** What is expected of batches without drift, and what there is. */
function falseMarks({ reports, scenario, alarm }: MonitorSummary, moves: boolean): string {
  const quiet = reports.filter(({ batch }) => !moves || batch < scenario.fromBatch);
  const alone = levelAlone(alarm.levels);
  const why = alone === null ? '' : `; the alarm needs p below ${pNumber(alone)}`;
  const marked = quiet.filter(({ p, level }) => p <= level).length;
  if (quiet.length === 0) return '';
  return `${marked} of ${plural(quiet.length, 'batch', 'batches')} without drift ${marked === 1 ? 'has' : 'have'} a significant column, where ${percent(quiet[0]!.level, 0)} are expected${why}.`;
}

function retrainingSentence({ retraining, idle }: MonitorSummary): string {
  if (!retraining) return idle ?? '';
  const { plan, streamImages, trainImages, epochs, weight, validation } = retraining;
  const often = weight === 1 ? '' : `, those since the alarm weighted ${weight} times`;
  return (
    `The challenger is retrained after batch ${plan.after} on ${count(trainImages)} training and ${count(streamImages)} stream images ` +
    `(batches 1 to ${plan.learned.at(-1)}${often}; ${plural(epochs, 'epoch')}). It reaches ${percent(validation.accuracy)} on validation. ` +
    `Later batches, ${plan.later[0]} to ${plan.later.at(-1)}, decide on promotion.`
  );
}

export function findings(summary: MonitorSummary): string[] {
  return [
    headline(summary),
    summary.retraining?.gate.sentence ?? '',
    accuracySentence(summary),
    summary.alarm.sentence,
    `${columnsSentence(summary)} ${falseMarks(summary, drifts(summary))}`.trim(),
    retrainingSentence(summary),
  ].filter((sentence) => sentence !== '');
}
