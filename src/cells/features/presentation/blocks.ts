/** What the Features cell shows and reports, in order. */
import { classTable, isWide } from '../../../plots/class-table';
import { pixelsOf } from '../../../core/dataset/shape';
import { scaledForDisplay } from '../../../core/explain/pixels';
import { featureTitle, NAMED_FEATURES } from '../../../core/features/named';
import { stageArtifact, type PreviewStage } from '../../../core/features/preview';
import { familyLabel } from '../../../core/families/names';
import type {
  Block,
  FactsBlock,
  FigureBlock,
  GridImage,
  ImagesBlock,
  TableBlock,
  TableRow,
} from '../../../plots/blocks';
import { listed, pNumber, points, pointsInterval } from '../../../core/words/comparisons';
import { namer } from '../../classes';
import { imageSize } from '../../sizes';
import type { CellContent } from '../../types';
import { ablationFigure, valuesFigure } from './figures';
import { shortHash } from './findings';
import type { AblationSummary, FeaturesParams, FeaturesSummary } from '../types';
import { rowLabel, shapeText, stepTitles, rowVerdict } from './words';
import { count, fixed, percent } from '../../../core/words/numbers';

type Content = CellContent<FeaturesParams, FeaturesSummary>;

function factsBlock({ summary }: Content): FactsBlock {
  const { pipeline, preview, ablation } = summary;
  const titles = stepTitles(summary);
  return {
    type: 'facts',
    facts: [
      { label: 'Steps', value: String(titles.length), note: titles.join(', ') || 'none' },
      { label: 'An image becomes', value: shapeText(preview.stages.at(-1)!.shape) },
      { label: 'Fitted on', value: `${count(pipeline.fittedOn)} images`, note: 'of the training split' },
      { label: 'Hash', value: shortHash(pipeline.hash), note: 'SHA-256 of steps, parameters and arrays' },
      ...(ablation
        ? [
            {
              label: 'Accuracy in the ablation',
              value: percent(ablation.accuracy),
              note: `${familyLabel(ablation.model)}, ${count(ablation.trainImages)} images`,
            },
          ]
        : []),
    ],
  };
}

/** Pixels of a stage as they are drawn: bytes and shares in grey, signed values around their zero. */
function drawn(values: Float32Array, range: PreviewStage['values']): Pick<GridImage, 'pixels' | 'scale'> {
  if (range === 'signed') return { pixels: scaledForDisplay(values), scale: 'diverging' };
  return { pixels: range === 'positive' ? values.map((value) => 255 * value) : values, scale: 'gray' };
}

/** One row an image, one column a step. */
function stepsBlock(content: Content): ImagesBlock {
  const { stages, pictured } = content.summary.preview;
  const nameOf = namer(content);
  const size = imageSize(content);
  const pixels = pixelsOf(size);
  const shown = stages.flatMap((stage, index) => (stage.pictured ? [{ ...stage, index }] : []));
  const unseen = stages.filter((stage) => !stage.pictured).map(({ title }) => title);
  const augmented = stages.some(({ trainingOnly }) => trainingOnly);
  const table = {
    type: 'images' as const,
    id: 'steps',
    title: 'One image of each class, after each step',
    caption:
      `${isWide(pictured.length) ? 'For each image' : 'From top to bottom'}: ${shown.map(({ title }) => title).join(', ')}, placed within the ${size.height} × ${size.width} pixels. Signed ` +
      'values are blue below zero and orange above, scaled to the 99 % quantile of their magnitudes in each image.' +
      (augmented ? ' Augmentation is shown as in one training epoch; evaluation leaves it out.' : '') +
      (unseen.length > 0 ? ` After ${unseen[0]} there are no pixels left to show.` : ''),
    alt: `${pictured.length} images of the training split side by side, with a row for each of ${shown.length} stages.`,
    columns: pictured.length,
    columnLabels: pictured.map(({ label }) => nameOf(label)),
    async load() {
      const arrays = await Promise.all(
        shown.map(async ({ index }) => {
          const ref = content.result.artifacts[stageArtifact(index)];
          if (!ref) throw new Error(`Features: the result has no pictures of step ${index}.`);
          return (await content.read(ref)).data as Float32Array;
        }),
      );
      return shown.flatMap((stage, at) =>
        pictured.map(({ label }, place): GridImage => ({
          ...drawn(arrays[at]!.slice(place * pixels, (place + 1) * pixels), stage.values),
          size,
          alt: `${nameOf(label)}: ${stage.title}`,
        })),
      );
    },
  };
  return classTable(table, shown.length);
}

function maskBlock(content: Content): ImagesBlock | undefined {
  const { recipe, mask } = content.summary;
  const step = recipe.steps.find(({ kind }) => kind === 'mask');
  if (!step || !mask) return undefined;
  const { kept } = step.params as unknown as { readonly kept: readonly number[] };
  const size = imageSize(content);
  const all = pixelsOf(size);
  return {
    type: 'images',
    id: 'mask',
    title: `The ${count(kept.length)} pixels that are kept`,
    caption: `White pixels are kept, black ones dropped: ${count(kept.length)} of ${count(all)} (${percent(kept.length / all)}).`,
    alt: `Map of the ${size.height} by ${size.width} pixels with ${count(kept.length)} marked.`,
    columns: 1,
    aggregate: true,
    load() {
      const pixels = new Uint8Array(all);
      for (const pixel of kept) pixels[pixel] = 255;
      const label = `${count(kept.length)} of ${count(all)}`;
      return Promise.resolve([{ pixels, size, scale: 'gray', label, alt: 'Kept pixels' }]);
    },
  };
}

function valuesBlock({ summary: { preview } }: Content): FigureBlock {
  const [raw, out] = [preview.stages[0]!.stats, preview.stages.at(-1)!.stats];
  const moments = `mean ${fixed(out.mean, 2)} and standard deviation ${fixed(out.std, 2)}`;
  return {
    type: 'figure',
    id: 'values',
    title: 'Values before and after the pipeline',
    caption:
      `Before, ${percent(raw.zeros, 0)} of the pixels are black. After, values have ${moments}. Measured on ` +
      `${count(preview.measured)} training images, with augmentation if it is on.`,
    alt: `Two histograms: pixels from 0 to 255, and values from ${fixed(out.min, 2)} to ${fixed(out.max, 2)}.`,
    height: 280,
    draw: () => Promise.resolve(valuesFigure(preview)),
  };
}

const MARKS = {
  better: 'helps',
  worse: 'costs accuracy',
  undecided: 'not significant after correction',
  open: 'not significant',
} as const;

function ablationBlocks({ rows, model, trainImages, validationImages, accuracy, perSeed }: AblationSummary): Block[] {
  const clear = rows.filter((row) => ['better', 'worse'].includes(rowVerdict(row))).length;
  const figure: FigureBlock = {
    type: 'figure',
    id: 'ablation',
    title: 'Effect of each step on accuracy',
    caption:
      `${clear} of ${rows.length} differences are significant after Holm correction (${familyLabel(model)}, ` +
      `${count(trainImages)} training images, ${perSeed.length} seeds, ${count(validationImages)} validation images). Bars: uncorrected ` +
      '95 % CIs over images and seeds; ticks: single seeds. To the right of zero a step helps.',
    alt: rows.map((row) => `${rowLabel(row)} ${points(row.effect)}`).join(', '),
    height: 120 + 36 * rows.length,
    draw: () => Promise.resolve(ablationFigure(rows)),
  };
  const table: TableBlock = {
    type: 'table',
    id: 'ablation-table',
    title: 'The comparisons in numbers',
    caption:
      `The pipeline as it is reaches ${percent(accuracy)} on average. “Switched” is the pipeline without a step that it has, ` +
      'or with one that it lacks. McNemar’s test ignores the spread over seeds, so its p can be smaller.',
    columns: [
      { key: 'step', label: 'Step' },
      { key: 'on', label: 'In the pipeline' },
      { key: 'accuracy', label: 'Switched, accuracy %', align: 'right', digits: 1 },
      { key: 'effect', label: 'Effect (points)', align: 'right', digits: 2 },
      { key: 'interval', label: '95 % CI', align: 'right' },
      { key: 'p', label: 'p', align: 'right' },
      { key: 'adjusted', label: 'p, corrected', align: 'right' },
      { key: 'verdict', label: 'Verdict' },
      { key: 'mcNemar', label: 'McNemar’s p by seed' },
    ],
    rows: rows.map((row) => ({
      step: rowLabel(row),
      on: row.on,
      accuracy: 100 * row.accuracy,
      effect: 100 * row.effect,
      interval: pointsInterval(row.interval),
      p: pNumber(row.p),
      mcNemar: listed(row.mcNemar.map(({ p }) => pNumber(p))),
      adjusted: pNumber(row.adjusted),
      verdict: MARKS[rowVerdict(row)],
    })),
  };
  return [figure, table];
}

function stagesTable({ summary: { preview } }: Content): TableBlock {
  return {
    type: 'table',
    id: 'stages',
    title: 'Values after each step',
    caption: `Measured on ${count(preview.measured)} training images, with augmentation if it is on.`,
    columns: [
      { key: 'step', label: 'After' },
      { key: 'shape', label: 'An image is' },
      { key: 'min', label: 'Min', align: 'right', digits: 2 },
      { key: 'max', label: 'Max', align: 'right', digits: 2 },
      { key: 'mean', label: 'Mean', align: 'right', digits: 3 },
      { key: 'std', label: 'Standard deviation', align: 'right', digits: 3 },
      { key: 'zeros', label: 'Zeros %', align: 'right', digits: 1 },
    ],
    rows: preview.stages.map(({ title, trainingOnly, shape, stats }) => ({
      step: trainingOnly ? `${title} (training only)` : title,
      shape: shapeText(shape),
      min: stats.min,
      max: stats.max,
      mean: stats.mean,
      std: stats.std,
      zeros: 100 * stats.zeros,
    })),
  };
}

const featureName = (id: string): string => {
  const feature = NAMED_FEATURES.find((one) => one.id === id);
  return feature ? featureTitle(feature) : id;
};

/** Declared and learnt parameters, step by step. */
function parametersTable({ summary: { pipeline, preview } }: Content): TableBlock {
  const declared = pipeline.steps.flatMap(({ params }, index): TableRow[] => {
    const step = preview.stages[index + 1]?.title ?? '';
    return Object.entries(params).map(([name, value]) => ({
      step,
      parameter: name,
      from: 'chosen',
      value: Array.isArray(value) ? `${count(value.length)} pixels` : String(value),
    }));
  });
  const learnt = preview.learnt.flatMap(({ step, name, stats, values, shape }): TableRow[] =>
    values
      ? values.map(({ of, value }) => ({
          step,
          parameter: of ? `${name} of ${featureName(of)}` : name,
          from: 'learnt on the training split',
          value,
        }))
      : [
          {
            step,
            parameter: `${name} of ${shapeText(shape)}`,
            from: 'learnt on the training split',
            value: `${fixed(stats.min, 3)} to ${fixed(stats.max, 3)}`,
          },
        ],
  );
  return {
    type: 'table',
    id: 'parameters',
    title: 'Parameters of the fitted pipeline',
    caption:
      'Chosen parameters, and parameters learnt on the training split only. The pipeline can be saved as JSON and as Python.',
    columns: [
      { key: 'step', label: 'Step' },
      { key: 'parameter', label: 'Parameter' },
      { key: 'from', label: 'From' },
      { key: 'value', label: 'Value', align: 'right' },
    ],
    rows: [...declared, ...learnt],
    initialRows: 12,
  };
}

export function blocks(content: Content): Block[] {
  const mask = maskBlock(content);
  const { preview, ablation } = content.summary;
  // Named features as they are have units of their own: one histogram of all would mean nothing.
  const mixed = preview.stages.at(-1)?.kind === 'named';
  return [
    factsBlock(content),
    ...(ablation ? ablationBlocks(ablation) : []),
    ...(mask ? [mask] : []),
    stepsBlock(content),
    ...(mixed ? [] : [valuesBlock(content)]),
    stagesTable(content),
    parametersTable(content),
  ];
}
