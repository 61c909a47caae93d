/** The Features cell's findings, each a sentence that can be read alone. */
import { pixelsOf, type ImageSize } from '../../../core/dataset/shape';
import { familyLabel } from '../../../core/families/names';
import { count, percent } from '../../../core/words/numbers';
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
  if (titles.length === 0)
    return `The pipeline has no step: models are given the pixels as they are, 0 to 255 (hash ${shortHash(pipeline.hash)}).`;
  const shape = preview.stages.at(-1)!.shape;
  return (
    `${titles.join(', then ')}: every image becomes ${shapeText(shape)}, fitted on ` +
    `${count(pipeline.fittedOn)} images of the training split alone (hash ${shortHash(pipeline.hash)}).`
  );
}

/** @param all pixels of an image */
function maskSentence({ mask, declined }: FeaturesSummary, all: number): string | undefined {
  if (declined !== undefined)
    return `All ${count(all)} pixels are kept, because the explanation does not recommend to drop any. It says: “${declined}”`;
  if (!mask) return undefined;
  const kept = `${count(mask.pixels)} of ${count(all)} pixels (${percent(mask.pixels / all, 0)}) are kept`;
  if (mask.sentence === undefined) return `${kept}; they were set by hand, and no explanation speaks for them.`;
  if (mask.against)
    return `${kept}; they were set by hand, and the explanation does not recommend it. It says: “${mask.sentence}”`;
  const how =
    mask.origin === 'explanation' ? 'as the explanation recommends' : 'taken over from the explanation as a list';
  return `${kept}, ${how}. It says: “${mask.sentence}”`;
}

const changeText = (row: AblationRow): string =>
  `${points(row.effect)} (95 % interval ${pointsInterval(row.interval)}, ${pValue(row.adjusted)} after Holm)`;

const UNDECIDED = 'clear of chance alone, but not after correction for all comparisons, so it is not decided';

const VERDICTS = {
  better: 'it helps',
  worse: 'it costs accuracy',
  undecided: UNDECIDED,
  open: 'no difference shown',
} as const;

const usedSentence = (row: AblationRow): string =>
  `${rowLabel(row)} changes accuracy on validation by ${changeText(row)}: ${VERDICTS[rowVerdict(row)]}.`;

const TRIED = {
  better: 'turning it on would help',
  worse: 'leaving it out is right',
  undecided: UNDECIDED,
} as const;

/** Twelve numbers against all pixels say what each knows alone, not whether the pixels would gain by the numbers. */
const INSTEAD = {
  better: 'they do better alone',
  worse: 'they do not stand in for the pixels; whether they would add to them was not tried',
  undecided: UNDECIDED,
} as const;

const triedSentence = (row: AblationRow, verdict: keyof typeof TRIED): string =>
  row.part === 'named'
    ? `The ${NAMED_FEATURES.length} ${PART_LABELS.named.toLowerCase()} in place of the pixels would change accuracy by ${changeText(row)}: ${INSTEAD[verdict]}.`
    : `${rowLabel(row)}, which is off, would change accuracy by ${changeText(row)}: ${TRIED[verdict]}.`;

/** What is off: a sentence for each that makes a difference, one for all others. */
function triedSentences(rows: readonly AblationRow[]): string[] {
  const clear = rows.flatMap((row) => {
    const verdict = rowVerdict(row);
    return verdict === 'open' ? [] : [triedSentence(row, verdict)];
  });
  const open = rows.filter((row) => rowVerdict(row) === 'open');
  if (open.length === 0) return clear;
  const list = listed(open.map((row) => `${rowLabel(row)} (${points(row.effect)}, ${pointsInterval(row.interval)})`));
  return [...clear, `No difference is shown for what else was tried and is off: ${list}; 95 % intervals.`];
}

function setupSentence({ model, trainImages, epochs, accuracy, perSeed, validationImages }: AblationSummary): string {
  const [least, most] = [Math.min(...perSeed), Math.max(...perSeed)];
  return (
    `To measure the steps, the ${familyLabel(model)} is trained on ${count(trainImages)} images, ${count(epochs)} ` +
    `${epochs === 1 ? 'time' : 'times'} each, from ${perSeed.length} seeds: with the pipeline as it is it names ` +
    `${percent(accuracy)} of ${count(validationImages)} validation images on average, and ${percentInterval([least, most])} seed ` +
    'by seed; intervals count other images and other seeds.'
  );
}

export function findings(summary: FeaturesSummary, size: ImageSize): string[] {
  const { ablation } = summary;
  const mask = maskSentence(summary, pixelsOf(size));
  const asked = ablation?.rows ?? [];
  return [
    pipelineSentence(summary),
    ...(mask === undefined ? [] : [mask]),
    ...asked.filter(({ on }) => on).map(usedSentence),
    ...triedSentences(asked.filter(({ on }) => !on)),
    ...(ablation ? [setupSentence(ablation)] : ['The steps were not measured: the ablation is turned off.']),
  ];
}

/** Equal pipelines, measured by the same trainings: what there is to say of the later one. */
export function sameAs(summary: FeaturesSummary, earlier: FeaturesSummary): string | undefined {
  const trainings = ({ ablation }: FeaturesSummary): string =>
    JSON.stringify(ablation && [ablation.runKeys, ablation.rows.map(({ part, runKeys }) => [part, runKeys])]);
  if (summary.pipeline.hash !== earlier.pipeline.hash || trainings(summary) !== trainings(earlier)) return undefined;
  return summary.declined === undefined ? '' : 'the explanation recommends to drop no pixel';
}
