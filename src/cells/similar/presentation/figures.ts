/** The figures of the cell of near copies. */
import { splitWord } from '../../../core/words/splits';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import { DISTANCE_BIN } from '../../../core/neighbours/leaks';
import type { PlotlySpec } from '../../../plots/blocks';
import { RESCORED_NAMES } from './findings';
import { NEAR, type SimilarSummary } from '../types';

/** Pairs up to each threshold, on a logarithmic axis: all, across splits of the training file, with a test image. */
export function pairsByThreshold({ counts }: SimilarSummary): PlotlySpec {
  const x = counts.map(({ share }) => 100 * share);
  const line = (name: string, of: (at: SimilarSummary['counts'][number]) => number): PlotlySpec['data'][number] => ({
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x,
    // A logarithm has no zero: what is not there is not drawn.
    y: counts.map((one) => of(one) || null),
    hovertemplate: `up to %{x} %: %{y:,} pairs<extra>${name}</extra>`,
  });
  const top = Math.max(1, ...counts.map(({ pairs }) => pairs));
  return {
    data: [
      line('all pairs', ({ pairs }) => pairs),
      line('across splits of the training file', ({ acrossTraining }) => acrossTraining),
      line('with a test image', ({ withTest }) => withTest),
      {
        type: 'scatter',
        mode: 'lines',
        name: 'near copies',
        x: [100 * NEAR, 100 * NEAR],
        y: [1, top],
        hoverinfo: 'skip',
        meta: { muted: true },
      },
    ],
    layout: {
      xaxis: { title: { text: 'Difference at most (% of the longer image)' } },
      yaxis: { title: { text: 'Pairs (logarithmic)' }, type: 'log', tickformat: ',d', dtick: 1 },
    },
  };
}

/** Share of each split's images by the distance to the nearest training image. */
export function distanceHistogram({ distances }: SimilarSummary): PlotlySpec {
  return {
    data: distances
      .toSorted((a, b) => SPLIT_NAMES.indexOf(a.split) - SPLIT_NAMES.indexOf(b.split))
      .map(({ split, images, bins }) => ({
        type: 'scatter',
        mode: 'lines',
        name: splitWord(split),
        line: { shape: 'hvh' },
        x: bins.map((_, bin) => (bin + 0.5) * DISTANCE_BIN),
        y: bins.map((count) => (100 * count) / images),
        hovertemplate: `%{x:.0f} levels: %{y:.1f} % of ${splitWord(split)}<extra></extra>`,
      })),
    layout: {
      xaxis: { title: { text: 'Distance to the nearest training image (grey levels a pixel, root mean square)' } },
      yaxis: { title: { text: 'Images of the split (%)' }, rangemode: 'tozero' },
    },
  };
}

/** Accuracy on validation without what is near to the training split, and the range of leaving out as many at random. */
export function rescoredCurve({ models }: SimilarSummary, model: SimilarSummary['models'][number]): PlotlySpec {
  const points = model.rescored.filter(({ without, random }) => without !== null && random !== null);
  const x = points.map(({ share }) => 100 * share);
  const band = (bound: 0 | 1): PlotlySpec['data'][number] => ({
    type: 'scatter',
    mode: 'lines',
    name: bound === 0 ? 'random, 95 % of draws' : '',
    showlegend: bound === 0,
    x,
    y: points.map(({ random }) => 100 * random!.range[bound]),
    hovertemplate: `%{y:.2f} %<extra>random ${bound === 0 ? 'from' : 'to'}</extra>`,
    meta: { muted: true },
  });
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'without look-alikes of the training split',
        x,
        y: points.map(({ without }) => 100 * without!),
        customdata: points.map(({ removed }) => removed),
        hovertemplate: 'up to %{x} %: %{y:.2f} % without %{customdata:,} images<extra></extra>',
        meta: { series: models.indexOf(model) },
      },
      band(0),
      band(1),
    ],
    layout: {
      xaxis: { title: { text: 'Left out: nearest training image differs by at most (%)' } },
      yaxis: { title: { text: `Accuracy of ${RESCORED_NAMES[model.model]} on validation (%)` } },
    },
  };
}
