/** Attributions to pixels: the maps, their class averages, and the checks beside them. */
import { pixelsOf } from '../../../core/dataset/shape';
import { ATTRIBUTE_ARTIFACTS, METHOD_FACTS, METHODS, type Method } from '../../../core/explain/methods';
import { scaledForDisplay } from '../../../core/explain/pixels';
import { percent, plural } from '../../../core/profile/text';
import {
  LEAST_POOLED,
  type Block,
  type FigureBlock,
  type GridImage,
  type ImagesBlock,
  type TableBlock,
} from '../../../plots/blocks';
import { namer } from '../../classes';
import { imageSize } from '../../sizes';
import { deletionFigure } from '../figures';
import { completenessSentence, deletionSentence, limeSentence, rankedMethods } from '../findings';
import { artifactOf } from '../arrays';
import type { MethodSummary } from '../types';
import { labelOf, meanArea, medianAndLargest } from '../words';
import { read, type Content } from './content';
import { fixed } from '../../../core/words/numbers';

/** Cuts the image or map of a row out of count x pixels values. */
function rowsOf(content: Content) {
  const pixels = pixelsOf(imageSize(content));
  return <T extends { subarray(from: number, to: number): T }>(values: T, row: number): T =>
    values.subarray(row * pixels, (row + 1) * pixels);
}

/** One row an image of `rows`: the original, then each method. */
function mapsBlock(
  content: Content,
  rows: readonly number[],
  titled: Pick<ImagesBlock, 'id' | 'title' | 'caption'>,
): ImagesBlock {
  const { images } = content.summary.attribution;
  const nameOf = namer(content);
  const [size, rowOf] = [imageSize(content), rowsOf(content)];
  return {
    type: 'images',
    ...titled,
    alt: `${rows.length} images of the validation split, each beside maps of the predicted class by ${METHODS.length} methods.`,
    columns: 1 + METHODS.length,
    columnLabels: ['Image', ...METHODS.map((method) => METHOD_FACTS[method].short)],
    async load() {
      const pixels = (await read(content, ATTRIBUTE_ARTIFACTS.images)).data as Uint8Array;
      const maps = await Promise.all(
        METHODS.map(async (method) => {
          const { data } = await read(content, artifactOf(method, ATTRIBUTE_ARTIFACTS.attributions));
          return data as Float32Array;
        }),
      );
      return rows.flatMap((row): GridImage[] => {
        const image = images[row]!;
        const [label, predicted] = [nameOf(image.label), nameOf(image.predicted)];
        const named = image.label === image.predicted ? label : `${label}, named ${predicted}`;
        return [
          {
            pixels: rowOf(pixels, row).slice(),
            size,
            scale: 'gray',
            label: `${percent(image.probability, 0)} ${predicted}`,
            classIndex: image.label,
            alt: `Image ${image.index}: ${named}`,
          },
          ...METHODS.map((method, at): GridImage => ({
            pixels: scaledForDisplay(rowOf(maps[at]!, row)),
            size,
            scale: 'diverging',
            alt: `${METHOD_FACTS[method].label} of image ${image.index}`,
          })),
        ];
      });
    },
  };
}

/** Rows of the first image of each class, and the others. */
function firstAndOthers(labels: readonly number[]): { first: number[]; others: number[] } {
  const isFirst = (row: number): boolean => labels.indexOf(labels[row]!) === row;
  const rows = labels.map((_, row) => row);
  return { first: rows.filter(isFirst), others: rows.filter((row) => !isFirst(row)) };
}

function deletionBlock({ summary: { attribution } }: Content): FigureBlock {
  return {
    type: 'figure',
    id: 'deletion',
    title: 'How fast the named class is lost when pixels are blacked out',
    caption: `${deletionSentence(attribution)} A steep fall says that an order finds pixels which the model uses.`,
    alt: `Falling curves of the probability for ${METHODS.length} methods and random order; ${labelOf(rankedMethods(attribution)[0]!.method)} falls fastest.`,
    height: 420,
    draw: () => Promise.resolve(deletionFigure(attribution)),
  };
}

function checkRow(summary: MethodSummary): TableBlock['rows'][number] {
  const { method, completeness, advantage } = summary;
  const gaps = completeness && medianAndLargest(completeness.map(({ residual }) => residual));
  return {
    method: labelOf(method),
    from: method === 'random' ? null : (METHOD_FACTS[method].completeFrom ?? 'need not add up'),
    median: gaps ? 100 * gaps.median : null,
    largest: gaps ? 100 * gaps.largest : null,
    area: meanArea(summary),
    advantage: advantage ? advantage.estimate : null,
    interval: advantage ? `${fixed(advantage.low, 2)} to ${fixed(advantage.high, 2)}` : null,
  };
}

function checksTable({ summary: { attribution } }: Content): TableBlock {
  const random = attribution.methods.filter(({ method }) => method === 'random');
  return {
    type: 'table',
    id: 'checks',
    title: 'Checks of the methods',
    caption:
      `${completenessSentence(attribution)} Gap: |sum − change of the logit| relative to that change. Area under the deletion ` +
      'curve: smaller is better; the advantage over random order has a 95 % bootstrap interval over the images.',
    columns: [
      { key: 'method', label: 'Method' },
      { key: 'from', label: 'Adds up from' },
      { key: 'median', label: 'Gap %', align: 'right', digits: 2 },
      { key: 'largest', label: 'Largest %', align: 'right', digits: 2 },
      { key: 'area', label: 'Area', align: 'right', digits: 3 },
      { key: 'advantage', label: 'Gain', align: 'right', digits: 3 },
      { key: 'interval', label: '95 % interval', align: 'right' },
    ],
    rows: [...rankedMethods(attribution), ...random].map(checkRow),
  };
}

/** Methods whose attributions were averaged, beside each other for each class. */
function classAverages(content: Content): ImagesBlock {
  const { classes } = content.summary.attribution;
  const nameOf = namer(content);
  const [size, rowOf] = [imageSize(content), rowsOf(content)];
  const methods = METHODS.filter((method): method is Method => classes[method] !== undefined);
  const number = Math.max(0, ...methods.map((method) => classes[method]!.length));
  const labels = methods.map((method) => METHOD_FACTS[method].short);
  return {
    type: 'images',
    id: 'class-averages',
    title: 'Where the model looks, class by class',
    caption:
      'Mean attribution over the validation images of a class that were named rightly (their number of those looked at is below ' +
      'each map), two classes a row. Positive: ink here speaks for the class; negative: against it.',
    alt: `Maps of ${plural(number, 'class', 'classes')} by ${methods.map(labelOf).join(' and ')}.`,
    columns: 2 * methods.length,
    columnLabels: [...labels, ...labels],
    aggregate: methods.every((method) =>
      classes[method]!.every(({ averaged }) => averaged === 0 || averaged >= LEAST_POOLED),
    ),
    async load() {
      const averages = await Promise.all(
        methods.map(async (method) => {
          const { data } = await read(content, artifactOf(method, ATTRIBUTE_ARTIFACTS.classAverages));
          return data as Float32Array;
        }),
      );
      return Array.from({ length: number }, (_, label) => label).flatMap((label) =>
        methods.map((method, at): GridImage => {
          const { averaged, looked } = classes[method]![label]!;
          return {
            pixels: scaledForDisplay(rowOf(averages[at]!, label)),
            size,
            scale: 'diverging',
            label: `${nameOf(label)}, ${averaged} of ${looked}`,
            classIndex: label,
            alt: `Mean ${labelOf(method)} of ${nameOf(label)}`,
          };
        }),
      );
    },
  };
}

function meaning({ summary: { attribution } }: Content): Block {
  return {
    type: 'text',
    markdown: `**What these maps prove and what they do not.** That attributions add up says the sum along the path was worked out
accurately; it says nothing about whether the model's reasons are good ones. For expected gradients it holds in expectation
only: the gap is the noise of the draws, and falls with the root of their number. The deletion curves check an order on these
images, with two reservations: half-blackened images are unlike anything the model was trained on, and an order that knows of
blacking out (LIME, the black baseline) has an easier task than one that also names the background. ${limeSentence(attribution)} What it
leaves unexplained is what squares do together. With a black baseline a black pixel never gets any attribution, so a model that
uses the *absence* of ink (a gap between two parts) is not shown doing so; the mean image and the drawn baselines show it.
Saliency and SmoothGrad have no sign here, and a gradient is local: it tells what a small change would do, not what removing a
whole part would do.`,
  };
}

/** The maps that come first, with their checks. */
export function pixelBlocks(content: Content): Block[] {
  const { first } = firstAndOthers(content.summary.attribution.images.map(({ label }) => label));
  const best = rankedMethods(content.summary.attribution)[0]!;
  return [
    mapsBlock(content, first, {
      id: 'attributions',
      title: 'What speaks for the predicted class, pixel by pixel',
      caption:
        `One image of each class; ${labelOf(best.method)} finds the pixels that matter most by the deletion check. Orange speaks ` +
        'for the class that is named, blue against it; saliency and SmoothGrad show strength alone. Each map is scaled to the 99 % ' +
        'quantile of its own magnitudes.',
    }),
    deletionBlock(content),
    checksTable(content),
    meaning(content),
    classAverages(content),
  ];
}

/** The other explained images. */
export function moreMaps(content: Content): Block[] {
  const { images } = content.summary.attribution;
  const { others } = firstAndOthers(images.map(({ label }) => label));
  if (others.length === 0) return [];
  const wrong = others.filter((row) => images[row]!.label !== images[row]!.predicted).length;
  return [
    mapsBlock(content, others, {
      id: 'attributions-more',
      title: 'More explained images',
      caption: `Further images of each class; ${wrong} of these ${others.length} are named wrongly: the colour mark is the true class.`,
    }),
  ];
}
