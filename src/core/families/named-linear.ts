import type { Family } from './types';

export const namedLinear: Family = {
  about:
    'Multinomial logistic regression by L-BFGS on the 12 named image features, standardised on the training split.',
  takes: { steps: [{ kind: 'named' }, { kind: 'standardise' }] },
  // So weak a penalty that it only keeps the weights finite; 12 features do not overfit thousands of images.
  candidate: { type: 'classic', model: { family: 'linear', penalty: 1e-4 } },
};
