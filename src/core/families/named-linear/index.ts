import { logFloat } from '../../search/space';
import type { Family } from '../types';

export const family: Family = {
  about:
    'Multinomial logistic regression by L-BFGS on the 12 named image features, standardised on the training split.',
  takes: { steps: [{ kind: 'named' }, { kind: 'standardise' }] },
  space: { penalty: logFloat(1e-6, 1) },
  // So weak a penalty that it only keeps the weights finite; 12 features do not overfit thousands of images.
  defaults: { penalty: 1e-4 },
  build: ({ penalty }) => ({ type: 'classic', model: { family: 'linear', penalty: Number(penalty) } }),
};
