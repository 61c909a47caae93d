import { LOGITS } from '../../models/fitted-to';
import type { Family, NetworkCandidate } from '../types';

export const family: Family<NetworkCandidate> = {
  about:
    'Two convolutions of 8 and 16 channels with pooling and a hidden layer of 64 units, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  defaults: { learningRate: 0.002, batchSize: 32 },
  build: ({ learningRate, batchSize }) => ({
    type: 'network',
    model: {
      name: 'cnn-small',
      layers: [
        { type: 'conv2d', filters: 8, size: 3, activation: 'relu' },
        { type: 'max-pool', size: 2 },
        { type: 'conv2d', filters: 16, size: 3, activation: 'relu' },
        { type: 'max-pool', size: 2 },
        { type: 'flatten' },
        { type: 'dense', units: 64, activation: 'relu' },
        LOGITS,
      ],
    },
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  }),
};
