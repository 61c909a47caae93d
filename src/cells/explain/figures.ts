/** The Explain cell's plots. */
import { CLASS_NAMES, CLASSES } from '../../core/dataset/types';
import type { PlotlySpec } from '../../plots/blocks';
import type { TrainCurves } from '../../../workers/tasks/train/types';

/** Loss on the left axis, select accuracy on the right, over images trained. */
export function curvesFigure({ fitLoss, selectLogLoss, selectAccuracy }: TrainCurves): PlotlySpec {
  return {
    data: [
      { type: 'scatter', mode: 'lines', name: 'loss on fit', x: [...fitLoss.x], y: [...fitLoss.y] },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'log loss on select',
        x: [...selectLogLoss.x],
        y: [...selectLogLoss.y],
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'accuracy on select',
        x: [...selectAccuracy.x],
        y: selectAccuracy.y.map((share) => 100 * share),
        yaxis: 'y2',
      },
    ],
    layout: {
      xaxis: { title: { text: 'images trained' }, rangemode: 'tozero' },
      yaxis: { title: { text: 'loss (nats)' }, rangemode: 'tozero' },
      yaxis2: { title: { text: 'accuracy (%)' }, overlaying: 'y', side: 'right', range: [0, 100], showgrid: false },
    },
  };
}

/** Counts by true (rows) and predicted class (columns), coloured by the share of the row. */
export function confusionFigure(confusion: readonly number[]): PlotlySpec {
  const rows = Array.from({ length: CLASSES }, (_, row) => confusion.slice(row * CLASSES, (row + 1) * CLASSES));
  const shares = rows.map((row) => {
    const total = row.reduce((sum, images) => sum + images, 0);
    return row.map((images) => (total > 0 ? (100 * images) / total : 0));
  });
  return {
    data: [
      {
        type: 'heatmap',
        x: [...CLASS_NAMES],
        y: [...CLASS_NAMES],
        z: shares,
        text: rows.map((row) => row.map(String)) as unknown as string[],
        texttemplate: '%{text}',
        hovertemplate: '%{y} named %{x}: %{text} images (%{z:.1f} % of the class)<extra></extra>',
        zmin: 0,
        zmax: 100,
        colorbar: { title: { text: '% of the class' } },
      },
    ],
    layout: {
      xaxis: { title: { text: 'named' }, tickangle: -45 },
      yaxis: { title: { text: 'true class' }, autorange: 'reversed' },
    },
  };
}
