import { LOGITS } from '../../models/fitted-to';
import type { Family, NetworkCandidate } from '../types';

/** The network on which engines are compared: see docs. */
export const family: Family<NetworkCandidate> = {
  about:
    'Two convolutions of 32 and 64 channels with pooling and a hidden layer of 128 units, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  defaults: { learningRate: 0.002, batchSize: 32 },
  build: ({ learningRate, batchSize }) => ({
    type: 'network',
    model: {
      name: 'cnn-reference',
      layers: [
        { type: 'conv2d', filters: 32, size: 3, activation: 'relu' },
        { type: 'max-pool', size: 2 },
        { type: 'conv2d', filters: 64, size: 3, activation: 'relu' },
        { type: 'max-pool', size: 2 },
        { type: 'flatten' },
        { type: 'dense', units: 128, activation: 'relu' },
        LOGITS,
      ],
    },
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  }),
};
