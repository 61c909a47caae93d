/** The lines of the mission that the Map cell carries out. */
import type { Requirement } from '../../types';
import { MAPS_FIGURE } from './blocks/map';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M1',
    requirement: 'Outliers',
    algorithm: 'Mean distance to the ten nearest neighbours, exact; reconstruction error of PCA',
    reference: 'Ramaswamy, Rastogi, Shim 2000; Angiulli, Pizzuti 2002; Tukey 1977',
    figureId: 'distribution-distance',
  },
  {
    mission: 'M1',
    requirement: 'Dimensionality reduction and map',
    algorithm: 'PCA and UMAP, checked by trustworthiness',
    reference: 'McInnes, Healy, Melville, arXiv:1802.03426; Venna, Kaski 2001',
    figureId: MAPS_FIGURE,
  },
  {
    mission: 'M1',
    requirement: 'Classes that look alike',
    algorithm: 'Class of the nearest neighbour; distances between mean images',
    reference: 'Cover, Hart 1967; definition',
    figureId: 'nearest-confusion',
  },
];
