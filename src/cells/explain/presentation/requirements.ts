/** The lines of the mission that the Train-and-explain cell carries out. */
import { ALL_METHODS, methodOf, type KnownMethod } from '../../../core/explain/all-methods';
import { inSentence } from '../../../core/words/names';
import type { Requirement } from '../../types';
import { attributionOf } from './earlier';
import type { ExplainSummary } from '../types';

/** The methods as a line of the mission names them. */
const told = (methods: readonly KnownMethod[]): Pick<Requirement, 'algorithm' | 'reference'> => ({
  algorithm: methods.map(({ label }, at) => (at === 0 ? label : inSentence(label))).join(', '),
  reference: [...new Set(methods.map(({ source }) => source))].join('; '),
});

export const requirements: readonly Requirement[] = [
  {
    mission: 'M2',
    requirement: 'Explainability, image by image',
    ...told(ALL_METHODS.filter(({ runs }) => runs)),
    figureId: 'attributions',
    method: ({ summary }) =>
      told(attributionOf(summary as ExplainSummary).methods.map(({ method }) => methodOf(method))),
  },
  {
    mission: 'M2',
    requirement: 'Checks of the explanations',
    algorithm:
      'Completeness residual where a method promises it, the methods’ own checks, deletion curves against random order',
    reference: 'Sundararajan 2017; Petsiuk 2018',
    figureId: 'deletion',
  },
  {
    mission: 'M2',
    requirement: 'How each feature affects each class',
    algorithm: 'Exact Shapley values of a linear model on named features',
    reference: 'Lundberg and Lee 2017, Corollary 1',
    figureId: 'feature-effects',
  },
  {
    mission: 'M2',
    requirement: 'Features chosen by their explanation',
    algorithm: 'Pixels by attribution, by variance and at random; paired retraining over seeds',
    reference: 'Satterthwaite 1946; Holm 1979',
    figureId: 'selection',
  },
];
