/**
 * The Monitor cell's job: scores the stream batch by batch, measures drift, asks the rule, and after an alarm trains a
 * challenger that must win on later batches. Every batch is scored by a model that has not been trained on it.
 */
import type { DatasetSummary } from '../../../core/dataset/types';
import { checkAccuracy } from '../../../core/drift/rule';
import type { Scenario } from '../../../core/drift/scenarios';
import type { AccuracyCheck } from '../../../core/drift/sequences/types';
import { describeScenario } from '../../../core/drift/stream';
import {
  planRetraining,
  requireStream,
  watchEach,
  watchStream,
  type Alarm,
  type RetrainPlan,
  type WatchSettings,
} from '../../../core/drift/watch';
import { LookbookError } from '../../../core/errors';
import type { RegistryEvent, StreamEvent } from '../../../core/ledger/types';
import { hashJson } from '../../../core/results/canonical';
import type { CellJob, Json, StoredResult } from '../../../core/results/types';
import type { Score } from '../../../core/stats/score';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { championOf } from './champion';
import { retrain, type Situation } from './retrain';
import { batchesOf, scoreBatches, type MonitorContext, type StreamOf } from './stream';
import {
  EXAMPLES,
  facts,
  slots,
  type MonitorInputs,
  type MonitorParams,
  type MonitorSummary,
  type WatchedModel,
} from '../types';
import { fittable } from '../../common/fittable';
import type { TrainInputs } from '../../../../workers/tasks/train/types';
import { JobProgress } from '../../common/progress';

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const rightOf = ({ accuracy, images }: Score): { correct: number; images: number } => ({
  correct: Math.round(accuracy * images),
  images,
});

/** What all tasks of the cell share: the data and the pipeline that the model was trained on. */
async function sharedInputs(
  context: MonitorContext,
  data: StoredResult<DatasetSummary>,
  { summary: { recipe, card } }: StoredResult<WatchedModel>,
): Promise<TrainInputs> {
  if (recipe) return { data, features: await context.task('fit-features', { params: recipe, inputs: { data } }) };
  if (card.pipeline !== undefined) {
    throw new LookbookError(
      'input/missing',
      'The model was trained on features that its result does not name, so nothing can be predicted with it. Run its cell again.',
    );
  }
  return { data };
}

/** Why nothing is trained; null if a challenger is. */
function whyIdle(plan: RetrainPlan | null): string | null {
  if (!plan) return 'No retraining was triggered.';
  if (plan.later.length === 0) {
    return 'No batch is left to evaluate a challenger on, so none is trained. Use more batches, a shorter label delay or fewer collected batches.';
  }
  return null;
}

/** The model takes its place in the registry, and what it was seen to do is kept, before anything is trained. */
async function record(
  context: MonitorContext,
  { championId, champion, scored }: Situation,
  happening: string,
  alarm: Alarm,
  settings: WatchSettings,
): Promise<void> {
  const last = scored.reduce((latest, { createdAt }) => (createdAt > latest ? createdAt : latest), '');
  const occasion = hashJson([scored.map(({ key }) => key), settings as unknown as Json]);
  const registered: RegistryEvent = {
    type: 'registry',
    id: `registry:${occasion}:${championId}:champion`,
    at: last,
    runId: championId,
    to: 'champion',
    reason: `${champion.label} serves the stream. ${happening}`,
  };
  const watched: StreamEvent = {
    type: 'stream',
    id: `stream:${occasion}`,
    at: last,
    cellId: context.cellId,
    runId: championId,
    scenario: happening,
    batches: batchesOf(scored).map(({ batch, images, correct, report }) => ({
      batch,
      images,
      correct,
      p: report?.p ?? 1,
    })),
    retrain: alarm.retrain,
    decision: alarm.sentence,
  };
  await context.append(registered);
  await context.append(watched);
}

export const job: CellJob<TaskMap, MonitorParams, MonitorSummary, unknown, MonitorInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data, model } = context.inputs;
    const { scenario: type, severity, fromBatch, batches, labelDelay, budget, consecutive, collect } = context.params;
    const scenario: Scenario = { type, severity, fromBatch };
    requireStream(data.summary.splits.stream.count, batches, scenario);
    const settings: WatchSettings = { batches, budget, consecutive, labelDelay };
    const stream: StreamOf = { batches, scenario, streamSeed: context.seed('stream') };
    const happening = describeScenario(scenario, data.summary.classes);

    const shared = await sharedInputs(context, data, model);
    context.report({ stage: 'Measuring the reference', done: 0, total: 0, unit: 'images' });
    const shownBatch = Math.min(fromBatch, batches);
    const [reference, examples] = await Promise.all([
      context.task('drift-reference', { params: {}, inputs: { ...shared, model } }),
      context.task('drift-examples', { params: { batch: shownBatch, ...stream }, inputs: { data } }),
    ]);
    const scoring = new JobProgress((told) => context.report(told), { unit: 'batches', stage: 'Scoring the stream' });
    const inputs = { ...shared, model, reference };
    const scored = await scoreBatches(context, inputs, stream, numbersTo(batches), scoring);
    const all = batchesOf(scored);
    const reports = all.flatMap(({ report }) => (report ? [report] : []));
    const known = rightOf(reference.summary.score);
    const checks = all.map((found): AccuracyCheck => checkAccuracy(found.batch, found, known));
    const alarm = watchStream(reports, checks, settings);

    const champion = championOf(model, await context.ledger());
    const championId = champion.run?.id ?? `model:${model.outputHash}`;
    const situation: Situation = { data, model, shared, champion, championId, stream, scored };
    await record(context, situation, happening, alarm, settings);

    const { batch, after } = alarm;
    const plan = batch === null || after === null ? null : planRetraining({ batch, after }, collect, settings);
    const idle = whyIdle(plan);
    const retraining = plan && idle === null ? await retrain(context, situation, plan, alarm.sentence) : null;
    const { before, after: changed } = examples.artifacts;
    return {
      summary: {
        scenario,
        happening,
        settings,
        champion: {
          label: champion.label,
          parameters: model.summary.card.parameters,
          runId: champion.run?.id ?? null,
          reference: reference.summary.score,
        },
        scores: all.map(({ batch, images, correct }) => ({ batch, images, correct })),
        reports,
        checks,
        alarm,
        sequences: watchEach(reports, checks, settings),
        retraining,
        idle,
        examples: { batch: shownBatch, ...examples.summary },
      },
      refs: { ...(before ? { [EXAMPLES.before]: before } : {}), ...(changed ? { [EXAMPLES.after]: changed } : {}) },
    };
  },
};
