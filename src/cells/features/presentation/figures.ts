/** The Features cell's figures: summary in, Plotly specs out. */
import type { Data, Layout } from 'plotly.js';
import type { Preview, ValueHistogram } from '../../../core/features/preview';
import type { PlotlySpec } from '../../../plots/blocks';
import { pointsInterval } from '../../../core/words/comparisons';
import type { AblationRow } from '../types';
import { rowLabel } from './words';

function bars({ from, width, counts }: ValueHistogram, name: string, panel: '' | '2'): Partial<Data> {
  return {
    type: 'bar',
    name,
    x: counts.map((_, bin) => from + (bin + 0.5) * width),
    y: [...counts],
    width: counts.map(() => width),
    xaxis: `x${panel}`,
    yaxis: `y${panel}`,
    showlegend: false,
    hovertemplate: `%{y:,} values near %{x:.3~g}<extra>${name}</extra>`,
  } as Partial<Data>;
}

/** How often each value occurs, before the pipeline and after it, on logarithmic axes. */
export function valuesFigure({ before, after, stages }: Preview): PlotlySpec {
  const unit = { bytes: '0 to 255', positive: 'background 0', signed: 'signed' }[stages.at(-1)!.values];
  const count = { title: { text: 'Values (logarithmic)' }, type: 'log', tickformat: '.0s', dtick: 1 };
  return {
    data: [bars(before, 'before', ''), bars(after, 'after', '2')],
    layout: {
      grid: { rows: 1, columns: 2, pattern: 'independent', xgap: 0.2 },
      bargap: 0,
      xaxis: { title: { text: 'Before: pixel value (0 to 255)' } },
      yaxis: count,
      xaxis2: { title: { text: `After: value (${unit})` } },
      yaxis2: count,
    } as unknown as Partial<Layout>,
  };
}

const GROUPS = [
  { name: 'in the pipeline', symbol: 'circle', on: true },
  { name: 'tried, not used', symbol: 'circle-open', on: false },
] as const;

/** What each step changes, with its interval and seed by seed; to the right of zero it helps. */
export function ablationFigure(rows: readonly AblationRow[]): PlotlySpec {
  const labels = rows.map(rowLabel);
  const seeds: PlotlySpec['data'][number] = {
    type: 'scatter',
    mode: 'markers',
    name: 'each seed',
    meta: { muted: true },
    x: rows.flatMap(({ perSeed }) => perSeed.map((effect) => 100 * effect)),
    y: rows.flatMap((row) => row.perSeed.map(() => rowLabel(row))),
    marker: { symbol: 'line-ns-open', size: 9 },
    hovertemplate: '%{y}, one seed: %{x:+.2f} points<extra></extra>',
  };
  const groups = GROUPS.flatMap(({ name, symbol, on }): PlotlySpec['data'] => {
    const own = rows.filter((row) => row.on === on);
    if (own.length === 0) return [];
    return [
      {
        type: 'scatter',
        mode: 'markers',
        name,
        x: own.map(({ effect }) => 100 * effect),
        y: own.map(rowLabel),
        marker: { symbol, size: 10 },
        error_x: {
          type: 'data',
          symmetric: false,
          array: own.map(({ effect, interval }) => 100 * (interval[1] - effect)),
          arrayminus: own.map(({ effect, interval }) => 100 * (effect - interval[0])),
          thickness: 1.5,
          width: 5,
        },
        text: own.map(({ interval }) => pointsInterval(interval)),
        hovertemplate: '%{y}: %{x:+.2f} points (95 %: %{text})<extra></extra>',
      },
    ];
  });
  const traces = [...groups, seeds];
  return {
    data: traces,
    layout: {
      xaxis: {
        title: { text: 'Accuracy with it minus accuracy without it (percentage points)' },
        zeroline: true,
        zerolinewidth: 2,
      },
      yaxis: { type: 'category', categoryorder: 'array', categoryarray: [...labels].reverse() },
    },
  };
}
