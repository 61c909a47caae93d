/** The Explain cell's job: trains a model on fit, scores it on select, explains it, and writes the run to the ledger. */
import type { DatasetSummary } from '../../core/dataset/types';
import { LookbookError } from '../../core/errors';
import { METHODS } from '../../core/explain/methods';
import type { RunEvent } from '../../core/ledger/types';
import { MODEL_LABELS, MODELS } from '../../core/models/zoo';
import type { CellJob, NdArray, StoredResult } from '../../core/results/types';
import type { TaskMap } from '../../../workers/tasks/registry';
import type { TrainSummary } from '../../../workers/tasks/train/types';
import { AVERAGED_PER_CLASS, facts, type ExplainLive, type ExplainParams, type ExplainSummary } from './types';

declare const __APP_VERSION__: string;

export const job: CellJob<TaskMap, ExplainParams, ExplainSummary, ExplainLive> = {
  ...facts,
  async run(context) {
    const data = context.inputs['data'];
    if (!data) throw new LookbookError('input/missing');
    const { model, fitImages, epochs, batchSize, learningRate, explainedImages, igSteps } = context.params;
    const trained = await context.task(
      'train',
      {
        params: { model: MODELS[model], fitImages, epochs, batchSize, learningRate },
        inputs: { data },
        seed: context.seed('train'),
      },
      (progress) => context.report(progress),
    );
    const perClass = Math.max(1, Math.round(explainedImages / 10));
    const averagedPerClass = Math.max(perClass, AVERAGED_PER_CLASS);
    const explained = await context.task(
      'attribute',
      {
        params: { methods: METHODS, perClass, averagedPerClass, steps: igSteps, target: 'predicted' },
        inputs: { data, train: trained },
        seed: context.seed('attribute'),
      },
      ({ stage, done, total, unit }) => context.report({ stage, done, total, unit }),
    );
    await context.append(
      runOf(trained, data as StoredResult<DatasetSummary>, context.params, {
        cellId: context.cellId,
        numericMode: context.environment.numericMode,
        seed: context.seed('train'),
      }),
    );
    const artifacts: Record<string, NdArray> = {};
    for (const [name, ref] of Object.entries({ ...trained.artifacts, ...explained.artifacts })) {
      artifacts[name] = await context.read(ref);
    }
    return {
      summary: { train: trained.summary, attribution: explained.summary, trainKey: trained.key },
      artifacts,
    };
  },
};

/** The ledger's event of a training. */
function runOf(
  trained: StoredResult<TrainSummary>,
  data: StoredResult<DatasetSummary>,
  params: ExplainParams,
  about: { readonly cellId: string; readonly numericMode: string; readonly seed: number },
): RunEvent {
  const { select, imagesTrained, fitImages, curves } = trained.summary;
  const { model, epochs, batchSize, learningRate } = params;
  return {
    type: 'run',
    id: `run:${trained.key}`,
    at: trained.createdAt,
    cellId: about.cellId,
    cellKind: facts.kind,
    name: `${model}, ${fitImages.toLocaleString('en')} images`,
    family: MODEL_LABELS[model],
    params: { model, fitImages, epochs, batchSize, learningRate },
    metrics: { 'select/accuracy': select.accuracy, 'select/logLoss': select.logLoss },
    intervals: { 'select/accuracy': select.interval },
    curves: {
      'fit/loss': curves.fitLoss,
      'select/accuracy': curves.selectAccuracy,
      'select/logLoss': curves.selectLogLoss,
    },
    artifacts: trained.artifacts,
    taskKey: trained.key,
    imagesTrained,
    seconds: trained.seconds,
    provenance: {
      datasetHash: data.summary.hash,
      datasetName: data.summary.name,
      splitVersion: data.summary.splitVersion,
      numericMode: about.numericMode,
      seed: about.seed,
      appVersion: __APP_VERSION__,
    },
  };
}
