/** The lines of the mission that the Features cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M2',
    requirement: 'Feature engineering',
    algorithm:
      'Pixel mask, centring by centre of mass, augmentation, crop, named image features, scaling, standardising; fitted on the training split alone',
    reference: 'definitions; checked against NumPy',
    figureId: 'steps',
  },
  {
    mission: 'M2',
    requirement: 'Effect of each feature step on accuracy',
    algorithm:
      'Ablation over several seeds: paired bootstrap over images, Student t over seeds, McNemar, corrected by Holm',
    reference: 'Efron and Tibshirani 1993; Satterthwaite 1946; McNemar 1947; Holm 1979',
    figureId: 'ablation',
  },
];
