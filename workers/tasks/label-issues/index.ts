import { imageId, LISTED_IDS } from '../../../src/core/dataset/ids';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import {
  auditLabels,
  labelIssues,
  PRUNE_METHODS,
  type Judged,
  type PruneMethod,
} from '../../../src/core/labels/confident-learning';
import { estimatedShare } from '../../../src/core/labels/estimate';
import { flipLabels, rankingQuality } from '../../../src/core/labels/flips';
import { joinImages, takeImages } from '../../../src/core/dataset/batch';
import { requireFolds } from '../../../src/core/labels/folds';
import { fitTemperature, tempered } from '../../../src/core/models/temperature';
import { derive } from '../../../src/core/seed';
import { calibrationBins, expectedCalibrationError } from '../../../src/core/stats/classification';
import { wilsonInterval } from '../../../src/core/stats/intervals';
import { scoreOf } from '../../../src/core/stats/score';
import { readOthers } from '../images';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import {
  foldInput,
  ISSUE_ARTIFACTS,
  type FlipCheck,
  type LabelIssuesArrays,
  type LabelIssuesInputs,
  type LabelIssuesSpec,
  type LabelIssuesSummary,
} from './types';

/** Points of a curve of precision over recall. */
const POINTS = 60;

/** Each image's probabilities by the model that has not seen it, in the order of the batch. */
async function heldOutOf(
  context: Pick<TaskContext<never, LabelIssuesInputs>, 'inputs' | 'read'>,
  { indices }: ImageBatch,
  folds: number,
  classes: number,
): Promise<Float32Array> {
  const placeOf = new Map(Array.from(indices, (index, place) => [index, place] as const));
  const probabilities = new Float32Array(indices.length * classes);
  for (let fold = 0; fold < folds; fold += 1) {
    const { heldOutProbabilities: values, heldOutIndices: heldOut } = context.inputs[foldInput(fold)]?.artifacts ?? {};
    if (!values || !heldOut) throw new LookbookError('input/missing', `Fold ${fold + 1} holds no predictions.`);
    const rows = (await context.read(values)).data;
    (await context.read(heldOut)).data.forEach((index: number, row: number) => {
      const place = placeOf.get(index);
      if (place === undefined) throw new LookbookError('params/invalid', 'A fold was made of other images.');
      probabilities.set((rows as Float32Array).subarray(row * classes, (row + 1) * classes), place * classes);
      placeOf.delete(index);
    });
  }
  if (placeOf.size > 0) throw new LookbookError('params/invalid', `${placeOf.size} images are in no fold.`);
  return probabilities;
}

function checkOf(judged: Judged, original: Uint8Array, issues: readonly number[], audit: Audit): FlipCheck {
  const wanted = Uint8Array.from(original, (label, image) => (label === judged.labels[image] ? 0 : 1));
  const flipped = wanted.reduce((sum, one) => sum + one, 0);
  const found = issues.filter((image) => wanted[image] === 1);
  return {
    flipped,
    flagged: issues.length,
    found: found.length,
    suggestedRight: found.filter((image) => audit.suggested[image] === original[image]).length,
    recall: wilsonInterval(found.length, flipped),
    precision: issues.length === 0 ? [0, 1] : wilsonInterval(found.length, issues.length),
    bySelfConfidence: rankingQuality(audit.selfConfidence, wanted, POINTS),
    byMargin: rankingQuality(audit.margin, wanted, POINTS),
  };
}

type Audit = ReturnType<typeof auditLabels>;

function artifactsOf(
  batch: ImageBatch,
  judged: Judged,
  audit: Audit,
  issues: readonly number[],
  ids: Int32Array,
  kept: number,
) {
  const { classes } = judged;
  const shown = issues.slice(0, kept);
  const probabilities = new Float32Array(shown.length * classes);
  shown.forEach((image, row) => {
    for (let c = 0; c < classes; c += 1) probabilities[row * classes + c] = judged.probabilities[image * classes + c]!;
  });
  const shape = [issues.length];
  return {
    [ISSUE_ARTIFACTS.ids]: { data: ids, shape },
    [ISSUE_ARTIFACTS.given]: { data: Uint8Array.from(issues, (image) => judged.labels[image]!), shape },
    [ISSUE_ARTIFACTS.suggested]: { data: Uint8Array.from(issues, (image) => audit.suggested[image]!), shape },
    [ISSUE_ARTIFACTS.selfConfidence]: {
      data: Float32Array.from(issues, (image) => audit.selfConfidence[image]!),
      shape,
    },
    [ISSUE_ARTIFACTS.margin]: { data: Float32Array.from(issues, (image) => audit.margin[image]!), shape },
    [ISSUE_ARTIFACTS.images]: {
      data: takeImages(batch, shown).images,
      shape: [shown.length, batch.height, batch.width],
    },
    [ISSUE_ARTIFACTS.probabilities]: { data: probabilities, shape: [shown.length, classes] },
    [ISSUE_ARTIFACTS.indices]: { data: batch.indices, shape: [batch.indices.length] },
    [ISSUE_ARTIFACTS.labels]: { data: Uint8Array.from(judged.labels), shape: [batch.indices.length] },
  };
}

export const task: Task<LabelIssuesSpec, LabelIssuesSummary, never, LabelIssuesInputs, LabelIssuesArrays> = {
  async run(spec, context) {
    const data = dataOf(context);
    const classes = data.classes.length;
    const train = await context.images.split(data, 'train', spec.trainImages);
    requireFolds(train.labels, spec.fold.folds, data.classes);
    const others = await readOthers(context.images, data, spec.fold.others);
    const batch = others ? joinImages([train, others]) : train;
    const labels = batch.labels.slice();
    // As the trainings were given them: of the training split alone.
    if (spec.flips) labels.set(flipLabels(train.labels, spec.flips));
    const probabilities = await heldOutOf(context, batch, spec.fold.folds, classes);
    await context.turn();
    const judged: Judged = { labels, probabilities, classes };
    const audit = auditLabels(judged);
    await context.turn();
    const byMethod = PRUNE_METHODS.map((method) => [method, labelIssues(judged, audit, method)] as const);
    const issues = byMethod.find(([method]) => method === spec.method)![1];
    await context.turn();
    const temperature = fitTemperature(probabilities, labels, classes);
    await context.turn();
    const cooled: Judged = { ...judged, probabilities: tempered(probabilities, classes, temperature) };
    const again = new Set(labelIssues(cooled, auditLabels(cooled), spec.method));
    await context.turn();
    const { estimate, low, high } = estimatedShare(judged, audit.confident, derive(context.seed, 'estimate'));
    await context.turn();
    const pairs = new Array<number>(classes * classes).fill(0);
    for (const image of issues) pairs[labels[image]! * classes + audit.suggested[image]!]! += 1;
    const ids = Int32Array.from(issues, (image) => imageId(data, 'train', batch.indices[image]!));
    return {
      summary: {
        spec,
        outOfSample: scoreOf(labels, probabilities, classes),
        calibrationError: expectedCalibrationError(labels, probabilities),
        bins: calibrationBins(labels, probabilities),
        temperature,
        thresholds: Array.from(audit.thresholds, (value) => (Number.isFinite(value) ? value : null)),
        joint: audit.joint,
        calibrated: audit.calibrated,
        estimated: { share: estimate, interval: [low, high] },
        flagged: Object.fromEntries(byMethod.map(([method, found]) => [method, found.length])) as Record<
          PruneMethod,
          number
        >,
        tempered: { flagged: again.size, inBoth: issues.filter((image) => again.has(image)).length },
        pairs,
        ids: Array.from(ids.subarray(0, LISTED_IDS)),
        ...(spec.flips ? { check: checkOf(judged, batch.labels, issues, audit) } : {}),
      },
      artifacts: artifactsOf(batch, judged, audit, issues, ids, spec.kept),
    };
  },
};
