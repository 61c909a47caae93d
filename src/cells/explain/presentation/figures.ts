/** The Explain cell's plots. */
import type { Data } from 'plotly.js';
import { NAMED_FEATURES } from '../../../core/features/named';
import { decimal } from '../../../core/words/numbers';
import type { PlotlySpec } from '../../../plots/blocks';
import type { TrainCurves } from '../../../../workers/tasks/train/types';
import { cellText, classAxis } from '../../../plots/class-matrix';
import { namesOf } from '../../classes';
import { SELECTION_ORDERS } from '../arrays';
import type { Attribution, NamedExplanation, Selection } from '../types';
import { labelOf, ORDER_LABELS, RANDOM_LABEL } from './words';

/** Loss on the left axis, validation accuracy on the right, over images trained. */
export function curvesFigure({ trainLoss, validationLogLoss, validationAccuracy }: TrainCurves): PlotlySpec {
  return {
    data: [
      { type: 'scatter', mode: 'lines', name: 'loss on training', x: [...trainLoss.x], y: [...trainLoss.y] },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'log loss on validation',
        x: [...validationLogLoss.x],
        y: [...validationLogLoss.y],
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'accuracy on validation',
        x: [...validationAccuracy.x],
        y: validationAccuracy.y.map((share) => 100 * share),
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

/** Mean probability of the named class over the share of pixels blacked out, one line a method and one for random orders. */
export function deletionFigure({ methods, random, deleted }: Attribution): PlotlySpec {
  const line = (name: string, curve: readonly number[]) => ({
    type: 'scatter' as const,
    mode: 'lines' as const,
    name,
    x: deleted.map((share) => 100 * share),
    y: [...curve],
    hovertemplate: '%{x:.0f} % blacked out: %{y:.2f}<extra>%{fullData.name}</extra>',
  });
  return {
    data: [
      ...methods.map(({ method, curve }) => line(labelOf(method), curve)),
      { ...line(RANDOM_LABEL, random.curve), line: { dash: 'dot', width: 3 }, meta: { muted: true } },
    ],
    layout: {
      xaxis: { title: { text: 'pixels blacked out, strongest first (%)' }, range: [0, 100] },
      yaxis: { title: { text: 'probability of the predicted class' }, range: [0, 1] },
      legend: { orientation: 'h', y: -0.22, yanchor: 'top' },
    },
  };
}

export const featureLabel = (id: string): string => NAMED_FEATURES.find((feature) => feature.id === id)?.label ?? id;

/** Signed mean absolute Shapley values: features by classes. @param names of the classes by label */
export function signedFigure({ features, signed }: NamedExplanation, names: readonly string[]): PlotlySpec {
  const classes = namesOf(names, signed.length / features.length);
  const rows = features.map((_, feature) => classes.map((_name, label) => signed[label * features.length + feature]!));
  return {
    data: [
      {
        type: 'heatmap',
        meta: { diverging: true },
        x: classes,
        y: features.map(featureLabel),
        z: rows,
        text: rows.map((row) => row.map((value) => decimal(value, 1))),
        texttemplate: cellText('%{text}', classes.length),
        textfont: { size: 10 },
        xgap: 1,
        ygap: 1,
        showscale: false,
        hovertemplate: 'more %{y}: %{text} for %{x}<extra></extra>',
      } as unknown as Partial<Data>,
    ],
    layout: { xaxis: { tickangle: -45, ...classAxis(classes.length) }, yaxis: { autorange: 'reversed' } },
  };
}

/** What a beeswarm shows: features x images. */
export interface Swarm {
  readonly values: ArrayLike<number>;
  readonly offsets: ArrayLike<number>;
  readonly levels: ArrayLike<number>;
  readonly images: number;
}

/** Three shades of a feature's value: a continuous scale would hide its ends on white or on black paper. */
const LEVELS = [
  { name: 'low third of the feature’s values', from: 0, to: 1 / 3, muted: false },
  { name: 'high third', from: 2 / 3, to: 2, muted: false },
  { name: 'middle third', from: 1 / 3, to: 2 / 3, muted: true },
] as const;

/** Shapley values of one class, one point an image and feature. */
export function swarmFigure(features: readonly string[], { values, offsets, levels, images }: Swarm): PlotlySpec {
  const data = LEVELS.map(({ name, from, to, muted }) => {
    const at = Array.from({ length: features.length * images }, (_, index) => index).filter(
      (index) => levels[index]! >= from && levels[index]! < to,
    );
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: at.map((index) => values[index]!),
      y: at.map((index) => Math.floor(index / images) + 0.8 * offsets[index]!),
      marker: { size: 4, opacity: 0.75 },
      ...(muted ? { meta: { muted } } : {}),
      hovertemplate: '%{x:.2f}<extra></extra>',
    } as unknown as Partial<Data>;
  });
  return {
    data,
    layout: {
      xaxis: { title: { text: 'Shapley value (logit)' }, zeroline: true },
      yaxis: {
        tickvals: features.map((_, index) => index),
        ticktext: features.map(featureLabel),
        range: [features.length - 0.4, -0.6],
        zeroline: false,
      },
    },
  };
}

/** Accuracy of the retrained model by choice of pixels: mean with interval, and every seed. */
export function selectionFigure({ accuracy, percent }: Selection): PlotlySpec {
  const labels = SELECTION_ORDERS.map((order) => ORDER_LABELS[order]);
  const mean = SELECTION_ORDERS.map((order) => 100 * accuracy[order].estimate);
  const seeds = SELECTION_ORDERS.flatMap((order) =>
    accuracy[order].perRun.map((value) => ({ x: 100 * value, y: ORDER_LABELS[order] })),
  );
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        name: 'mean over seeds, 95 % CI',
        x: mean,
        y: labels,
        marker: { size: 11 },
        error_x: {
          type: 'data',
          symmetric: false,
          array: SELECTION_ORDERS.map((order, at) => 100 * accuracy[order].interval[1] - mean[at]!),
          arrayminus: SELECTION_ORDERS.map((order, at) => mean[at]! - 100 * accuracy[order].interval[0]),
        },
        hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'one seed',
        x: seeds.map(({ x }) => x),
        y: seeds.map(({ y }) => y),
        marker: { size: 6, symbol: 'line-ns-open', line: { width: 2 } },
        meta: { muted: true },
        hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
      },
    ],
    layout: {
      xaxis: { title: { text: `validation accuracy (%) on ${percent} % of the pixels, or all` } },
      yaxis: { autorange: 'reversed' },
    },
  };
}
