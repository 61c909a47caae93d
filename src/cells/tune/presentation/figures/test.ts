/** Figures of the test set: classes, reliability, surest mistakes. */
import { mostConfused, rowsOfConfusion } from '../../../../core/stats/classification';
import { pixelsOf } from '../../../../core/dataset/shape';
import type { FigureBlock, ImagesBlock, PlotlySpec } from '../../../../plots/blocks';
import type { Reliability } from '../../../../../workers/tasks/examine/types';
import { classNames, namer, namesOf } from '../../../classes';
import { imageSize } from '../../../sizes';
import type { CellContent } from '../../../types';
import { namedMatrix, namedMatrixAlt } from '../../../../plots/class-matrix';
import { TUNE_ARTIFACTS } from '../../arrays';
import type { TuneParams, TuneSummary } from '../../types';
import { count, fixed, percent } from '../../../../core/words/numbers';

export type Content = CellContent<TuneParams, TuneSummary>;

export function confusionBlock(content: Content): FigureBlock {
  const { test } = content.summary;
  const nameOf = namer(content);
  const counts = rowsOfConfusion(test.confusion);
  const most = mostConfused(counts);
  return {
    type: 'figure',
    id: 'confusion',
    title: 'Test: which classes are taken for which',
    caption:
      `The ${count(test.images)} test images by true class and given name; colour is the share of the true class. ` +
      (most
        ? `Most often ${nameOf(most.row)} is taken for ${nameOf(most.column)}: ${count(most.images)} times.`
        : 'None is taken for another.'),
    alt: namedMatrixAlt(counts.length),
    height: 520,
    draw: () => Promise.resolve(namedMatrix(counts, namesOf(classNames(content), counts.length))),
  };
}

export function classFigure(content: Content): FigureBlock {
  const { test } = content.summary;
  const nameOf = namer(content);
  const order = [...test.perClass.keys()].sort((a, b) => test.perClass[b]!.f1 - test.perClass[a]!.f1);
  const last = order.at(-1)!;
  const series = (name: string, of: (index: number) => number) => ({
    type: 'bar' as const,
    name,
    x: order.map((index) => nameOf(index)),
    y: order.map((index) => 100 * of(index)),
    hovertemplate: `%{x}: ${name} %{y:.1f} %<extra></extra>`,
  });
  return {
    type: 'figure',
    id: 'per-class',
    title: 'Test: precision and recall of each class',
    caption:
      'Recall is the share of a class that is found, precision the share of the images given its name that are of it; sorted by ' +
      `their harmonic mean. ${nameOf(last)} comes last with an F1 of ${percent(test.perClass[last]!.f1)}.`,
    alt: order
      .map((index) => {
        const { precision, recall } = test.perClass[index]!;
        return `${nameOf(index)} precision ${percent(precision, 0)} recall ${percent(recall, 0)}`;
      })
      .join(', '),
    height: 380,
    draw: () =>
      Promise.resolve({
        data: [
          series('precision', (index) => test.perClass[index]!.precision),
          series('recall', (index) => test.perClass[index]!.recall),
        ],
        layout: {
          barmode: 'group',
          xaxis: { tickangle: -45 },
          yaxis: { title: { text: 'per cent' }, range: [0, 100] },
        },
      }),
  };
}

function reliabilitySpec({ before, after, temperature }: TuneSummary['calibration']): PlotlySpec {
  const points = (name: string, { bins }: Reliability, series: number) => {
    const filled = bins.filter((bin) => bin.count > 0);
    return {
      type: 'scatter' as const,
      mode: 'lines+markers' as const,
      name,
      x: filled.map(({ confidence }) => 100 * confidence),
      y: filled.map((bin) => 100 * bin.accuracy),
      text: filled.map((bin) => `${count(bin.count)} images`),
      hovertemplate: '%{text}: sure by %{x:.1f} %, right %{y:.1f} %<extra></extra>',
      meta: { series },
    };
  };
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'as sure as right',
        x: [0, 100],
        y: [0, 100],
        line: { dash: 'dot' },
        hoverinfo: 'skip',
        meta: { muted: true },
      },
      points('as the model says', before, 0),
      points(`with temperature ${fixed(temperature, 2)}`, after, 1),
    ],
    layout: {
      xaxis: { title: { text: 'mean probability of the given name (%)' }, range: [0, 100] },
      yaxis: { title: { text: 'share named rightly (%)' }, range: [0, 100] },
    },
  };
}

export function reliabilityFigure({ calibration, test }: TuneSummary): FigureBlock {
  const { before, after } = calibration;
  return {
    type: 'figure',
    id: 'reliability',
    title: 'Test: whether it is as often right as it is sure',
    caption:
      `The ${count(test.images)} test images in 15 bins of equal width by the probability of the given name; points below the line are surer than ` +
      `right. Expected calibration error ${percent(before.calibrationError)}, and ${percent(after.calibrationError)} with the temperature fitted on the calibration split; ` +
      `log-loss ${fixed(before.logLoss, 3)} and ${fixed(after.logLoss, 3)} nats.`,
    alt: `Accuracy against confidence; calibration error ${percent(before.calibrationError)} before and ${percent(after.calibrationError)} after temperature scaling.`,
    height: 380,
    draw: () => Promise.resolve(reliabilitySpec(calibration)),
  };
}

export function mistakesBlock(content: Content): ImagesBlock {
  const nameOf = namer(content);
  const { worst, wrong, images } = content.summary.test;
  const least = worst.at(-1)?.probability;
  const sureness =
    least === undefined ? '' : `Each of these names was given a probability of at least ${percent(least, 0)}. `;
  return {
    type: 'images',
    id: 'mistakes',
    title: 'Test: the surest mistakes',
    caption:
      `${count(wrong)} of ${count(images)} test images are named wrongly; these ${count(worst.length)} most surely. Below each: its label → the given ` +
      `name. ${sureness}The labels are taken as they are, also where they look wrong.`,
    alt: `${count(worst.length)} test images that the model names wrongly with high probability.`,
    columns: 5,
    async load() {
      const ref = content.result.artifacts[TUNE_ARTIFACTS.mistakeImages];
      if (!ref) throw new Error('Tune: the result has no images of mistakes.');
      const pixels = (await content.read(ref)).data as Uint8Array;
      const size = imageSize(content);
      const imagePixels = pixelsOf(size);
      return worst.map(({ index, label, predicted, probability }, row) => {
        const words = `${nameOf(label)}, named ${nameOf(predicted)} (${percent(probability, 0)})`;
        return {
          pixels: pixels.slice(row * imagePixels, (row + 1) * imagePixels),
          size,
          scale: 'gray' as const,
          label: `${nameOf(label)} → ${nameOf(predicted)}`,
          classIndex: label,
          alt: `Test image ${index}: ${words}`,
        };
      });
    },
  };
}
