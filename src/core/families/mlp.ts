import type { LayerSpec } from '../models/types';
import { LOGITS } from '../models/zoo';
import { choice, float, logFloat, type Point } from '../search/space';
import type { NetworkCandidate, NetworkFamily } from './types';

const build = ({ learningRate, batchSize, units, dropout }: Point): NetworkCandidate => {
  const drop: readonly LayerSpec[] = Number(dropout) > 0 ? [{ type: 'dropout', rate: Number(dropout) }] : [];
  return {
    type: 'network',
    model: {
      name: 'mlp',
      layers: [{ type: 'flatten' }, { type: 'dense', units: Number(units), activation: 'relu' }, ...drop, LOGITS],
    },
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  };
};

const defaults: Point = { learningRate: 0.001, batchSize: 32, units: 256, dropout: 0 };

export const mlp: NetworkFamily = {
  about: 'One hidden layer of 256 rectified units, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  candidate: build(defaults),
  tuning: {
    space: {
      learningRate: logFloat(3e-4, 5e-3),
      batchSize: choice(16, 32, 64),
      units: choice(64, 128, 256),
      dropout: float(0, 0.5),
    },
    build,
    defaults,
  },
};
