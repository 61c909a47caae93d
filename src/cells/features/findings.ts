/** The Features cell's findings, each a sentence that can be read alone. */
import { PIXELS } from '../../core/dataset/types';
import { MODEL_LABELS } from '../../core/models/names';
import { count, percent } from '../../core/profile/text';
import { listed, percentInterval, points, pointsInterval, pValue } from '../../core/words/comparisons';
import type { AblationRow, AblationSummary, FeaturesSummary } from './types';
import { rowLabel, shapeText, stepTitles, verdictOf } from './words';

const HASH_DIGITS = 12;
export const shortHash = (hash: string): string => hash.slice(0, HASH_DIGITS);

function pipelineSentence(summary: FeaturesSummary): string {
  const { pipeline, preview } = summary;
  const titles = stepTitles(summary);
  if (titles.length === 0)
    return `The pipeline has no step: models are given the pixels as they are, 0 to 255 (hash ${shortHash(pipeline.hash)}).`;
  const shape = preview.stages.at(-1)!.shape;
  return (
    `${titles.join(', then ')}: every image becomes ${shapeText(shape)}, fitted on ` +
    `${count(pipeline.fittedOn)} images of the fit split alone (hash ${shortHash(pipeline.hash)}).`
  );
}

function maskSentence({ mask, declined }: FeaturesSummary): string | undefined {
  if (declined !== undefined)
    return `All ${PIXELS} pixels are kept, because the explanation does not recommend to drop any. It says: “${declined}”`;
  if (!mask) return undefined;
  const kept = `${count(mask.pixels)} of ${PIXELS} pixels (${percent(mask.pixels / PIXELS, 0)}) are kept`;
  if (mask.sentence === undefined) return `${kept}; they were set by hand, and no explanation speaks for them.`;
  const how =
    mask.origin === 'explanation' ? 'as the explanation recommends' : 'taken over from the explanation as a list';
  return `${kept}, ${how}. It says: “${mask.sentence}”`;
}

const changeText = (row: AblationRow): string =>
  `${points(row.effect)} (95 % interval ${pointsInterval(row.interval)}, ${pValue(row.adjusted)} after Holm)`;

const VERDICTS = { helps: 'it helps', harms: 'it costs accuracy', open: 'no difference shown' } as const;

const usedSentence = (row: AblationRow): string =>
  `${rowLabel(row)} changes accuracy on select by ${changeText(row)}: ${VERDICTS[verdictOf(row)]}.`;

const TRIED = {
  helps: 'turning it on would help',
  harms: 'leaving it out is right',
} as const;

/** What is off: a sentence for each that makes a difference, one for all others. */
function triedSentences(rows: readonly AblationRow[]): string[] {
  const clear = rows.flatMap((row) => {
    const verdict = verdictOf(row);
    return verdict === 'open'
      ? []
      : [`${rowLabel(row)}, which is off, would change accuracy by ${changeText(row)}: ${TRIED[verdict]}.`];
  });
  const open = rows.filter((row) => verdictOf(row) === 'open');
  if (open.length === 0) return clear;
  const list = listed(open.map((row) => `${rowLabel(row)} (${points(row.effect)})`));
  return [...clear, `No difference is shown for what else was tried and is off: ${list}.`];
}

function setupSentence({ model, trainImages, epochs, accuracy, perSeed, validationImages }: AblationSummary): string {
  const [least, most] = [Math.min(...perSeed), Math.max(...perSeed)];
  return (
    `To measure the steps, the ${MODEL_LABELS[model]} is trained on ${count(trainImages)} images, ${count(epochs)} ` +
    `${epochs === 1 ? 'time' : 'times'} each, from ${perSeed.length} seeds: with the pipeline as it is it names ` +
    `${percent(accuracy)} of ${count(validationImages)} select images on average, and ${percentInterval([least, most])} seed ` +
    'by seed; intervals count other images and other seeds.'
  );
}

export function findings(summary: FeaturesSummary): string[] {
  const { ablation } = summary;
  const mask = maskSentence(summary);
  const asked = ablation?.rows ?? [];
  return [
    pipelineSentence(summary),
    ...(mask === undefined ? [] : [mask]),
    ...asked.filter(({ on }) => on).map(usedSentence),
    ...triedSentences(asked.filter(({ on }) => !on)),
    ...(ablation ? [setupSentence(ablation)] : ['The steps were not measured: the ablation is turned off.']),
  ];
}
