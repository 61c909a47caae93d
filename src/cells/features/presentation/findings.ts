/** The Features cell's findings, each a sentence that can be read alone. */
import { pixelsOf, type ImageSize } from '../../../core/dataset/shape';
import { familyLabel } from '../../../core/families/names';
import { count, percent, plural } from '../../../core/words/numbers';
import { listed, percentInterval, points, pointsInterval, pValue } from '../../../core/words/comparisons';
import { NAMED_FEATURES } from '../../../core/features/named';
import { PART_LABELS } from '../../../core/features/recipe';
import type { AblationRow, AblationSummary, FeaturesSummary } from '../types';
import { rowLabel, shapeText, stepTitles, rowVerdict } from './words';

const HASH_DIGITS = 12;
export const shortHash = (hash: string): string => hash.slice(0, HASH_DIGITS);

function pipelineSentence(summary: FeaturesSummary): string {
  const { pipeline, preview } = summary;
  const titles = stepTitles(summary);
  if (titles.length === 0) return `The pipeline has no step: models are given the pixels as they are, 0 to 255.`;
  const shape = preview.stages.at(-1)!.shape;
  return (
    `${listed(titles)}: every image becomes ${shapeText(shape)}, fitted on ` +
    `${count(pipeline.fittedOn)} training images only.`
  );
}

/** @param all pixels of an image */
function maskSentence({ mask, declined }: FeaturesSummary, all: number): string | undefined {
  if (declined !== undefined)
    return `All ${count(all)} pixels are kept: the explanation does not recommend dropping any. It says: “${declined}”`;
  if (!mask) return undefined;
  const kept = `${count(mask.pixels)} of ${count(all)} pixels (${percent(mask.pixels / all, 0)}) are kept`;
  if (mask.sentence === undefined) return `${kept}, chosen by hand.`;
  if (mask.against)
    return `${kept}, chosen by hand; the explanation does not recommend it. It says: “${mask.sentence}”`;
  const how =
    mask.origin === 'explanation' ? 'as the explanation recommends' : 'taken over from the explanation as a list';
  return `${kept}, ${how}. It says: “${mask.sentence}”`;
}

const changeText = (row: AblationRow): string =>
  `${points(row.effect)} (95 % CI ${pointsInterval(row.interval)}, ${pValue(row.adjusted)})`;

const USED = {
  better: 'it helps',
  worse: 'it costs accuracy',
  undecided: 'not significant after correction',
  open: 'not significant',
} as const;

/** The effect of the steps that are on, each in a sentence; in one finding. */
function usedSentence(rows: readonly AblationRow[]): string[] {
  if (rows.length === 0) return [];
  return [
    rows
      .map((row) => `${rowLabel(row)} changes validation accuracy by ${changeText(row)}: ${USED[rowVerdict(row)]}.`)
      .join(' '),
  ];
}

const TRIED = {
  better: 'it would help',
  worse: 'it would cost accuracy',
  undecided: 'not significant after correction',
  open: 'not significant',
} as const;

/** Named features take the place of the pixels: whether they would add to them was not tried. */
const INSTEAD = { ...TRIED, better: 'better than the pixels', worse: 'they do not replace the pixels' } as const;

const triedSentence = (row: AblationRow): string =>
  row.part === 'named'
    ? `The ${NAMED_FEATURES.length} ${PART_LABELS.named.toLowerCase()} in place of the pixels would change validation accuracy by ${changeText(row)}: ${INSTEAD[rowVerdict(row)]}.`
    : `${rowLabel(row)}, which is off, would change validation accuracy by ${changeText(row)}: ${TRIED[rowVerdict(row)]}.`;

/** What was tried and is off, each in a sentence; in one finding. */
const triedSentences = (rows: readonly AblationRow[]): string[] =>
  rows.length > 0 ? [`${rows.map(triedSentence).join(' ')} All p-values are Holm-corrected.`] : [];

function setupSentence({ model, trainImages, epochs, accuracy, perSeed, validationImages }: AblationSummary): string {
  const [least, most] = [Math.min(...perSeed), Math.max(...perSeed)];
  return (
    `Ablation: the ${familyLabel(model)} is trained on ${count(trainImages)} images for ${plural(epochs, 'epoch')}, with ` +
    `${perSeed.length} seeds. The pipeline as it is reaches ${percent(accuracy)} on ${count(validationImages)} validation images ` +
    `(seeds ${percentInterval([least, most])}). CIs cover images and seeds.`
  );
}

export function findings(summary: FeaturesSummary, size: ImageSize): string[] {
  const { ablation } = summary;
  const mask = maskSentence(summary, pixelsOf(size));
  const asked = ablation?.rows ?? [];
  return [
    pipelineSentence(summary),
    ...(mask === undefined ? [] : [mask]),
    ...usedSentence(asked.filter(({ on }) => on)),
    ...triedSentences(asked.filter(({ on }) => !on)),
    ...(ablation ? [setupSentence(ablation)] : ['The steps were not measured: the ablation is off.']),
  ];
}

/** Equal pipelines, measured by the same trainings: what there is to say of the later one. */
export function sameAs(summary: FeaturesSummary, earlier: FeaturesSummary): string | undefined {
  const trainings = ({ ablation }: FeaturesSummary): string =>
    JSON.stringify(ablation && [ablation.runKeys, ablation.rows.map(({ part, runKeys }) => [part, runKeys])]);
  if (summary.pipeline.hash !== earlier.pipeline.hash || trainings(summary) !== trainings(earlier)) return undefined;
  return summary.declined === undefined ? '' : 'the explanation recommends to drop no pixel';
}
