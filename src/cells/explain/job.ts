/** The Explain cell's job: trains a model on fit, scores it on select, explains it, and writes the run to the ledger. */
import type { DatasetSummary } from '../../core/dataset/types';
import { LookbookError } from '../../core/errors';
import { METHODS } from '../../core/explain/methods';
import { MODEL_LABELS, MODELS } from '../../core/models/zoo';
import type { CellJob, NdArray, StoredResult } from '../../core/results/types';
import type { TaskMap } from '../../../workers/tasks/registry';
import { runEvent } from '../common/run';
import { AVERAGED_PER_CLASS, facts, type ExplainLive, type ExplainParams, type ExplainSummary } from './types';

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
      runEvent(context, trained, data as StoredResult<DatasetSummary>, {
        cellKind: facts.kind,
        name: `${model}, ${trained.summary.fitImages.toLocaleString('en')} images`,
        family: MODEL_LABELS[model],
        params: { model, fitImages, epochs, batchSize, learningRate },
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
