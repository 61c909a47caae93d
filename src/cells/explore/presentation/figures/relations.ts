/** Figures of what goes together: features, features and classes, pixels. */
import type { Data, Layout } from 'plotly.js';
import { NAMED_FEATURES } from '../../../../core/features/named';
import { varianceShares } from '../../../../core/profile/pca';
import { pairIndex } from '../../../../core/profile/products';
import type { ClassAssociation, ComponentSummary, CorrelationMatrix } from '../../../../core/profile/types';
import type { NdArray } from '../../../../core/results/types';
import type { PlotlySpec } from '../../../../plots/blocks';
import { decimal, percent, roundedAt } from '../../../../core/words/numbers';

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

/** Two bars a feature: shares from 0 to 1. @param classBits the entropy of the classes, in bits */
export function associationBars(associations: readonly ClassAssociation[], classBits: number): PlotlySpec {
  const order = associations
    .map((of, at) => ({ ...of, label: NAMED_FEATURES[at]!.label }))
    .sort((a, b) => (a.mutualInformation ?? 0) - (b.mutualInformation ?? 0));
  const labels = order.map(({ label }) => label);
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        name: 'Mutual information, share of the classes’ entropy',
        y: labels,
        x: order.map(({ mutualInformation }) => (100 * (mutualInformation ?? 0)) / classBits),
        hovertemplate: '%{y}: %{x:.1f} %<extra>%{fullData.name}</extra>',
      },
      {
        type: 'bar',
        orientation: 'h',
        name: 'Correlation ratio η², share of the variance',
        y: labels,
        x: order.map(({ etaSquared }) => 100 * (etaSquared ?? 0)),
        hovertemplate: '%{y}: %{x:.1f} %<extra>%{fullData.name}</extra>',
      },
    ],
    layout: {
      barmode: 'group',
      xaxis: { title: { text: 'Share (%)' }, rangemode: 'tozero' },
      yaxis: { type: 'category' },
    },
  };
}

/** Pixels a side of one cell of the overview: 196 cells a side for 784 pixels, 38,416 in all. The last may be cut short. */
const BLOCK = 4;

/**
 * All correlations of pixels in the order of the clustering, means of blocks of 4 x 4 pairs.
 * @param correlations of all pairs, in the order of `pairIndex` @param order of the pixels
 */
export function clusteredMap(correlations: NdArray, order: NdArray): PlotlySpec {
  const pixels = order.data.length;
  const side = Math.ceil(pixels / BLOCK);
  const z = Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => {
      let [sum, pairs] = [0, 0];
      for (let a = row * BLOCK; a < Math.min(pixels, (row + 1) * BLOCK); a += 1) {
        for (let b = column * BLOCK; b < Math.min(pixels, (column + 1) * BLOCK); b += 1) {
          sum += correlations.data[pairIndex(order.data[a]!, order.data[b]!, pixels)]!;
          pairs += 1;
        }
      }
      return roundedAt(sum / pairs, 3);
    }),
  );
  const title = { text: 'Pixels, in the order of the clustering' };
  return {
    data: [
      {
        type: 'heatmap',
        meta: { diverging: true },
        x0: BLOCK / 2,
        dx: BLOCK,
        y0: BLOCK / 2,
        dy: BLOCK,
        z,
        zmin: -1,
        zmax: 1,
        colorbar: { title: { text: 'r' } },
        hovertemplate: 'r %{z:.2f}<extra></extra>',
      } as unknown as Partial<Data>,
    ],
    layout: {
      xaxis: { title, constrain: 'domain', showgrid: false },
      yaxis: { title, autorange: 'reversed', scaleanchor: 'x', constrain: 'domain', showgrid: false },
    } as Partial<Layout>,
  };
}

/** The curve of the share of the variance that the first k components hold. @param variances descending */
export function varianceCurve(variances: NdArray, { needed }: ComponentSummary): PlotlySpec {
  let sum = 0;
  const shares = Array.from(varianceShares(Float64Array.from(variances.data)), (share) => (sum += 100 * share));
  const marks = needed.flatMap(({ share, components }) => (components === null ? [] : [{ share, components }]));
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'Variance held',
        x: shares.map((_, at) => at + 1),
        y: shares,
        hovertemplate: '%{x} components hold %{y:.2f} %<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'text+markers',
        name: 'Components for a share',
        x: marks.map(({ components }) => components),
        y: marks.map(({ share }) => 100 * share),
        text: marks.map(({ components, share }) => `${components} for ${percent(share, 0)}`),
        textposition: 'bottom right',
        marker: { size: 8 },
        hovertemplate: '%{text}<extra></extra>',
      },
    ],
    layout: {
      showlegend: false,
      xaxis: { title: { text: 'Components' } },
      yaxis: { title: { text: 'Share of the variance (%)' }, rangemode: 'tozero' },
    },
  };
}
