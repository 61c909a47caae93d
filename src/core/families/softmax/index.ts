import { LOGITS } from '../../models/fitted-to';
import { choice, logFloat } from '../../search/space';
import type { Family, NetworkCandidate } from '../types';

export const family: Family<NetworkCandidate> = {
  about: 'One weight per value and class, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  space: { learningRate: logFloat(1e-4, 3e-2), batchSize: choice(16, 32, 64, 128) },
  defaults: { learningRate: 0.001, batchSize: 32 },
  build: ({ learningRate, batchSize }) => ({
    type: 'network',
    model: { name: 'softmax', layers: [{ type: 'flatten' }, LOGITS] },
    learningRate: Number(learningRate),
    batchSize: Number(batchSize),
  }),
};
