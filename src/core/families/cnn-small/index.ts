import { twoConvolutions } from '../convolutions';
import type { Family, NetworkCandidate } from '../types';

export const family: Family<NetworkCandidate> = {
  about:
    'Two convolutions of 8 and 16 channels with pooling and a hidden layer of 64 units, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  defaults: { learningRate: 0.002, batchSize: 32 },
  build: ({ learningRate, batchSize }) => ({
    type: 'network',
    model: twoConvolutions('cnn-small', { filters: [8, 16], units: 64 }),
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  }),
};
