/** The lines of the mission that the Label-issues cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M1',
    requirement: 'Labels that are probably wrong',
    algorithm:
      'Confident learning on out-of-sample probabilities of stratified k-fold training, ranked by self-confidence',
    reference: 'Northcutt, Jiang, Chuang 2021; a naive implementation and labels flipped on purpose',
    figureId: 'worst',
  },
  {
    mission: 'M1',
    requirement: 'Label noise by class',
    algorithm: 'Confident joint scaled to the images of each class; bootstrap interval over images',
    reference: 'Northcutt, Jiang, Chuang 2021; Efron and Tibshirani 1993',
    figureId: 'noise-matrix',
  },
];
