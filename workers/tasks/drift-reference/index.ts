import { FEATURE_COUNT, namedFeatures } from '../../../src/core/features/named';
import { scoreOf } from '../../../src/core/stats/score';
import { dataOf } from '../inputs';
import { openModel } from '../model';
import type { Task } from '../types';
import {
  REFERENCE_ARTIFACTS,
  type DriftReferenceSpec,
  type DriftReferenceSummary,
  type DriftReferenceArrays,
  type DriftReferenceInputs,
} from './types';

export const task: Task<DriftReferenceSpec, DriftReferenceSummary, never, DriftReferenceInputs, DriftReferenceArrays> =
  {
    async run(_spec, context) {
      const data = dataOf(context);
      const classes = data.classes.length;
      const calibration = await context.images.split(data, 'calibration');
      const images = calibration.labels.length;
      const features = namedFeatures(calibration.images, images, calibration);
      await context.turn();
      const model = await openModel(context);
      try {
        const probabilities = await model.predict(calibration);
        return {
          summary: { score: scoreOf(calibration.labels, probabilities, classes) },
          artifacts: {
            [REFERENCE_ARTIFACTS.features]: { data: features, shape: [images, FEATURE_COUNT] },
            [REFERENCE_ARTIFACTS.probabilities]: { data: probabilities, shape: [images, classes] },
          },
        };
      } finally {
        model.dispose();
      }
    },
  };
