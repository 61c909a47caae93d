/** The lines of the mission that the Alerts cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M1',
    requirement: 'Quality alerts with a sentence each, ranked',
    algorithm:
      'Counts beyond movable thresholds on the scores of all checks; ranked by severity, then by share affected',
    reference: 'rules; the definitions of the scores are those of the cells that compute them',
    figureId: 'alerts',
  },
  {
    mission: 'M1',
    requirement: 'Thresholds of every check',
    algorithm: 'Cumulative counts over the range of each threshold',
    reference: 'counting',
    figureId: 'checks',
  },
];
