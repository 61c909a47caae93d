/** The Label issues cell's figures. */
import type { FigureBlock } from '../../../plots/blocks';
import { mostConfused } from '../../../core/stats/classification';
import { classMatrix } from '../../../plots/class-matrix';
import { classNames, namer, namesOf } from '../../classes';
import { issueList, type Content } from './images';
import { CHECK_WORDS, flaggedOf, pairName, pairsOf, sureness } from './words';
import { count, percent } from '../../../core/words/numbers';
import { pointsApart } from '../../../core/words/comparisons';

/** Given against estimated true class; the diagonal, which holds most images, is left empty. */
export function noiseFigure(content: Content): FigureBlock {
  const { audit, perClass, images } = content.summary;
  const classes = perClass.length;
  const nameOf = namer(content);
  const names = namesOf(classNames(content), classes);
  const rows = Array.from({ length: classes }, (_, given) =>
    Array.from({ length: classes }, (_, other) =>
      given === other ? null : audit.calibrated[given * classes + other]!,
    ),
  );
  const most = mostConfused(rows.map((row) => row.map((value) => value ?? 0)));
  const finding =
    most === undefined
      ? 'No label is estimated to be wrong.'
      : `Most frequent: ${count(most.images)} images of ${nameOf(most.column)} are estimated to be labelled ${nameOf(most.row)}.`;
  return {
    type: 'figure',
    id: 'noise-matrix',
    title: 'Labels estimated to be wrong, by class',
    caption:
      `${finding} Rows: given class, columns: estimated true class, of ${count(images)} images. The confident joint is scaled to ` +
      'the images of each given class; the diagonal is left empty.',
    alt: `Heat map of ${classes} by ${classes} classes; ${finding}`,
    height: 480,
    draw: () =>
      Promise.resolve(
        classMatrix({
          names,
          row: 'given class',
          column: 'estimated true class',
          values: rows,
          cell: '%{z}',
          hover: '%{z} labelled %{y}, estimated %{x}',
          unit: 'images',
          range: { zmin: 0 },
        }),
      ),
    pick({ point }) {
      if (typeof point === 'number') return undefined;
      const [given, suggested] = point;
      if (audit.pairs[given * classes + suggested] === 0) return undefined;
      return issueList(content, pairName(names, given, suggested), (g, s) => g === given && s === suggested);
    },
  };
}

/** Images below which the share in a bin says nothing. */
const LEAST_IN_BIN = 20;

/** How often labels agree with models that are so sure. */
export function reliabilityFigure({ summary }: Content): FigureBlock {
  const { bins, calibrationError, temperature, outOfSample } = summary.audit;
  const filled = bins.filter((bin) => bin.count >= LEAST_IN_BIN);
  return {
    type: 'figure',
    id: 'reliability',
    title: 'Calibration of the held-out probabilities',
    caption:
      `Accuracy against mean confidence in 15 bins (those with ${LEAST_IN_BIN} images or more). Expected calibration error ` +
      `${pointsApart(calibrationError)}; below the line a model is overconfident. These are ${sureness(temperature)}. ` +
      'Class thresholds in confident learning make up for part of that.',
    alt: `Calibration curve over ${count(outOfSample.images)} images; expected calibration error ${percent(calibrationError)}.`,
    draw: () =>
      Promise.resolve({
        data: [
          {
            type: 'scatter' as const,
            mode: 'lines' as const,
            name: 'equal',
            x: [0, 100],
            y: [0, 100],
            meta: { muted: true },
          },
          {
            type: 'scatter' as const,
            mode: 'lines+markers' as const,
            name: 'held-out images',
            x: filled.map((bin) => 100 * bin.confidence),
            y: filled.map((bin) => 100 * bin.accuracy),
            customdata: filled.map((bin) => bin.count),
            hovertemplate: '%{customdata} images: confidence %{x:.1f} %, accuracy %{y:.1f} %<extra></extra>',
          },
        ],
        layout: {
          xaxis: { title: { text: 'mean confidence (%)' }, range: [0, 102] },
          yaxis: { title: { text: 'accuracy (%)' }, range: [0, 102] },
        },
      }),
  };
}

/** Precision over recall of the ranking, for labels flipped on purpose. */
export function checkFigure({ summary }: Content): FigureBlock | undefined {
  const { checks } = summary;
  if (checks.length === 0) return undefined;
  return {
    type: 'figure',
    id: 'check',
    title: 'Recovery of flipped labels',
    caption:
      'Images of a copy with flipped labels, ranked by self-confidence: precision over recall of the flips. ' +
      `A random ranking has a precision of ${percent(checks[0]!.share, 0)}. Labels that were already wrong ` +
      'count as false alarms, so the true curves are no lower.',
    alt: checks
      .map(
        ({ kind, bySelfConfidence }) =>
          `Flipped ${CHECK_WORDS[kind]}: average precision ${percent(bySelfConfidence.averagePrecision)}`,
      )
      .join('; '),
    draw: () =>
      Promise.resolve({
        data: [
          ...checks.map(({ kind, bySelfConfidence: { recall, precision } }) => ({
            type: 'scatter' as const,
            mode: 'lines' as const,
            name: `flipped ${CHECK_WORDS[kind]}`,
            x: recall.map((share) => 100 * share),
            y: precision.map((share) => 100 * share),
          })),
          {
            type: 'scatter' as const,
            mode: 'lines' as const,
            name: 'random ranking',
            x: [0, 100],
            y: [100 * checks[0]!.share, 100 * checks[0]!.share],
            meta: { muted: true },
          },
        ],
        layout: {
          xaxis: { title: { text: 'recall of flips (%)' }, range: [0, 102] },
          yaxis: { title: { text: 'precision (%)' }, range: [0, 102] },
        },
      }),
  };
}

/** Which labels are given to which class, as bars; the twelve most frequent pairs. */
export function pairsFigure(content: Content): FigureBlock | undefined {
  const nameOf = namer(content);
  const names = classNames(content);
  const pairs = pairsOf(content.summary).slice(0, 12).reverse();
  if (pairs.length === 0) return undefined;
  const flagged = flaggedOf(content.summary);
  const top = pairs.at(-1)!;
  return {
    type: 'figure',
    id: 'pairs',
    title: 'Flagged labels by suggested class',
    caption:
      `${count(top.count)} of ${count(flagged)} flagged images are labelled ${nameOf(top.given)} and predicted as ` +
      `${nameOf(top.suggested)} by models that were not trained on them. The ${pairs.length} most frequent pairs.`,
    alt: pairs
      .toReversed()
      .map(({ given, suggested, count: images }) => `${pairName(names, given, suggested)} ${images}`)
      .join(', '),
    height: 90 + 26 * pairs.length,
    draw: () =>
      Promise.resolve({
        data: [
          {
            type: 'bar' as const,
            orientation: 'h' as const,
            x: pairs.map((pair) => pair.count),
            y: pairs.map((pair) => pairName(names, pair.given, pair.suggested)),
            meta: { classIndices: pairs.map((pair) => pair.given) },
            hovertemplate: '%{y}: %{x} images<extra></extra>',
          },
        ],
        layout: { xaxis: { title: { text: 'flagged images' } }, yaxis: { type: 'category' }, showlegend: false },
      }),
    pick({ point }) {
      const pair = typeof point === 'number' ? pairs[point] : undefined;
      if (!pair) return undefined;
      const { given, suggested } = pair;
      return issueList(content, pairName(names, given, suggested), (g, s) => g === given && s === suggested);
    },
  };
}
