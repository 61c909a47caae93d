import { takeImages } from '../../../src/core/dataset/batch';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { LookbookError } from '../../../src/core/errors';
import { fitTemperature, tempered } from '../../../src/core/models/temperature';
import type { StoredResult } from '../../../src/core/results/types';
import {
  brierScore,
  calibrationBins,
  expectedCalibrationError,
  logLoss,
  predictedClasses,
} from '../../../src/core/stats/classification';
import { dataOf } from '../inputs';
import { SCORE_ARTIFACTS, type ScoreSummary } from '../score/types';
import type { Task, TaskContext } from '../types';
import { EXAMINE_ARTIFACTS, type ExamineSpec, type ExamineSummary, type Mistake, type Reliability } from './types';

interface Scored {
  readonly batch: ImageBatch;
  readonly probabilities: Float32Array;
}

async function scoredOf(name: 'calibration' | 'scored', context: TaskContext): Promise<Scored> {
  const result = context.inputs[name] as StoredResult<ScoreSummary> | undefined;
  const ref = result?.artifacts[SCORE_ARTIFACTS.probabilities];
  if (!result || !ref) throw new LookbookError('input/missing', `The input "${name}" holds no predictions.`);
  const { split, stream } = result.summary.spec;
  if (stream) throw new LookbookError('params/invalid', 'Batches of the stream cannot be examined, splits can.');
  const batch = await context.images.split(dataOf(context), split);
  return { batch, probabilities: (await context.read(ref)).data as Float32Array };
}

function reliabilityOf(labels: Uint8Array, probabilities: Float32Array): Reliability {
  return {
    logLoss: logLoss(labels, probabilities),
    brier: brierScore(labels, probabilities),
    calibrationError: expectedCalibrationError(labels, probabilities),
    bins: calibrationBins(labels, probabilities),
  };
}

/** Places of the images that were named wrongly, those that the model was surest of first. */
function wrongPlaces({ batch: { labels }, probabilities }: Scored, predicted: Uint8Array): number[] {
  const classes = probabilities.length / labels.length;
  const sureness = (place: number): number => probabilities[place * classes + predicted[place]!]!;
  return Array.from(labels.keys())
    .filter((place) => predicted[place] !== labels[place])
    .sort((a, b) => sureness(b) - sureness(a) || a - b);
}

export const task: Task<ExamineSpec, ExamineSummary> = {
  async run(spec, context) {
    const calibration = await scoredOf('calibration', context);
    const scored = await scoredOf('scored', context);
    const classes = dataOf(context).classes.length;
    await context.turn();
    const { labels, indices, height, width } = scored.batch;
    const temperature = fitTemperature(calibration.probabilities, calibration.batch.labels, classes);
    await context.turn();
    const predicted = predictedClasses(scored.probabilities, classes);
    const wrong = wrongPlaces(scored, predicted);
    const kept = wrong.slice(0, spec.mistakes);
    const mistakes = kept.map((place): Mistake => {
      const given = (label: number): number => scored.probabilities[place * classes + label]!;
      const [label, named] = [labels[place]!, predicted[place]!];
      return {
        index: indices[place]!,
        label,
        predicted: named,
        probability: given(named),
        labelProbability: given(label),
      };
    });
    return {
      summary: {
        spec,
        temperature,
        before: reliabilityOf(labels, scored.probabilities),
        after: reliabilityOf(labels, tempered(scored.probabilities, classes, temperature)),
        wrong: wrong.length,
        mistakes,
      },
      artifacts: {
        [EXAMINE_ARTIFACTS.mistakeImages]: {
          data: takeImages(scored.batch, kept).images,
          shape: [kept.length, height, width],
        },
        [EXAMINE_ARTIFACTS.labels]: { data: labels, shape: [labels.length] },
        [EXAMINE_ARTIFACTS.indices]: { data: indices, shape: [indices.length] },
      },
    };
  },
};
