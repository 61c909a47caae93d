/** The lines of the mission that the Report cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M4',
    requirement: 'A report with figures, logs, code and justifications',
    algorithm:
      'One HTML file without script or network, and a zip with figures, logs, tables, pipeline and predictions',
    reference: 'results.json and notebook.json inside make every number again',
  },
];
