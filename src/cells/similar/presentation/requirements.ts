/** The lines of the mission that the Similar-images cell carries out. */
import type { Requirement } from '../../types';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M1',
    requirement: 'Duplicates',
    algorithm: 'Exact search of all pairs of images by squared pixel distance in integers, pruned by bounds',
    reference: 'definition; bounds by orthogonal projection',
    figureId: 'pairs-by-threshold',
  },
  {
    mission: 'M1',
    requirement: 'Leaks between splits',
    algorithm:
      'Near copies across splits; accuracy without them beside as many class-matched images left out at random',
    reference: 'Barz and Denzler, Do We Train on Test Data?, 2020',
    figureId: 'rescored',
  },
];
