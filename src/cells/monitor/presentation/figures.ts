/** The Monitor cell's plots. */
import { DRAWN } from '../../../core/drift/column-tests';
import { drawnDistance, type DriftReport } from '../../../core/drift/report';
import { levelAlone } from '../../../core/drift/sequences';
import { pNumber } from '../../../core/words/comparisons';
import { wilsonInterval } from '../../../core/stats/intervals';
import type { PlotlySpec } from '../../../plots/blocks';
import { namesOf } from '../../classes';
import type { BatchScore, MonitorSummary } from '../types';
import { drifts } from './words';

type Trace = PlotlySpec['data'][number];

/** Corrected p-values below this are shaded alike: what is further down says nothing more. */
const FLOOR = 1e-20;
/** Columns drawn as lines. */
const FURTHEST = 5;

const shade = (p: number): number => -Math.log10(Math.max(FLOOR, p));

/** Vertical lines at what happened, from one end of the axis to the other. */
function moments(summary: MonitorSummary, [low, high]: readonly [number, number]): Trace[] {
  const { scenario, alarm, retraining } = summary;
  const line = (name: string, at: number, dash: 'dot' | 'dash' | 'solid'): Trace => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x: [at, at],
    y: [low, high],
    line: { dash, width: 1.5 },
    hoverinfo: 'name',
    meta: { muted: true },
  });
  // Between batches: the drift sets in before its first one, alarm and retraining come after theirs.
  return [
    ...(drifts(summary) ? [line('onset', scenario.fromBatch - 0.5, 'dot')] : []),
    ...(alarm.after === null ? [] : [line('alarm', alarm.after + 0.1, 'dash')]),
    ...(retraining ? [line('retrained', retraining.plan.after + 0.5, 'solid')] : []),
  ];
}

/** How far a column of a batch lies from the reference; 0 for categories, which have no such distance. */
const distance = (report: DriftReport, column: number): number => drawnDistance(report.columns[column]!);

/** Columns by their largest distance in the stream, the furthest first. */
function furthestColumns(reports: readonly DriftReport[]): number[] {
  const columns = reports[0]?.columns ?? [];
  const largest = columns.map((_, index) => Math.max(...reports.map((report) => distance(report, index))));
  return columns.map((_, index) => index).sort((a, b) => largest[b]! - largest[a]! || a - b);
}

/** The column that moves furthest, and in which batch. */
export function furthest({ reports }: MonitorSummary): { label: string; batch: number; distance: number } {
  const index = furthestColumns(reports)[0] ?? 0;
  const report = reports.reduce((best, other) => (distance(other, index) > distance(best, index) ? other : best));
  return { label: report.columns[index]!.label, batch: report.batch, distance: distance(report, index) };
}

/** The distance at which a single column of a batch of usual size alarms by itself; null where none would. */
export function alarmDistance({ reports, alarm, champion }: MonitorSummary): number | null {
  const sizes = reports.map(({ images }) => images).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 1;
  const level = levelAlone(alarm.levels);
  return level === null
    ? null
    : DRAWN.distance.least(level / (reports[0]?.tests ?? 1), champion.reference.images, usual);
}

export function driftFigure(summary: MonitorSummary): PlotlySpec {
  const { reports } = summary;
  const x = reports.map(({ batch }) => batch);
  const drawn = furthestColumns(reports).slice(0, FURTHEST);
  const level = alarmDistance(summary);
  const top = Math.min(
    DRAWN.distance.most,
    1.1 * Math.max(level ?? 0, ...drawn.flatMap((index) => reports.map((one) => distance(one, index)))),
  );
  const data: Trace[] = drawn.map((index) => ({
    type: 'scatter',
    mode: 'lines+markers',
    name: reports[0]!.columns[index]!.label,
    x,
    y: reports.map((report) => distance(report, index)),
    text: reports.map((report) => pNumber(report.columns[index]!.adjusted)),
    hovertemplate: 'batch %{x}: distance %{y:.3f}, p %{text}<extra>%{fullData.name}</extra>',
  }));
  if (level !== null) {
    data.push({
      type: 'scatter',
      mode: 'lines',
      name: 'alarm level of one column',
      x: [x[0]! - 0.5, x.at(-1)! + 0.5],
      y: [level, level],
      line: { width: 1, dash: 'longdash' },
      meta: { muted: true },
    });
  }
  return {
    data: [...data, ...moments(summary, [0, top])],
    layout: {
      xaxis: { title: { text: 'batch' }, range: [x[0]! - 0.6, x.at(-1)! + 0.6] },
      yaxis: { title: { text: `${DRAWN.distance.name} to the calibration split` }, range: [0, top] },
    },
  };
}

/** Column x batch; darker is clearer evidence. */
export function heatFigure({ reports }: MonitorSummary): PlotlySpec {
  const columns = reports[0]?.columns ?? [];
  const p = columns.map((_, index) => reports.map((report) => report.columns[index]!.adjusted));
  return {
    data: [
      {
        type: 'heatmap',
        x: reports.map(({ batch }) => batch),
        // Short, so that the map keeps its width on narrow screens.
        y: columns.map(({ label }) => label.replace(/^Probability of (.*)$/, 'p($1)')),
        z: p.map((row) => row.map(shade)),
        text: p.map((row) => row.map(pNumber)) as unknown as string[],
        hovertemplate: 'batch %{x}, %{y}: p %{text}<extra></extra>',
        zmin: 0,
        zmax: shade(FLOOR),
        colorbar: { title: { text: '−log₁₀ p', side: 'right' } },
        xgap: 1,
        ygap: 1,
      },
    ],
    layout: {
      xaxis: { title: { text: 'batch' } },
      yaxis: { autorange: 'reversed', tickfont: { size: 11 } },
    },
  };
}

function accuracyTrace(name: string, scores: readonly BatchScore[], shift: number, symbol: string): Trace {
  const share = scores.map(({ correct, images }) => (100 * correct) / images);
  const ends = scores.map(({ correct, images }) => wilsonInterval(correct, images));
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: scores.map(({ batch }) => batch + shift),
    y: share,
    text: scores.map(({ batch }) => String(batch)),
    hovertemplate: 'batch %{text}: %{y:.1f} %<extra>%{fullData.name}</extra>',
    marker: { symbol },
    error_y: {
      type: 'data',
      symmetric: false,
      array: ends.map(([, high], index) => 100 * high - share[index]!),
      arrayminus: ends.map(([low], index) => share[index]! - 100 * low),
      thickness: 1,
      width: 3,
    },
  };
}

/** Accuracy over batches as labels come, with Wilson intervals; later batches for the challenger too. */
export function accuracyFigure(summary: MonitorSummary): PlotlySpec {
  const { scores, champion, retraining, settings } = summary;
  const traces = [accuracyTrace('champion', scores, 0, 'circle')];
  if (retraining) {
    traces.push(accuracyTrace('challenger', retraining.drifted, 0.15, 'square'));
    traces.push(accuracyTrace('challenger, without drift', retraining.clean.challenger, 0.3, 'diamond'));
  }
  const all = [scores, retraining?.drifted ?? [], retraining?.clean.challenger ?? []].flat();
  const low = Math.min(
    100 * champion.reference.accuracy,
    ...all.map(({ correct, images }) => (100 * correct) / images),
  );
  const bottom = Math.max(0, Math.floor((low - 6) / 5) * 5);
  const reference: Trace = {
    type: 'scatter',
    mode: 'lines',
    name: 'champion on the calibration split',
    x: [0.5, settings.batches + 0.5],
    y: [100 * champion.reference.accuracy, 100 * champion.reference.accuracy],
    line: { width: 1, dash: 'longdash' },
    meta: { muted: true },
  };
  return {
    data: [...traces, reference, ...moments(summary, [bottom, 100])],
    layout: {
      xaxis: { title: { text: 'batch' }, range: [0.4, settings.batches + 0.8] },
      yaxis: { title: { text: 'accuracy (%)' }, range: [bottom, 100] },
    },
  };
}

/** Images of a batch per class, without and with the drift. @param classes their names by label */
export function classesFigure({ examples }: MonitorSummary, classes: readonly string[]): PlotlySpec {
  const { before, after } = examples.classes;
  const names = namesOf(classes, before.length);
  const bars = (name: string, counts: readonly number[]): Trace => ({
    type: 'bar',
    name,
    x: names,
    y: [...counts],
  });
  return {
    data: [bars('without drift', before), bars('with drift', after)],
    layout: {
      barmode: 'group',
      xaxis: { tickangle: -35, type: 'category' },
      yaxis: { title: { text: 'images' }, rangemode: 'tozero' },
    },
  };
}
