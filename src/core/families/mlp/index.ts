import { LOGITS } from '../../models/fitted-to';
import type { LayerSpec } from '../../models/types';
import { choice, float, logFloat } from '../../search/space';
import type { Family, NetworkCandidate } from '../types';

export const family: Family<NetworkCandidate> = {
  about: 'One hidden layer of 256 rectified units, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  space: {
    learningRate: logFloat(3e-4, 5e-3),
    batchSize: choice(16, 32, 64),
    units: choice(64, 128, 256),
    dropout: float(0, 0.5),
  },
  defaults: { learningRate: 0.001, batchSize: 32, units: 256, dropout: 0 },
  build({ learningRate, batchSize, units, dropout }) {
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
  },
};
