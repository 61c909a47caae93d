/** What the Explain cell shows and reports, in order. */
import { CLASS_NAMES, CLASSES, PIXELS } from '../../core/dataset/types';
import { ATTRIBUTE_ARTIFACTS, type Method } from '../../core/explain/methods';
import { scaledForDisplay } from '../../core/explain/pixels';
import { count, percent } from '../../core/profile/text';
import { classScores } from '../../core/stats/classification';
import type { NdArray } from '../../core/results/types';
import type { Block, FactsBlock, GridImage, ImagesBlock, TableBlock } from '../../plots/blocks';
import type { CellContent } from '../types';
import { confusionFigure, curvesFigure } from './figures';
import { residualPercent } from './findings';
import type { ExplainParams, ExplainSummary } from './types';

type Content = CellContent<ExplainParams, ExplainSummary>;

const METHOD_LABELS: Readonly<Record<Method, string>> = {
  saliency: 'Saliency',
  'gradient-x-input': 'Gradient × input',
  'integrated-gradients': 'Integrated gradients',
};

async function read(content: Content, name: string): Promise<NdArray> {
  const ref = content.result.artifacts[name];
  if (!ref) throw new Error(`Explain: the result has no array "${name}".`);
  return content.read(ref);
}

function factsBlock({ summary: { train } }: Content): FactsBlock {
  const [low, high] = train.select.interval;
  return {
    type: 'facts',
    facts: [
      {
        label: 'Accuracy on select',
        value: percent(train.select.accuracy),
        note: `95 % interval ${(100 * low).toFixed(1)} to ${percent(high)}`,
      },
      { label: 'Log loss on select', value: train.select.logLoss.toFixed(3), note: 'nats' },
      { label: 'Images trained', value: count(train.imagesTrained), note: `${count(train.fitImages)} different ones` },
      { label: 'Weights', value: count(train.card.parameters) },
    ],
  };
}

function classTable({ summary: { train } }: Content): TableBlock {
  const rows = classScores(train.select.confusion, CLASSES).map((score, index) => ({
    class: index,
    images: score.support,
    recall: 100 * score.recall,
    precision: 100 * score.precision,
    f1: 100 * score.f1,
  }));
  return {
    type: 'table',
    id: 'classes',
    title: 'Recall and precision by class',
    caption:
      'Recall: share of the class that is found. Precision: share of the images given this name that are of the class. ' +
      'Select split, in per cent.',
    columns: [
      { key: 'class', label: 'Class', classMark: true },
      { key: 'images', label: 'Images', align: 'right', digits: 0 },
      { key: 'recall', label: 'Recall %', align: 'right', digits: 1 },
      { key: 'precision', label: 'Precision %', align: 'right', digits: 1 },
      { key: 'f1', label: 'F1 %', align: 'right', digits: 1 },
    ],
    rows,
  };
}

/** One row an explained image: the original, then each method. */
function attributionImages(content: Content): ImagesBlock {
  const { images, spec } = content.summary.attribution;
  return {
    type: 'images',
    id: 'attributions',
    title: 'What speaks for the predicted class, pixel by pixel',
    caption:
      'Saliency shows how strongly a pixel could change the logit, whatever its sign; the others show what speaks for the ' +
      'prediction (positive) and against it (negative). Each image is scaled to the 99 % quantile of its own magnitudes.',
    alt: `${images.length} images of the select split, each beside ${spec.methods.length} attribution maps of the predicted class.`,
    columns: 1 + spec.methods.length,
    columnLabels: ['Image', ...spec.methods.map((method) => METHOD_LABELS[method])],
    async load() {
      const pixels = (await read(content, ATTRIBUTE_ARTIFACTS.images)).data as Uint8Array;
      const maps = (await read(content, ATTRIBUTE_ARTIFACTS.attributions)).data as Float32Array;
      return images.flatMap((image, row): GridImage[] => {
        const [label, predicted] = [CLASS_NAMES[image.label]!, CLASS_NAMES[image.predicted]!];
        const named = image.label === image.predicted ? label : `${label}, named ${predicted}`;
        const original: GridImage = {
          pixels: pixels.slice(row * PIXELS, (row + 1) * PIXELS),
          scale: 'gray',
          label: `${named} (${percent(image.probability, 0)})`,
          classIndex: image.label,
          alt: `Image ${image.index}: ${named}`,
        };
        const methods = spec.methods.map((method, at): GridImage => {
          const from = (at * images.length + row) * PIXELS;
          return {
            pixels: scaledForDisplay(maps.subarray(from, from + PIXELS)),
            scale: 'diverging',
            alt: `${METHOD_LABELS[method]} of image ${image.index}`,
          };
        });
        return [original, ...methods];
      });
    },
  };
}

function classAverages(content: Content): ImagesBlock {
  const { classes } = content.summary.attribution;
  return {
    type: 'images',
    id: 'class-averages',
    title: 'Where the model looks, class by class',
    caption:
      'Mean integrated gradients over the select images of a class that were named rightly (their number below each map). ' +
      'Positive: ink here speaks for the class.',
    alt: 'Ten maps, one a class, of the mean integrated gradients.',
    columns: 5,
    async load() {
      const averages = (await read(content, ATTRIBUTE_ARTIFACTS.classAverages)).data as Float32Array;
      return classes.map((pattern, index): GridImage => {
        const name = CLASS_NAMES[index]!;
        return {
          pixels: scaledForDisplay(averages.subarray(index * PIXELS, (index + 1) * PIXELS)),
          scale: 'diverging',
          label: `${name}, ${pattern.averaged} of ${pattern.looked}`,
          classIndex: index,
          alt: `Mean integrated gradients of ${name}`,
        };
      });
    },
  };
}

function residualTable({ summary: { attribution } }: Content): TableBlock {
  return {
    type: 'table',
    id: 'completeness',
    title: 'Completeness of integrated gradients',
    caption:
      'The attributions of an image should add up to the change of the logit from a black image to the image. The residual ' +
      'is what is missing, relative to that change.',
    columns: [
      { key: 'image', label: 'Image', align: 'right', digits: 0 },
      { key: 'label', label: 'Class', classMark: true },
      { key: 'predicted', label: 'Named', classMark: true },
      { key: 'difference', label: 'Change of logit', align: 'right', digits: 3 },
      { key: 'sum', label: 'Sum of attributions', align: 'right', digits: 3 },
      { key: 'residual', label: 'Residual %', align: 'right', digits: 3 },
    ],
    rows: attribution.images.map((image) => ({
      image: image.index,
      label: image.label,
      predicted: image.predicted,
      difference: image.difference,
      sum: image.sum,
      residual: Number.isFinite(image.residual) ? 100 * image.residual : null,
    })),
    initialRows: 10,
  };
}

function meaning({ summary: { attribution } }: Content): Block {
  const { deletion, residual, spec } = attribution;
  return {
    type: 'text',
    markdown: `**What these maps prove and what they do not.** The residual (median ${residualPercent(residual.median)} with
${spec.steps} steps) says that the sum along the path is worked out accurately; it says nothing about whether the model's reasons
are good ones. Blacking out ${percent(deletion.share, 0)} of the ink in the order of the attributions lowers the logit by
${deletion.attributed.toFixed(2)}, at random by ${deletion.random.toFixed(2)}: that checks the order on these images, with the
reservation that half-blackened garments are unlike anything the model was trained on. With a black baseline a black pixel can
never get any attribution, so a model that uses the *absence* of ink (the gap between trouser legs) is not shown doing so. A
gradient is local: it tells what a small change would do, not what removing a sleeve would do.`,
  };
}

export function blocks(content: Content): Block[] {
  const { train } = content.summary;
  const final = train.curves.selectAccuracy;
  return [
    factsBlock(content),
    {
      type: 'figure',
      id: 'curves',
      title: 'Loss and accuracy while training',
      caption:
        'Loss on fit: mean cross-entropy of the last batches, in nats. Select is scored after each epoch and never trained on.',
      alt: `Over ${count(train.imagesTrained)} images trained the accuracy on select rises to ${percent(final.y.at(-1) ?? 0)}.`,
      draw: () => Promise.resolve(curvesFigure(train.curves)),
    },
    {
      type: 'figure',
      id: 'confusion',
      title: 'Which classes are taken for which',
      caption: `Images of the select split (${count(train.select.images)}) by true class and given name; colour is the share of the true class.`,
      alt: 'Heat map of ten true classes by ten predicted classes with the number of images in each cell.',
      height: 520,
      draw: () => Promise.resolve(confusionFigure(train.select.confusion)),
    },
    classTable(content),
    attributionImages(content),
    classAverages(content),
    residualTable(content),
    meaning(content),
  ];
}
