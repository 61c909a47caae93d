import { takeImages } from '../../../src/core/dataset/batch';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { fitTemperature, tempered } from '../../../src/core/models/temperature';
import {
  brierScore,
  calibrationBins,
  expectedCalibrationError,
  logLoss,
  predictedClasses,
} from '../../../src/core/stats/classification';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import {
  EXAMINE_ARTIFACTS,
  type ExamineSpec,
  type ExamineSummary,
  type Mistake,
  type Reliability,
  type ExamineArrays,
  type ExamineInputs,
} from './types';

interface Scored {
  readonly batch: ImageBatch;
  readonly probabilities: Float32Array;
}

async function scoredOf(name: 'calibration' | 'scored', context: TaskContext<never, ExamineInputs>): Promise<Scored> {
  const { summary, artifacts } = context.inputs[name];
  const batch = await context.images.split(dataOf(context), summary.spec.split);
  return { batch, probabilities: (await context.read(artifacts.probabilities)).data as Float32Array };
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

export const task: Task<ExamineSpec, ExamineSummary, never, ExamineInputs, ExamineArrays> = {
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
