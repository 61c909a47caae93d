/** Figures of the test set: classes, reliability, surest mistakes. */
import { mostConfused, rowsOfConfusion } from '../../../../core/stats/classification';
import { imageId } from '../../../../core/dataset/ids';
import { pixelsOf } from '../../../../core/dataset/shape';
import type { DatasetSummary } from '../../../../core/dataset/types';
import type { FigureBlock, ImagesBlock, PlotlySpec } from '../../../../plots/blocks';
import type { Reliability } from '../../../../../workers/tasks/examine/types';
import { classNames, namer, namesOf } from '../../../classes';
import { imageSize } from '../../../sizes';
import type { CellContent } from '../../../types';
import { namedMatrix, namedMatrixAlt } from '../../../../plots/class-matrix';
import { TUNE_ARTIFACTS } from '../../arrays';
import type { TuneParams, TuneSummary } from '../../types';
import { count, fixed, percent, plural } from '../../../../core/words/numbers';

export type Content = CellContent<TuneParams, TuneSummary>;

export function confusionBlock(content: Content): FigureBlock {
  const { test } = content.summary;
  const nameOf = namer(content);
  const counts = rowsOfConfusion(test.confusion);
  const most = mostConfused(counts);
  return {
    type: 'figure',
    id: 'confusion',
    title: 'Confusion matrix on the test set',
    caption:
      `The ${count(test.images)} test images by true and predicted class. Colour: share of the true class. ` +
      (most
        ? `Most frequent confusion: ${nameOf(most.row)} predicted as ${nameOf(most.column)}, ${plural(most.images, 'image')}.`
        : 'None is misclassified.'),
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
      'Recall: share of the images of a class that are predicted as it. Precision: share of the images predicted as a class that are of it. ' +
      `Sorted by F1; ${nameOf(last)} is last with ${percent(test.perClass[last]!.f1)}.`,
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
      hovertemplate: '%{text}: confidence %{x:.1f} %, accuracy %{y:.1f} %<extra></extra>',
      meta: { series },
    };
  };
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'perfect calibration',
        x: [0, 100],
        y: [0, 100],
        line: { dash: 'dot' },
        hoverinfo: 'skip',
        meta: { muted: true },
      },
      points('uncalibrated', before, 0),
      points(`with temperature ${fixed(temperature, 2)}`, after, 1),
    ],
    layout: {
      xaxis: { title: { text: 'mean confidence (%)' }, range: [0, 100] },
      yaxis: { title: { text: 'accuracy (%)' }, range: [0, 100] },
    },
  };
}

export function reliabilityFigure({ calibration, test }: TuneSummary): FigureBlock {
  const { before, after } = calibration;
  return {
    type: 'figure',
    id: 'reliability',
    title: 'Calibration on the test set',
    caption:
      `The ${count(test.images)} test images in 15 bins of equal width by confidence. Points below the line are overconfident. ` +
      `Expected calibration error ${percent(before.calibrationError)}, and ${percent(after.calibrationError)} with the temperature fitted on the calibration split. ` +
      `Log-loss ${fixed(before.logLoss, 3)} and ${fixed(after.logLoss, 3)} nats.`,
    alt: `Accuracy against confidence; calibration error ${percent(before.calibrationError)} before and ${percent(after.calibrationError)} after temperature scaling.`,
    height: 380,
    draw: () => Promise.resolve(reliabilitySpec(calibration)),
  };
}

export function mistakesBlock(content: Content): ImagesBlock {
  const nameOf = namer(content);
  const { worst, wrong, images } = content.summary.test;
  const data = content.inputs['data']?.summary as DatasetSummary | undefined;
  const least = worst.at(-1)?.probability;
  const sureness = least === undefined ? '' : `Each has a predicted probability of at least ${percent(least, 0)}. `;
  return {
    type: 'images',
    id: 'mistakes',
    title: 'Test: most confident misclassifications',
    caption:
      `${count(wrong)} of ${count(images)} test images (${percent(wrong / images)}) are misclassified; these are the ${count(worst.length)} most confident. Below each: label → predicted ` +
      `class. ${sureness}Labels are taken as given, even where they look wrong.`,
    alt: `${count(worst.length)} test images that are misclassified with high probability.`,
    columns: 5,
    ...(data ? { dataset: data.hash } : {}),
    async load() {
      const ref = content.result.artifacts[TUNE_ARTIFACTS.mistakeImages];
      if (!ref) throw new Error('Tune: the result has no images of mistakes.');
      const pixels = (await content.read(ref)).data as Uint8Array;
      const size = imageSize(content);
      const imagePixels = pixelsOf(size);
      return worst.map(({ index, label, predicted, probability }, row) => {
        const words = `${nameOf(label)}, predicted ${nameOf(predicted)} (${percent(probability, 0)})`;
        return {
          pixels: pixels.slice(row * imagePixels, (row + 1) * imagePixels),
          size,
          scale: 'gray' as const,
          label: `${nameOf(label)} → ${nameOf(predicted)}`,
          classIndex: label,
          alt: `Test image ${index}: ${words}`,
          ...(data ? { image: imageId(data, 'test', index) } : {}),
        };
      });
    },
  };
}
