/** The Explore cell's figures: summary and arrays in, Plotly specs out. */
import type { Data, Layout } from 'plotly.js';
import { SPLIT_NAMES, type SplitName } from '../../../../core/dataset/types';
import { NAMED_FEATURES, featureTitle } from '../../../../core/features/named';
import type { Bins, ProfileSummary } from '../../../../core/profile/types';
import type { NdArray } from '../../../../core/results/types';
import type { PlotlySpec, TraceMeta } from '../../../../plots/blocks';
import type { Naming } from '../../../classes';
import { SPLIT_LABELS } from '../written';

/** @param perClass images of each class in a split */
export function classBalance(perClass: (split: SplitName) => readonly number[], nameOf: Naming): PlotlySpec {
  return {
    data: SPLIT_NAMES.map((split) => ({
      type: 'bar',
      name: SPLIT_LABELS[split],
      x: perClass(split).map((_, label) => nameOf(label)),
      y: [...perClass(split)],
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

const GRID = { rows: 2, columns: 2, pattern: 'independent', xgap: 0.16, ygap: 0.3 } as const;

/** Where a feature's histogram of one row (a class, or the last for images without one) begins and ends. */
function countsOf(histograms: NdArray, feature: number, row: number, bins: number): number[] {
  const [, rows = 0, most = 0] = histograms.shape;
  const start = (feature * rows + row) * most;
  return Array.from(histograms.data.subarray(start, start + bins));
}

const middlesOf = ({ from, width, count }: Bins): number[] =>
  Array.from({ length: count }, (_, bin) => from + (bin + 0.5) * width);

/** The outlines of {@link featuresByClass} in the order of its traces. */
export function histogramTraces(
  profile: ProfileSummary,
  features: readonly number[],
): { readonly panel: number; readonly feature: number; readonly label: number }[] {
  return features.flatMap((feature, panel) =>
    (profile.features[feature]?.byClass ?? []).flatMap(({ count }, label) =>
      count > 0 ? [{ panel, feature, label }] : [],
    ),
  );
}

/**
 * Histograms by class of at most four features, as outlines: the share of each class in each bin.
 * @param histograms features x (classes + 1) x bins
 */
export function featuresByClass(
  profile: ProfileSummary,
  histograms: NdArray,
  features: readonly number[],
  nameOf: Naming,
): PlotlySpec {
  const layout: Record<string, unknown> = { grid: GRID };
  for (const [panel, feature] of features.entries()) {
    const { xaxis, yaxis } = axes(panel);
    layout[xaxis] = { title: { text: featureTitle(NAMED_FEATURES[feature]!) } };
    layout[yaxis] = { title: { text: 'Share of class (%)' }, rangemode: 'tozero' };
  }
  const data = histogramTraces(profile, features).map(({ panel, feature, label }) => {
    const { bins, byClass } = profile.features[feature]!;
    return {
      type: 'scatter',
      mode: 'lines',
      name: nameOf(label),
      legendgroup: String(label),
      showlegend: panel === 0,
      meta: { classIndex: label },
      line: { shape: 'hvh', width: 1.5 },
      x: middlesOf(bins),
      y: countsOf(histograms, feature, label, bins.count).map((images) => (100 * images) / byClass[label]!.count),
      xaxis: axes(panel).x,
      yaxis: axes(panel).y,
      hovertemplate: '%{y:.1f} % at %{x:.3~g}<extra>%{fullData.name}</extra>',
    } as Partial<Data>;
  });
  return { data, layout: layout as Partial<Layout> };
}

/** Histograms of at most four features over all classes: one trace a feature, one bar a bin. */
export function featureHistograms(
  profile: ProfileSummary,
  histograms: NdArray,
  features: readonly number[],
): PlotlySpec {
  const [, rows = 0] = histograms.shape;
  const layout: Record<string, unknown> = { grid: GRID, showlegend: false, bargap: 0 };
  const data = features.map((feature, panel) => {
    const { x, y, xaxis, yaxis } = axes(panel);
    const { bins } = profile.features[feature]!;
    const whole = new Array<number>(bins.count).fill(0);
    for (let row = 0; row < rows; row += 1) {
      for (const [bin, images] of countsOf(histograms, feature, row, bins.count).entries()) whole[bin]! += images;
    }
    layout[xaxis] = { title: { text: featureTitle(NAMED_FEATURES[feature]!) } };
    layout[yaxis] = { title: { text: 'Images' }, rangemode: 'tozero' };
    return {
      type: 'bar',
      name: NAMED_FEATURES[feature]!.label,
      meta: { series: 0 },
      x: middlesOf(bins),
      y: whole,
      width: bins.width,
      xaxis: x,
      yaxis: y,
      hovertemplate: '%{y:,} images at %{x:.3~g}<extra>%{fullData.name}</extra>',
    } as Partial<Data>;
  });
  return { data, layout: layout as Partial<Layout> };
}

function rowsOf(map: NdArray): number[][] {
  const [height, width] = map.shape as [number, number];
  return Array.from({ length: height }, (_, row) => Array.from(map.data.subarray(row * width, (row + 1) * width)));
}

/** Two maps of the pixels (height x width) beside each other. */
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

/** Values of pixels that one point of an outline stands for. */
const RANGE = 16;

/**
 * Outlines of how often pixels have a value, as shares of a row's values, without those of the first range, which the
 * background fills.
 * @param counts rows x 256
 */
export function intensityLines(
  counts: NdArray,
  rows: readonly { readonly row: number; readonly name: string; readonly meta: TraceMeta }[],
): PlotlySpec {
  const ranges = Array.from({ length: 256 / RANGE - 1 }, (_, at) => (at + 1) * RANGE);
  return {
    data: rows.map(({ row, name, meta }) => {
      const levels = Float64Array.from(counts.data.subarray(row * 256, (row + 1) * 256));
      const total = levels.reduce((sum, count) => sum + count, 0);
      const share = (from: number): number =>
        levels.subarray(from, from + RANGE).reduce((sum, count) => sum + count, 0) / Math.max(1, total);
      return {
        type: 'scatter',
        mode: 'lines',
        name,
        meta,
        line: { shape: 'hvh', width: 1.5 },
        x: ranges.map((from) => from + RANGE / 2 - 0.5),
        y: ranges.map((from) => 100 * share(from)),
        hovertemplate: '%{y:.2f} % near %{x:.0f}<extra>%{fullData.name}</extra>',
      } as Partial<Data>;
    }),
    layout: {
      xaxis: { title: { text: `Pixel value, in ranges of ${RANGE}` } },
      yaxis: { title: { text: 'Share of the pixel values (%)' }, rangemode: 'tozero' },
    },
  };
}
