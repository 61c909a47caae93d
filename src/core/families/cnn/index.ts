import { LOGITS } from '../../models/fitted-to';
import type { LayerSpec } from '../../models/types';
import { choice, float, logFloat } from '../../search/space';
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
  build({ learningRate, batchSize, filters, units, dropout }) {
    const drop: readonly LayerSpec[] = Number(dropout) > 0 ? [{ type: 'dropout', rate: Number(dropout) }] : [];
    return {
      type: 'network',
      model: {
        name: 'cnn',
        layers: [
          // The first convolution sees large images, so its channels cost most: the second one's are tuned.
          { type: 'conv2d', filters: 8, size: 3, activation: 'relu' },
          { type: 'max-pool', size: 2 },
          { type: 'conv2d', filters: Number(filters), size: 3, activation: 'relu' },
          { type: 'max-pool', size: 2 },
          { type: 'flatten' },
          { type: 'dense', units: Number(units), activation: 'relu' },
          ...drop,
          LOGITS,
        ],
      },
      learningRate: Number(learningRate),
      batchSize: Number(batchSize),
    };
  },
};
