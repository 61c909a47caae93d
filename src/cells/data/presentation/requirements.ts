/** The lines of the mission that the Data cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M1',
    requirement: 'The right data, verified',
    algorithm: 'SHA-256 of each uncompressed file against the official ones; magic numbers, sizes and counts of IDX',
    reference: 'Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747',
    figureId: 'files',
  },
  {
    mission: 'M1',
    requirement: 'Splits without leakage, the test set sealed',
    algorithm:
      'Seeded stratified split into training, validation, calibration and stream; every opening of the test set recorded',
    reference: 'stratified random split; counts by class shown',
    figureId: 'classes',
  },
];
