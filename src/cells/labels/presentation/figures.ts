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
      : `Most often ${nameOf(most.column)} is estimated to be labelled ${nameOf(most.row)}: ${count(most.images)} images.`;
  return {
    type: 'figure',
    id: 'noise-matrix',
    title: 'Labels estimated to be wrong, by class',
    caption:
      `${finding} Images by given class (row) and estimated true class (column), of ${count(images)}: the confident joint, scaled to ` +
      'the images of each given class. The diagonal is left empty.',
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
    title: 'How far the probabilities can be trusted',
    caption:
      `Images in 15 bins of the probability of the class that is named (those with ${LEAST_IN_BIN} images or more): the share labelled so against the mean probability. They lie ` +
      `${pointsApart(calibrationError)} apart on average; below the line a model is too sure. These ` +
      `are ${sureness(temperature)}. Confident learning sets a threshold for each class, which makes up for a part of that.`,
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
            hovertemplate: '%{customdata} images: %{x:.1f} % sure, %{y:.1f} % labelled so<extra></extra>',
          },
        ],
        layout: {
          xaxis: { title: { text: 'mean probability (%)' }, range: [0, 102] },
          yaxis: { title: { text: 'labelled so (%)' }, range: [0, 102] },
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
    title: 'Does it find labels that are known to be wrong?',
    caption:
      'All images of a copy ranked by self-confidence, with labels flipped on purpose: of those looked at so far, the share that was ' +
      `flipped, over the share of flips that was found. By chance it would stay at ${percent(checks[0]!.share, 0)}. Labels that were wrong ` +
      'before count against it, so the true curves lie no lower.',
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
            name: 'by chance',
            x: [0, 100],
            y: [100 * checks[0]!.share, 100 * checks[0]!.share],
            meta: { muted: true },
          },
        ],
        layout: {
          xaxis: { title: { text: 'flips found (%)' }, range: [0, 102] },
          yaxis: { title: { text: 'flips among those looked at (%)' }, range: [0, 102] },
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
    title: 'Which labels are doubted, and for which class',
    caption:
      `${count(top.count)} of the ${count(flagged)} flagged images are labelled ${nameOf(top.given)} and look like ` +
      `${nameOf(top.suggested)} to models that have not seen them. The ${pairs.length} most frequent pairs.`,
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
