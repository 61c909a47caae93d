/** The Monitor cell's findings, each a sentence that can be read alone. */
import { driftedColumns } from '../../../core/drift/report';
import { levelAlone } from '../../../core/drift/sequences';
import { percentInterval, pNumber, pointsApart } from '../../../core/words/comparisons';
import type { MonitorSummary } from '../types';
import { aroundOnset, driftName, drifts, tellingReport } from './words';
import { count, percent } from '../../../core/words/numbers';

function headline(summary: MonitorSummary): string {
  const { scenario, alarm, settings, retraining } = summary;
  const calm = `in ${settings.batches} batches`;
  if (alarm.after === null) {
    return drifts(summary)
      ? `${driftName(summary)} from batch ${scenario.fromBatch} on goes unnoticed ${calm}: the rule asks for no retraining.`
      : `The stream does not drift, and the rule asks for no retraining ${calm}.`;
  }
  if (!drifts(summary)) {
    return `A false alarm after batch ${alarm.after}: the stream does not drift, and the rule asks for retraining.`;
  }
  if (alarm.after < scenario.fromBatch) {
    return `A false alarm after batch ${alarm.after}: ${driftName(summary).toLowerCase()} sets in only with batch ${scenario.fromBatch}.`;
  }
  const late = alarm.after - scenario.fromBatch;
  const when = late === 0 ? 'in its first batch' : `${late} ${late === 1 ? 'batch' : 'batches'} later`;
  const end = !retraining
    ? ''
    : retraining.gate.promote
      ? ', and the retrained challenger takes the champion’s place'
      : ', but the retrained challenger is rejected';
  return `${driftName(summary)} sets in with batch ${scenario.fromBatch} and is noticed ${when}${end}.`;
}

function accuracySentence(summary: MonitorSummary): string {
  const { champion } = summary;
  const { before, since } = aroundOnset(summary);
  const shown = (share: { share: number; interval: readonly [number, number] }): string =>
    `${percent(share.share)} (95 % interval ${percentInterval(share.interval)})`;
  const known = `The ${champion.label} names ${percent(champion.reference.accuracy)} of the ${count(champion.reference.images)} calibration images rightly`;
  if (!since) return before ? `${known} and ${shown(before)} of the stream.` : `${known}.`;
  const first = before ? `, ${shown(before)} of the stream before the onset` : '';
  const change = since.share - champion.reference.accuracy;
  return `${known}${first} and ${shown(since)} from then on: ${pointsApart(change)} ${change < 0 ? 'fewer' : 'more'} than on the calibration split.`;
}

function columnsSentence(summary: MonitorSummary): string {
  const report = tellingReport(summary);
  const drifted = driftedColumns(report);
  if (drifted.length === 0) {
    return `In batch ${report.batch} none of ${report.columns.length} columns differs from the calibration split after correction for ${report.tests} tests.`;
  }
  const names = drifted.slice(0, 3).map(({ label }) => label);
  const features = drifted.filter(({ group }) => group === 'feature').length;
  return (
    `In batch ${report.batch} ${drifted.length} of ${report.columns.length} columns differ from the calibration split (${features} named ` +
    `features, ${drifted.length - features} of what the model says), most clearly ${names.join(', ')}.`
  );
}

function falseMarks({ reports, scenario, alarm }: MonitorSummary, moves: boolean): string {
  const quiet = reports.filter(({ batch }) => !moves || batch < scenario.fromBatch);
  const alone = levelAlone(alarm.levels);
  const why = alone === null ? '' : `, which is why the rule asks for a p-value below ${pNumber(alone)}`;
  const marked = quiet.filter(({ p, level }) => p <= level).length;
  if (quiet.length === 0) return '';
  return `Of ${quiet.length} batches without drift ${marked} ${marked === 1 ? 'has' : 'have'} a marked column: ${percent(quiet[0]!.level, 0)} would be chance${why}.`;
}

function retrainingSentence({ retraining, idle }: MonitorSummary): string {
  if (!retraining) return idle ?? '';
  const { plan, streamImages, trainImages, epochs, weight, validation } = retraining;
  const often = weight === 1 ? '' : `, those since the alarm ${weight} times a pass`;
  return (
    `Retrained after batch ${plan.after} on ${count(trainImages)} training and ${count(streamImages)} stream images (batches 1 to ` +
    `${plan.learned.at(-1)}${often}; ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}) the challenger names ${percent(validation.accuracy)} of the validation split rightly; ` +
    `batches ${plan.later[0]} to ${plan.later.at(-1)} came in afterwards and decide.`
  );
}

export function findings(summary: MonitorSummary): string[] {
  return [
    headline(summary),
    summary.alarm.sentence,
    accuracySentence(summary),
    columnsSentence(summary),
    retrainingSentence(summary),
    summary.retraining?.gate.sentence ?? '',
    falseMarks(summary, drifts(summary)),
  ].filter((sentence) => sentence !== '');
}
