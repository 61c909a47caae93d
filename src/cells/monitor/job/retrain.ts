/** After an alarm: a challenger is trained on the past stream beside the training split, and meets the champion on later batches. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { decidePromotion } from '../../../core/drift/gate';
import type { RetrainPlan } from '../../../core/drift/watch';
import type { RegistryEvent } from '../../../core/ledger/types';
import type { StoredResult } from '../../../core/results/types';
import { RESAMPLES } from '../../../core/stats/bootstrap';
import type { HoldsModel } from '../../../core/models/card';
import type { DriftGateInputs, GateConditionName, GateModel } from '../../../../workers/tasks/drift-gate/types';
import type { TrainInputs } from '../../../../workers/tasks/train/types';
import { fitCandidate, settingsOf, type Fitted } from '../../common/fit';
import { JobProgress } from '../../common/progress';
import { runEvent } from '../../common/run';
import { facts, type BatchScore, type Retraining, type WatchedModel } from '../types';
import { candidateOf, type Champion } from './champion';
import { batchesOf, scoreBatches, type MonitorContext, type ScoredGroup, type StreamOf } from './stream';

export interface Situation {
  readonly data: StoredResult<DatasetSummary>;
  readonly model: StoredResult<WatchedModel>;
  /** `data`, and `features` where the champion has them. */
  readonly shared: TrainInputs;
  readonly champion: Champion;
  readonly championId: string;
  readonly stream: StreamOf;
  /** The champion's scores of the stream as it came in. */
  readonly scored: readonly ScoredGroup[];
}

const scoresOf = (groups: readonly ScoredGroup[]): BatchScore[] =>
  batchesOf(groups).map(({ batch, images, correct }) => ({ batch, images, correct }));

/** The inputs of the gate's task: groups by model and condition, numbered. */
function gateInputs(groups: Record<GateModel, Record<GateConditionName, readonly ScoredGroup[]>>): DriftGateInputs {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([model, conditions]) =>
      Object.entries(conditions).flatMap(([condition, results]) =>
        results.map((result, number) => [`${model}.${condition}.${number}`, result] as const),
      ),
    ),
  );
}

/** Passes over the images; a family that is fitted at once makes one. */
const passesOf = ({ spec }: Fitted['summary']): number => ('epochs' in spec ? spec.epochs : 1);

async function trainChallenger(
  context: MonitorContext,
  { data, model, shared, champion, championId, stream }: Situation,
  { after, learned, since }: RetrainPlan,
) {
  const { trainImages, epochs, weight } = context.params;
  const candidate = candidateOf(model, champion);
  const seed = context.seed('retrain');
  const trained = await fitCandidate(
    context,
    {
      candidate,
      budget: {
        trainImages,
        epochs,
        // The batches since the alarm as often as they weigh: listed so often, they are trained on so often.
        stream: learned
          .flatMap((batch) => new Array<number>(since.includes(batch) ? weight : 1).fill(batch))
          .map((batch) => ({ batch, ...stream })),
      },
      inputs: shared,
      seed,
    },
    ({ done, total, unit }) => context.report({ stage: `Retraining after batch ${after}`, done, total, unit }),
  );
  const run = runEvent(context, trained, data, {
    cellKind: facts.kind,
    name: `${champion.label} retrained after batch ${after}`,
    family: champion.run?.family ?? champion.label,
    params: {
      ...(candidate.type === 'network' ? { network: candidate.model.name } : {}),
      ...settingsOf(candidate),
      trainImages,
      epochs: passesOf(trained.summary),
      streamBatches: learned.length,
      weight,
    },
    seed,
    role: 'challenger',
    parent: championId,
  });
  await context.append(run);
  return { trained, run };
}

export async function retrain(
  context: MonitorContext,
  situation: Situation,
  plan: RetrainPlan,
  reason: string,
): Promise<Retraining> {
  const { shared, model, stream, scored, champion, championId } = situation;
  const { trained, run } = await trainChallenger(context, situation, plan);
  const register = (to: RegistryEvent['to'], runId: string, at: string, why: string, occasion: string): Promise<void> =>
    context.append({ type: 'registry', id: `registry:${occasion}:${runId}:${to}`, at, runId, to, reason: why });
  await register('challenger', run.id, trained.createdAt, reason, trained.key);

  const scoring = new JobProgress((told) => context.report(told), {
    unit: 'batches',
    stage: 'Challenger against champion',
  });
  const undisturbed: StreamOf = { ...stream, scenario: { ...stream.scenario, type: 'none' } };
  const score = (by: StoredResult<HoldsModel>, of: StreamOf): Promise<ScoredGroup[]> =>
    scoreBatches(context, { ...shared, model: by }, of, plan.later, scoring);
  const [drifted, cleanChampion, cleanChallenger] = await Promise.all([
    score(trained, stream),
    score(model, undisturbed),
    score(trained, undisturbed),
  ]);
  const compared = await context.task('drift-gate', {
    params: { batches: plan.later, resamples: RESAMPLES },
    inputs: gateInputs({
      champion: { drifted: scored, clean: cleanChampion },
      challenger: { drifted, clean: cleanChallenger },
    }),
    seed: context.seed('gate'),
  });
  const margin = context.params.margin / 100;
  const gate = decidePromotion(compared.summary, margin);
  const occasion = `${compared.key}:${margin}`;
  const decided = compared.createdAt;
  if (gate.promote) {
    await register('retired', championId, decided, `Replaced by ${run.name}.`, occasion);
    await register('champion', run.id, decided, gate.sentence, occasion);
  } else {
    await register('retired', run.id, decided, `${gate.sentence} The ${champion.label} stays champion.`, occasion);
  }
  const imagesOf = (batches: readonly number[]): number =>
    batchesOf(scored)
      .filter(({ batch }) => batches.includes(batch))
      .reduce((sum, { images }) => sum + images, 0);
  const { weight } = context.params;
  const streamImages = imagesOf(plan.learned);
  const { trainImages, imagesTrained, validation } = trained.summary;
  return {
    plan,
    trainImages: trainImages - streamImages - (weight - 1) * imagesOf(plan.since),
    streamImages,
    weight,
    epochs: passesOf(trained.summary),
    imagesTrained,
    validation,
    runId: run.id,
    drifted: scoresOf(drifted),
    clean: { champion: scoresOf(cleanChampion), challenger: scoresOf(cleanChallenger) },
    later: compared.summary,
    gate,
  };
}
