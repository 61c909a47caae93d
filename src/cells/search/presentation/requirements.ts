/** The lines of the mission that the Search cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M3',
    requirement: 'Automatic model selection (AutoML)',
    algorithm: 'Families of models under one budget in images trained, ranked by accuracy on a held-out split',
    reference: 'Hutter, Kotthoff, Vanschoren (eds.), Automated Machine Learning, 2019, chapter 4',
    figureId: 'leaderboard',
  },
  {
    mission: 'M3',
    requirement: 'Comparison of models',
    algorithm: "McNemar's test and a paired bootstrap interval, corrected by Holm's method",
    reference: 'McNemar 1947; Efron and Tibshirani 1993; Holm 1979',
    figureId: 'against-winner',
  },
];
