/** Which pixels are needed: the choices, and what a model retrained on each is worth. */
import { pixelsOf, type ImageSize } from '../../../../core/dataset/shape';
import { methodOf } from '../../../../core/explain/all-methods';
import { LEADING_METHOD } from '../../../../core/explain/method-names';
import { RANK_ARTIFACTS } from '../../../../core/explain/arrays';
import { familyLabel } from '../../../../core/families/names';
import type { Block, GridImage, ImagesBlock, TableBlock } from '../../../../plots/blocks';
import { percentInterval, pNumber, points, pointsInterval } from '../../../../core/words/comparisons';
import { imageSize } from '../../../sizes';
import { selectionFigure } from '../figures';
import { artifactOf, SELECTION_ORDERS } from '../../arrays';
import type { Selection } from '../../types';
import { orderSentence, ORDER_LABELS } from '../words';
import { read, type Content } from './content';
import { inSentence } from '../../../../core/words/names';
import { count, inPercent, percent } from '../../../../core/words/numbers';

function maskImage(kept: readonly number[], size: ImageSize, label: string): GridImage {
  const pixels = new Uint8Array(pixelsOf(size));
  for (const pixel of kept) pixels[pixel] = 255;
  return { pixels, size, scale: 'gray', label, alt: `${kept.length} kept pixels, ${label}` };
}

function importanceImage(importance: ArrayLike<number>, size: ImageSize, label: string): GridImage {
  const values = Float64Array.from(importance);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const pixels = Uint8Array.from(values, (value) => (largest > 0 ? Math.round((255 * value) / largest) : 0));
  return { pixels, size, scale: 'gray', label, alt: `${label} of each pixel` };
}

function masksBlock(content: Content): ImagesBlock {
  const { method = LEADING_METHOD, kept, percent: share, others, overlap } = content.summary.selection;
  const { short } = methodOf(method);
  const size = imageSize(content);
  return {
    type: 'images',
    id: 'masks',
    title: 'Which pixels are kept',
    caption:
      `The ${count(kept.length)} pixels (${share} %) that each order keeps, in white, beside the importances that rank them (black is none). The attribution mask ` +
      `shares ${percent(overlap.variance, 0)} of its pixels with variance and ${percent(overlap.random, 0)} with the random ` +
      'mask (Jaccard index).',
    alt: 'Importance by attribution and by variance, and the masks by attribution, by variance and at random.',
    columns: 5,
    aggregate: true,
    async load() {
      const [attribution, variance] = await Promise.all([
        read(content, artifactOf('attribution', RANK_ARTIFACTS.importance)),
        read(content, artifactOf('variance', RANK_ARTIFACTS.importance)),
      ]);
      return [
        importanceImage(attribution.data, size, `mean |${inSentence(short)}|`),
        maskImage(kept, size, ORDER_LABELS.attribution),
        importanceImage(variance.data, size, 'variance'),
        maskImage(others.variance, size, ORDER_LABELS.variance),
        maskImage(others.random, size, ORDER_LABELS.random),
      ];
    },
  };
}

function runsTable(content: Content): TableBlock {
  const { selection } = content.summary;
  const all = pixelsOf(imageSize(content));
  const { accuracy, differences, kept } = selection;
  return {
    type: 'table',
    id: 'selection-runs',
    title: 'Retrained on each choice of pixels',
    caption:
      `${orderSentence(selection)} Differences: attribution minus the other, paired by image and seed. Against all pixels p is ` +
      'that of no difference at all.',
    columns: [
      { key: 'order', label: 'Pixels' },
      { key: 'pixels', label: 'Number', align: 'right', digits: 0 },
      { key: 'accuracy', label: 'Accuracy %', align: 'right', digits: 2 },
      { key: 'interval', label: '95 % CI', align: 'right' },
      { key: 'seeds', label: 'Each seed %', align: 'right' },
      { key: 'difference', label: 'Attribution minus this', align: 'right' },
      { key: 'within', label: '95 % CI', align: 'right' },
      { key: 'p', label: 'p', align: 'right' },
    ],
    rows: SELECTION_ORDERS.map((order) => {
      const difference = order === 'attribution' ? undefined : differences[order];
      return {
        order: ORDER_LABELS[order],
        pixels: order === 'all' ? all : kept.length,
        accuracy: 100 * accuracy[order].estimate,
        interval: percentInterval(accuracy[order].interval),
        seeds: accuracy[order].perRun.map((value) => inPercent(value)).join(', '),
        difference: difference ? points(difference.estimate) : null,
        within: difference ? pointsInterval(difference.interval) : null,
        p: difference ? pNumber(difference.adjusted) : null,
      };
    }),
  };
}

function limits({ model, imagesTrained, images }: Selection): Block {
  return {
    type: 'text',
    markdown: `**Limits of this comparison.** Each model is a ${familyLabel(model)} trained on ${count(imagesTrained)} images with
repeats and scored on the same ${count(images)} validation images. Models of one seed start from equal weights and see the images in equal
order, so only the mask differs. Dropped pixels are set to 0. CIs cover images and seeds
(Student's t with Satterthwaite's degrees of freedom). With this small budget no model reaches its best accuracy, and a convolutional network may need other
pixels.`,
  };
}

export function selectionBlocks(content: Content): Block[] {
  const { selection } = content.summary;
  return [
    {
      type: 'figure',
      id: 'selection',
      title: 'Accuracy on the pixels kept by each order',
      caption: selection.sentence,
      alt: `Accuracy with intervals for ${SELECTION_ORDERS.map((order) => ORDER_LABELS[order]).join(', ')}.`,
      height: 300,
      draw: () => Promise.resolve(selectionFigure(selection)),
    },
    masksBlock(content),
    runsTable(content),
    limits(selection),
  ];
}
