import { choice, float, logFloat } from '../../search/space';
import { twoConvolutions } from '../convolutions';
import type { Family, NetworkCandidate } from '../types';

export const family: Family<NetworkCandidate> = {
  about:
    'Two convolutions with pooling and a hidden layer (after Y. LeCun and others, 1998), softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  // What trains in seconds and holds on more images: larger steps win short trials and lose long trainings.
  space: {
    learningRate: logFloat(5e-4, 5e-3),
    batchSize: choice(32, 64),
    filters: choice(16, 24, 32),
    units: choice(64, 128),
    dropout: float(0, 0.4),
  },
  defaults: { learningRate: 0.0025, batchSize: 32, filters: 24, units: 128, dropout: 0.1 },
  build: ({ learningRate, batchSize, filters, units, dropout }) => ({
    type: 'network',
    // The first convolution sees large images, so its channels cost most: the second one's are tuned.
    model: twoConvolutions('cnn', {
      filters: [8, Number(filters)],
      units: Number(units),
      dropout: Number(dropout),
    }),
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  }),
};
