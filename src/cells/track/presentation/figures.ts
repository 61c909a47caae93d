/** Track's figures: learning curves laid over each other, performance from run to run, paired differences. */
import { own } from '../../../core/own';
import { bestRun } from '../../../core/ledger/runs';
import type { RunEvent } from '../../../core/ledger/types';
import type { FigureBlock, PlotlySpec } from '../../../plots/blocks';
import { formatNumber } from '../../../plots/format';
import { metricWords } from './runs';
import type { Comparison, RunDigest } from '../types';
import { fixed, plural } from '../../../core/words/numbers';
import { SIGNIFICANT } from '../../../core/words/comparisons';

type Trace = PlotlySpec['data'][number];

/** Figures stay below 2,000 marks: the latest runs are drawn, the table has all. */
const DRAWN_RUNS = 300;
/** More families than colours are drawn as one. */
const FAMILIES = 7;

/** Curves that share a unit, told by the last part of their name: all losses, all accuracies. */
function panels(curves: RunEvent['curves']): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of Object.keys(curves)) {
    const unit = name.slice(name.lastIndexOf('/') + 1);
    groups.set(unit, [...(groups.get(unit) ?? []), name]);
  }
  return [...groups.values()].slice(0, 4);
}

const allCurves = (runs: readonly RunEvent[]): RunEvent['curves'] =>
  Object.assign({}, ...runs.map((run) => run.curves)) as RunEvent['curves'];

/** Curves of one unit in one panel differ by their dashes. */
const DASHES = ['solid', 'dashed', 'dotted'] as const;
const PLOTLY_DASH = { solid: 'solid', dashed: 'dash', dotted: 'dot' } as const;

/**
 * A panel a unit. A run has one colour in all of them and one entry in the legend; a curve alone in its panel is named by the
 * axis.
 */
function curvesSpec(runs: readonly RunEvent[], nameOf: (id: string) => string): PlotlySpec {
  const data: PlotlySpec['data'] = [];
  const named = new Set<string>();
  const groups = panels(allCurves(runs));
  const layout: Record<string, unknown> = {
    grid: { rows: 1, columns: groups.length, pattern: 'independent', xgap: 0.2 },
  };
  groups.forEach((names, panel) => {
    const suffix = panel === 0 ? '' : String(panel + 1);
    const [first = '', ...others] = names;
    const unit = others.length === 0 ? first : first.slice(first.lastIndexOf('/') + 1);
    layout[`xaxis${suffix}`] = { title: { text: 'images trained' } };
    layout[`yaxis${suffix}`] = { title: { text: metricWords(unit) } };
    for (const [series, run] of runs.entries()) {
      for (const [at, name] of names.entries()) {
        const curve = own(run.curves, name);
        if (!curve) continue;
        // One run has no need of a name; several curves in a panel do.
        const entry = runs.length > 1 ? nameOf(run.id) : metricWords(name);
        data.push({
          type: 'scatter',
          mode: curve.x.length > 60 ? 'lines' : 'lines+markers',
          name: entry,
          legendgroup: entry,
          showlegend: runs.length > 1 ? !named.has(entry) : names.length > 1,
          hovertemplate: '%{fullData.name}: %{y:.4f} after %{x:,} images<extra></extra>',
          line: { dash: PLOTLY_DASH[DASHES[at % DASHES.length]!] },
          meta: { series: runs.length > 1 ? series : at },
          x: [...curve.x],
          y: [...curve.y],
          xaxis: `x${suffix}`,
          yaxis: `y${suffix}`,
        } as Trace);
        named.add(entry);
      }
    }
  });
  return { data, layout };
}

/** Which dash is which curve, where a panel has several. */
function dashWords(runs: readonly RunEvent[]): string {
  if (runs.length === 1) return '';
  const shared = panels(allCurves(runs)).filter((names) => names.length > 1);
  return shared
    .map((names) => ` ${names.map((name, at) => `${metricWords(name)} ${DASHES[at % DASHES.length]}`).join(', ')}.`)
    .join('');
}

/** The learning curves of one run, or of several over each other. Undefined if none has a curve. */
export function curvesFigure(runs: readonly RunEvent[], nameOf: (id: string) => string): FigureBlock | undefined {
  const drawn = runs.filter((run) => Object.keys(run.curves).length > 0);
  if (drawn.length === 0) return undefined;
  const names = drawn.map(({ id }) => nameOf(id)).join('; ');
  const without = runs.filter((run) => !drawn.includes(run)).map(({ id }) => nameOf(id));
  const none = without.length > 0 ? ` ${without.join('; ')}: not trained by epochs, so there is no curve.` : '';
  return {
    type: 'figure',
    id: 'curves',
    title: drawn.length === 1 ? `Learning curves of ${names}` : 'Learning curves, overlaid',
    caption: `Loss and accuracy of ${names} against images trained, counted with repeats.${dashWords(drawn)}${none}`,
    alt: `Line chart of ${Object.keys(drawn[0]?.curves ?? {})
      .map(metricWords)
      .join(', ')} against images trained for ${names}.`,
    ...(drawn.length > 2 ? { height: 420 } : {}),
    draw: () => Promise.resolve(curvesSpec(drawn, nameOf)),
  };
}

interface Measured {
  readonly run: RunDigest;
  readonly number: number;
  readonly value: number;
}

function familyTraces(measured: readonly Measured[], metric: string): Trace[] {
  const families = [...new Set(measured.map(({ run }) => run.family))];
  const groups =
    families.length > FAMILIES
      ? [{ name: metricWords(metric), points: measured }]
      : families.map((name) => ({ name, points: measured.filter(({ run }) => run.family === name) }));
  return groups.map(({ name, points }) => {
    const spread = (side: 0 | 1): number[] =>
      points.map(({ run, value }) => Math.abs((own(run.intervals, metric)?.[side] ?? value) - value));
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: points.map(({ number }) => number),
      y: points.map(({ value }) => value),
      text: points.map(({ run }) => run.name),
      hovertemplate: 'run %{x}, %{text}: %{y:.4f}<extra></extra>',
      error_y: { type: 'data', symmetric: false, array: spread(1), arrayminus: spread(0), thickness: 1.2, width: 4 },
      marker: { size: 8 },
    } as Trace;
  });
}

function performanceSpec(runs: readonly RunDigest[], metric: string, first: number): PlotlySpec {
  const measured = runs.flatMap((run, index): Measured[] => {
    const value = own(run.metrics, metric);
    return value !== undefined && Number.isFinite(value) ? [{ run, number: first + index + 1, value }] : [];
  });
  let best: RunDigest | undefined;
  const bestSoFar = measured.map(({ run }) => {
    best = bestRun(best ? [best, run] : [run], metric);
    return (best && own(best.metrics, metric)) ?? null;
  });
  const x = measured.map(({ number }) => number);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'best so far',
        x,
        y: bestSoFar,
        line: { shape: 'hv', dash: 'dot' },
        meta: { muted: true },
      },
      ...familyTraces(measured, metric),
    ],
    layout: {
      xaxis: { title: { text: 'run' }, dtick: x.length <= 20 ? 1 : undefined },
      yaxis: { title: { text: metricWords(metric) } },
    } as PlotlySpec['layout'],
  };
}

/** @param runs in time */
export function performanceFigure(
  runs: readonly RunDigest[],
  metric: string | null,
  nameOf: (id: string) => string,
): FigureBlock | undefined {
  if (runs.length < 2 || metric === null || !runs.some((run) => own(run.metrics, metric) !== undefined))
    return undefined;
  const first = Math.max(0, runs.length - DRAWN_RUNS);
  const drawn = runs.slice(first);
  const left = first > 0 ? ` The latest ${DRAWN_RUNS} of ${formatNumber(runs.length)} runs are drawn.` : '';
  const best = bestRun(runs, metric);
  const finding = best ? ` The best of ${formatNumber(runs.length)} is ${nameOf(best.id)}.` : '';
  return {
    type: 'figure',
    id: 'performance',
    title: 'Performance by run',
    caption: `Each point is a run with its 95 % CI, in the order of ending; the dotted line is the best so far.${finding}${left}`,
    alt: `Scatter chart of ${metricWords(metric)} for ${drawn.length} runs in order, with the best value so far.`,
    draw: () => Promise.resolve(performanceSpec(drawn, metric, first)),
  };
}

/** Paired differences with their intervals, zero marked. */
export function differencesFigure(
  comparisons: readonly Comparison[],
  nameOf: (id: string) => string,
): FigureBlock | undefined {
  const first = comparisons[0]?.first;
  if (first === undefined) return undefined;
  const told = comparisons.filter(({ adjusted }) => adjusted <= SIGNIFICANT).length;
  const names = comparisons.map(({ second }) => nameOf(second));
  const points = comparisons.map(({ difference }) => 100 * difference);
  return {
    type: 'figure',
    id: 'differences',
    title: `${nameOf(first)} against other runs, on the same images`,
    caption:
      `Validation accuracy of ${nameOf(first)} minus that of each other run, in points, with 95 % CIs (paired bootstrap). ` +
      `${told} of ${plural(comparisons.length, 'difference')} ${told === 1 ? 'is' : 'are'} significant (McNemar, Holm-corrected).`,
    alt: names.map((name, index) => `${name}: ${fixed(points[index]!, 1)} points`).join('; '),
    height: 120 + 44 * comparisons.length,
    draw: () =>
      Promise.resolve({
        data: [
          {
            type: 'scatter',
            mode: 'markers',
            x: points,
            y: names,
            error_x: {
              type: 'data',
              symmetric: false,
              array: comparisons.map(({ interval }, index) => 100 * interval[1] - points[index]!),
              arrayminus: comparisons.map(({ interval }, index) => points[index]! - 100 * interval[0]),
              thickness: 1.4,
              width: 5,
            },
            marker: { size: 9 },
            hovertemplate: '%{y}: %{x:.2f} points<extra></extra>',
          },
        ],
        layout: {
          xaxis: { title: { text: 'difference in accuracy (points)' }, zeroline: true, zerolinewidth: 2 },
          yaxis: { autorange: 'reversed', type: 'category' },
        },
      }),
  };
}
