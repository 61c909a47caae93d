import { twoConvolutions } from '../convolutions';
import type { Family, NetworkCandidate } from '../types';

/** The network on which engines are compared: see docs. */
export const family: Family<NetworkCandidate> = {
  about:
    'Two convolutions of 32 and 64 channels with pooling and a hidden layer of 128 units, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  defaults: { learningRate: 0.002, batchSize: 32 },
  build: ({ learningRate, batchSize }) => ({
    type: 'network',
    model: twoConvolutions('cnn-reference', { filters: [32, 64], units: 128 }),
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  }),
};
