import { featureColumns, modelColumns } from '../../../src/core/drift/columns';
import { detectorsAsked, type DetectorsAsked } from '../../../src/core/drift/detectors';
import { compareBatch, fitReference, type DriftReference } from '../../../src/core/drift/report';
import { LookbookError } from '../../../src/core/errors';
import { namedFeatures } from '../../../src/core/features/named';
import type { ArtifactRef, NdArray } from '../../../src/core/results/types';
import { predictedClasses } from '../../../src/core/stats/classification';
import { readStream } from '../images';
import { dataOf } from '../inputs';
import { openModel } from '../model';
import type { Task, TaskContext } from '../types';
import {
  correctOf,
  type DriftBatchesSpec,
  type DriftBatchesSummary,
  type ScoredBatch,
  type DriftBatchesArrays,
  type DriftBatchesInputs,
} from './types';

/** @throws LookbookError `input/missing` for a reference without detectors or the reverse, `params/invalid` for detectors that are not here */
async function referenceOf(
  context: TaskContext<never, DriftBatchesInputs>,
  asked: DetectorsAsked | undefined,
): Promise<DriftReference | undefined> {
  const result = context.inputs.reference;
  if (!result && !asked) return undefined;
  if (!result || !asked) {
    throw new LookbookError(
      'input/missing',
      'Drift is measured against a reference by detectors: one of them was not named.',
    );
  }
  const detectors = detectorsAsked(asked);
  const { features, probabilities } = result.artifacts;
  const values = async (ref: ArtifactRef): Promise<Float32Array> => (await context.read(ref)).data as Float32Array;
  const columns = [
    ...featureColumns(await values(features)),
    ...modelColumns(await values(probabilities), dataOf(context).classes),
  ];
  return fitReference(columns, detectors);
}

export const task: Task<DriftBatchesSpec, DriftBatchesSummary, never, DriftBatchesInputs, DriftBatchesArrays> = {
  async run({ stream, detectors }, context) {
    const data = dataOf(context);
    const reference = await referenceOf(context, detectors);
    const batches: ScoredBatch[] = [];
    const artifacts: Record<string, NdArray> = {};
    const model = await openModel(context);
    try {
      for (const wanted of stream) {
        const { batch } = wanted;
        // One at a time, so that there is a turn between them: making the images takes longest.
        const [incoming] = await readStream(context.images, data, [wanted]);
        const { images, labels } = incoming!;
        await context.turn();
        const probabilities = await model.predict(incoming!);
        const predicted = predictedClasses(probabilities, data.classes.length);
        const right = labels.map((label, index) => Number(predicted[index] === label));
        const columns = (): ReturnType<typeof modelColumns> => [
          ...featureColumns(namedFeatures(images, labels.length, data)),
          ...modelColumns(probabilities, data.classes),
        ];
        batches.push({
          batch,
          images: labels.length,
          correct: right.reduce((sum, one) => sum + one, 0),
          ...(reference ? { report: compareBatch(reference, batch, columns()) } : {}),
        });
        artifacts[correctOf(batch)] = { data: right, shape: [labels.length] };
        context.report({ stage: 'Scoring the stream', done: batches.length, total: stream.length, unit: 'batches' });
        await context.turn();
      }
      return { summary: { batches }, artifacts };
    } finally {
      model.dispose();
    }
  },
};
