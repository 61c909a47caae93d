/** The Explore cell's figures: summary and arrays in, Plotly specs out. */
import type { Data, Layout } from 'plotly.js';
import { SIDE, SPLIT_NAMES } from '../../core/dataset/types';
import { NAMED_FEATURES, featureTitle } from '../../core/features/named';
import type { CorrelationMatrix, ProfileSummary } from '../../core/profile/types';
import type { NdArray } from '../../core/results/types';
import type { PlotlySpec } from '../../plots/blocks';
import { decimal, nameOfClass } from '../../core/profile/text';
import { SPLIT_LABELS } from './format';

export function classBalance(profile: ProfileSummary): PlotlySpec {
  const names = profile.perClass.map((_, label) => nameOfClass(label, profile.classes));
  return {
    data: SPLIT_NAMES.map((split) => ({
      type: 'bar',
      name: SPLIT_LABELS[split],
      x: names,
      y: [...profile.splits[split].perClass],
      hovertemplate: '%{x}: %{y:,} images<extra>%{fullData.name}</extra>',
    })),
    layout: {
      barmode: 'group',
      xaxis: { title: { text: 'Class' }, type: 'category' },
      yaxis: { title: { text: 'Images' }, tickformat: ',d', rangemode: 'tozero' },
    },
  };
}

/** Axis ids of the n-th panel: x, x2, x3 ... and the layout's names for them. */
function axes(panel: number): { x: string; y: string; xaxis: string; yaxis: string } {
  const number = panel === 0 ? '' : String(panel + 1);
  return { x: `x${number}`, y: `y${number}`, xaxis: `xaxis${number}`, yaxis: `yaxis${number}` };
}

/**
 * Histograms by class of at most four features, as outlines: the share of each class in each bin.
 * @param histograms features x (classes + 1) x bins
 */
export function featuresByClass(profile: ProfileSummary, histograms: NdArray, features: readonly number[]): PlotlySpec {
  const [, rows = 0, most = 0] = histograms.shape;
  const data: Partial<Data>[] = [];
  const layout: Record<string, unknown> = {
    grid: { rows: Math.ceil(features.length / 2), columns: 2, pattern: 'independent', xgap: 0.16, ygap: 0.3 },
  };
  for (const [panel, feature] of features.entries()) {
    const { x, y, xaxis, yaxis } = axes(panel);
    const { bins, byClass } = profile.features[feature]!;
    const middles = Array.from({ length: bins.count }, (_, bin) => bins.from + (bin + 0.5) * bins.width);
    for (const [label, { count }] of byClass.entries()) {
      if (count === 0) continue;
      const start = (feature * rows + label) * most;
      const counts = Array.from(histograms.data.subarray(start, start + bins.count));
      data.push({
        type: 'scatter',
        mode: 'lines',
        name: nameOfClass(label, profile.classes),
        legendgroup: String(label),
        showlegend: panel === 0,
        meta: { classIndex: label },
        line: { shape: 'hvh', width: 1.5 },
        x: middles,
        y: counts.map((images) => (100 * images) / count),
        xaxis: x,
        yaxis: y,
        hovertemplate: '%{y:.1f} % at %{x:.3~g}<extra>%{fullData.name}</extra>',
      } as Partial<Data>);
    }
    layout[xaxis] = { title: { text: featureTitle(NAMED_FEATURES[feature]!) } };
    layout[yaxis] = { title: { text: 'Share of class (%)' }, rangemode: 'tozero' };
  }
  return { data, layout: layout as Partial<Layout> };
}

export function correlationMap(matrix: CorrelationMatrix): PlotlySpec {
  const labels = NAMED_FEATURES.map((feature) => feature.label);
  return {
    data: [
      {
        type: 'heatmap',
        meta: { diverging: true },
        x: labels,
        y: labels,
        z: matrix.map((row) => [...row]),
        text: matrix.map((row) => row.map((value) => (value === null ? '' : decimal(value)))),
        texttemplate: '%{text}',
        textfont: { size: 11 },
        zmin: -1,
        zmax: 1,
        xgap: 1,
        ygap: 1,
        hovertemplate: '%{y} and %{x}: %{text}<extra></extra>',
      } as unknown as Partial<Data>,
    ],
    layout: { xaxis: { tickangle: -45 }, yaxis: { autorange: 'reversed' } },
  };
}

function rowsOf(map: NdArray): number[][] {
  return Array.from({ length: SIDE }, (_, row) => Array.from(map.data.subarray(row * SIDE, (row + 1) * SIDE)));
}

/** Two maps of the 28 x 28 pixels beside each other. */
export function pixelMapPair(maps: readonly { readonly name: string; readonly map: NdArray }[]): PlotlySpec {
  const layout: Record<string, unknown> = {
    grid: { rows: 1, columns: 2, pattern: 'independent', xgap: 0.3 },
  };
  const data = maps.map(({ name, map }, panel) => {
    const { x, y, xaxis, yaxis } = axes(panel);
    layout[xaxis] = { title: { text: `${name}: column (px)` }, constrain: 'domain', showgrid: false };
    layout[yaxis] = {
      title: { text: 'Row (px)' },
      autorange: 'reversed',
      scaleanchor: x,
      constrain: 'domain',
      showgrid: false,
    };
    return {
      type: 'heatmap',
      name,
      z: rowsOf(map),
      xaxis: x,
      yaxis: y,
      colorbar: { x: panel === 0 ? 0.43 : 1, xanchor: 'left', len: 0.9 },
      hovertemplate: 'row %{y}, column %{x}: %{z:.1f}<extra>%{fullData.name}</extra>',
    } as unknown as Partial<Data>;
  });
  return { data, layout: layout as Partial<Layout> };
}

/** How often each of the 256 values occurs, on a logarithmic axis. @param intensity (classes + 1) x 256 */
export function intensityHistogram(intensity: NdArray): PlotlySpec {
  const values = Array.from({ length: 256 }, (_, value) => value);
  const counts = values.map((value) => {
    let sum = 0;
    for (let at = value; at < intensity.data.length; at += 256) sum += intensity.data[at]!;
    return sum;
  });
  return {
    data: [
      {
        type: 'bar',
        x: values,
        y: counts,
        showlegend: false,
        hovertemplate: 'value %{x}: %{y:,} pixels<extra></extra>',
      },
    ],
    layout: {
      bargap: 0,
      xaxis: { title: { text: 'Pixel value (0 black, 255 white)' } },
      yaxis: { title: { text: 'Pixels (logarithmic)' }, type: 'log', tickformat: '.0s', dtick: 1 },
    },
  };
}
