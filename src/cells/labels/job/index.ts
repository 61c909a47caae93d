/**
 * The Label issues cell's job: predicts every image of the training file by a model that has not seen it, finds labels that are probably wrong, tries
 * the same with labels flipped on purpose, and retrains without the images that a person has confirmed.
 */
import { LookbookError } from '../../../core/errors';
import { confusedWith, type Flips } from '../../../core/labels/flips';
import { familyLabel } from '../../../core/families/names';
import { openNetwork } from '../../../core/families';
import type { Evidence } from '../../../core/profile/evidence';
import { count } from '../../../core/words/numbers';
import type { CellJob } from '../../../core/results/types';
import type { ResultOf, TaskMap } from '../../../../workers/tasks/registry';
import { groupId, runEvent } from '../../common/run';
import { leftOut, retrain, VARIANTS, whyNot, type Context, type Data, type Examined } from './retrain';
import { KEPT_IMAGES, TRAINING } from './training';
import {
  CHECKS,
  facts,
  slots,
  type Check,
  type FlippedCopy,
  type LabelsInputs,
  type LabelsParams,
  type LabelsSummary,
} from '../types';
import type { Trained } from '../../common/replicates';
import { fittable } from '../../common/fittable';
import { fitCandidate } from '../../common/fit';
import { JobProgress, shareOf } from '../../common/progress';

type Audited = ResultOf<'label-issues'>;

/** @param judged images that a model has named without having seen them */
const evidenceOf = (judged: number): Evidence => ({
  kind: 'label-issue',
  judged,
  score: 'probability of the given label, by a model that has not seen the image',
  counts: 'at-most',
  // Another class is more probable than the given one, so no flagged image is above a half.
  threshold: 0.5,
  range: [0, 0.5],
  step: 0.01,
  arrays: { scores: 'issueSelfConfidence', ids: 'issueIds' },
  severity: 'notice',
  words: {
    one: 'image has a label that is probably wrong',
    many: 'images have labels that are probably wrong',
    meaning: 'they are mislabelled, or their classes look alike: review them in Label issues',
    quiet: `no label of the ${count(judged)} checked is probably wrong`,
  },
});

/** How many images are trained on by folds, and how many of the other splits their models judge beside them. */
export interface Judged {
  readonly trainImages: number;
  readonly others: number;
}

/** Images of the training split first, then of the others: what is asked for as far as the training file goes. */
export function judgedOf(asked: number, { splits }: Pick<Data['summary'], 'splits'>): Judged {
  const trainImages = Math.min(asked, splits.train.count);
  const rest = splits.validation.count + splits.calibration.count + splits.stream.count;
  return { trainImages, others: Math.min(asked - trainImages, rest) };
}

/** The name of an input of `label-issues`. */
const foldInput = (fold: number) => `fold-${fold}`;

/**
 * Trains one model a fold, and finds the issues from what each says of the images it has not seen: those of its fold, and its
 * share of the other splits, but for copies with flipped labels, which are of the training split alone.
 */
async function audit(
  context: Context,
  data: Data,
  progress: JobProgress,
  name: string,
  flips?: Flips,
): Promise<{ readonly trained: readonly Trained[]; readonly audited: Audited }> {
  const { folds, model, epochs, method } = context.params;
  const { trainImages, others } = judgedOf(context.params.trainImages, data.summary);
  const dealt = { folds, seed: context.seed('folds'), ...(others > 0 && !flips ? { others } : {}) };
  const candidate = { ...(await openNetwork(model)), ...TRAINING[model] };
  const trained = await Promise.all(
    Array.from({ length: folds }, async (_, fold) => {
      const tell = progress.part(`Predicting held-out images, ${name}`, imagesOfFold(context.params, trainImages));
      const result = await fitCandidate(
        context,
        {
          candidate,
          budget: {
            trainImages,
            epochs,
            selection: { fold: { fold, ...dealt }, ...(flips ? { flips } : {}) },
          },
          inputs: { data },
          seed: context.seed('fold', fold),
        },
        (told) => tell(shareOf(told)),
      );
      tell(1);
      return result;
    }),
  );
  const audited = await context.task('label-issues', {
    params: { trainImages, fold: dealt, method, kept: flips ? 0 : KEPT_IMAGES, ...(flips ? { flips } : {}) },
    inputs: { data, ...Object.fromEntries(trained.map((result, fold) => [foldInput(fold), result])) },
    seed: context.seed('issues'),
  });
  return { trained, audited };
}

async function record(context: Context, data: Data, trained: readonly Trained[]): Promise<void> {
  const { folds, model, epochs } = context.params;
  const { trainImages } = judgedOf(context.params.trainImages, data.summary);
  for (const [fold, result] of trained.entries()) {
    const { batchSize, learningRate } = result.summary.spec;
    await context.append(
      runEvent(context, result, data, {
        cellKind: facts.kind,
        name: `${familyLabel(model)}, without fold ${fold + 1} of ${folds}`,
        family: familyLabel(model),
        params: { model, trainImages, epochs, batchSize, learningRate, folds, fold },
        seed: context.seed('fold', fold),
        role: 'fold',
        parent: groupId(context, 'cross-validation'),
      }),
    );
  }
}

/** The same with labels of a copy flipped. */
async function checkOf(
  kind: Check,
  context: Context,
  data: Data,
  progress: JobProgress,
  before: Promise<Audited>,
): Promise<FlippedCopy> {
  const share = context.params.flipPercent / 100;
  const to = kind === 'confused' ? confusedWith((await before).summary.outOfSample.confusion) : undefined;
  const flips = { share, seed: context.seed('flips', kind), ...(to ? { to } : {}) };
  const words = kind === 'confused' ? 'labels flipped to a confusable class' : 'labels flipped to any class';
  const { audited } = await audit(context, data, progress, words, flips);
  const { check, estimated } = audited.summary;
  if (!check) throw new TypeError('labels: a check was asked for and is not there');
  const clean = new Set(await idsOf(context, await before));
  const both = (await idsOf(context, audited)).filter((id) => clean.has(id)).length;
  return { kind, share, estimated: estimated.share, before: both, ...check, ...(to ? { to } : {}) };
}

const idsOf = async (context: Context, { artifacts }: Audited): Promise<readonly number[]> =>
  Array.from((await context.read(artifacts.issueIds)).data);

/** Those that are trained on: the images of the training split stand first. */
async function examinedOf(context: Context, data: Data, { artifacts }: Audited): Promise<Examined> {
  const { trainImages } = judgedOf(context.params.trainImages, data.summary);
  const [indices, labels] = await Promise.all([context.read(artifacts.indices), context.read(artifacts.labels)]);
  return {
    indices: (indices.data as Uint32Array).subarray(0, trainImages),
    labels: (labels.data as Uint8Array).subarray(0, trainImages),
  };
}

async function retrained(
  context: Context,
  data: Data,
  audited: Audited,
  progress: JobProgress,
): Promise<Pick<LabelsSummary, 'retraining' | 'notRetrained'>> {
  if (context.params.without.length === 0) return {};
  const examined = await examinedOf(context, data, audited);
  const out = leftOut(context.params, data.summary, examined);
  const notRetrained = whyNot(context.params, data.summary, out);
  if (notRetrained !== undefined) return { notRetrained };
  const retraining = await retrain(context, data, examined, out, progress);
  return { retraining };
}

/** Images that the training of a fold goes through, in the mean. */
const imagesOfFold = ({ folds, epochs }: LabelsParams, images: number): number =>
  (epochs * images * (folds - 1)) / folds;

/** Images that all trainings will go through. */
function imagesToTrain(params: LabelsParams, images: number): number {
  const { folds, epochs, flipPercent, without, retrainSeeds } = params;
  const audits = 1 + (flipPercent > 0 ? CHECKS.length : 0);
  const retrained = without.length > 0 ? VARIANTS.length * retrainSeeds : 0;
  return audits * folds * imagesOfFold(params, images) + retrained * epochs * images;
}

export const job: CellJob<TaskMap, LabelsParams, LabelsSummary, unknown, LabelsInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data } = context.inputs;
    const { params } = context;
    const { hash, name, splits } = data.summary;
    if (splits.train.count === 0) {
      throw new LookbookError(
        'params/invalid',
        'There are no images in the training split, so there are no labels to check.',
      );
    }
    const { trainImages, others } = judgedOf(params.trainImages, data.summary);
    const progress = new JobProgress((told) => context.report(told), { total: imagesToTrain(params, trainImages) });
    const clean = audit(context, data, progress, 'labels as they are');
    const before = clean.then(({ audited }) => audited);
    // Nobody may wait for it; that it failed is told by `clean` itself.
    before.catch(() => undefined);
    const [{ trained, audited }, checks, after] = await Promise.all([
      clean,
      Promise.all(params.flipPercent > 0 ? CHECKS.map((kind) => checkOf(kind, context, data, progress, before)) : []),
      clean.then(async (found) => {
        await record(context, data, found.trained);
        return retrained(context, data, found.audited, progress);
      }),
    ]);
    const { spec: _spec, check: _check, ...found } = audited.summary;
    const { images, confusion: counts } = found.outOfSample;
    const classes = Math.sqrt(counts.length);
    return {
      summary: {
        dataset: { hash, name },
        images,
        ...(others > 0 ? { others } : {}),
        perClass: Array.from({ length: classes }, (_, label) =>
          counts.slice(label * classes, (label + 1) * classes).reduce((sum, count) => sum + count, 0),
        ),
        folds: params.folds,
        nearGroups: data.summary.nearGroups?.length ?? 0,
        model: params.model,
        imagesTrained: trained.reduce((sum, { summary }) => sum + summary.imagesTrained, 0),
        method: params.method,
        foldAccuracy: trained.map(({ summary }) => summary.heldOut!.accuracy),
        audit: found,
        checks,
        ...after,
        evidence: [evidenceOf(images)],
      },
      refs: audited.artifacts,
    };
  },
};
