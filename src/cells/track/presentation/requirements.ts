/** The lines of the mission that the Track cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M4',
    requirement: 'Every training tracked',
    algorithm: 'Append-only ledger: parameters, metrics with 95 % CIs, curves, seed, data hash, numeric mode',
    reference: 'intervals: Wilson 1927',
    figureId: 'runs',
  },
  {
    mission: 'M4',
    requirement: 'Performance over time',
    algorithm: 'Runs in the order of ending, with CIs and the best so far',
    reference: 'by definition; never ranked by the test set',
    figureId: 'performance',
  },
  {
    mission: 'M4',
    requirement: 'Runs compared',
    algorithm: 'Paired difference on the same images with bootstrap interval; McNemar, Holm over the comparisons',
    reference: 'McNemar 1947, checked against SciPy; Holm 1979',
    figureId: 'differences',
  },
  {
    mission: 'M4',
    requirement: 'Champion and challenger',
    algorithm: 'Registry of standings with their reasons, append-only',
    reference: 'by definition',
    figureId: 'registry',
  },
  {
    mission: 'M4',
    requirement: 'Learning curves',
    algorithm: 'Loss on the training split, accuracy and log-loss on validation against images trained',
    reference: 'by definition',
    figureId: 'curves',
  },
  {
    mission: 'M4',
    requirement: 'Reproducible runs',
    algorithm: 'Results memoised by a hash of code version, parameters, inputs, seed and numeric mode',
    reference: 'SHA-256 over canonical JSON',
    figureId: 'provenance',
  },
];
