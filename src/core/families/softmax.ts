import { MODELS } from '../models/zoo';
import { choice, logFloat, type Point } from '../search/space';
import type { NetworkCandidate, NetworkFamily } from './types';

const build = ({ learningRate, batchSize }: Point): NetworkCandidate => ({
  type: 'network',
  model: MODELS.softmax,
  learningRate: Number(learningRate),
  batchSize: Number(batchSize),
});

const defaults: Point = { learningRate: 0.001, batchSize: 32 };

export const softmax: NetworkFamily = {
  about: 'One weight a value and class, softmax cross-entropy by Adam in batches.',
  takes: 'pipeline',
  candidate: build(defaults),
  tuning: { space: { learningRate: logFloat(1e-4, 3e-2), batchSize: choice(16, 32, 64, 128) }, build, defaults },
};
