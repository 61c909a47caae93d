/** How the Map cell is read. */
import { count, decimal, percent, plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { MapParams, MapSummary } from '../types';
import { otherClassShare } from './confusion';

export const levels: Levels<MapParams, MapSummary> = {
  brief: ({ summary: { distance } }) => (distance ? plural(distance.flagged, 'outlier') : undefined),
  key: ['maps', 'nearest-confusion'],
  sections: [
    {
      id: 'quality',
      title: 'Quality of the maps',
      blocks: ['map-quality'],
      notable: ({ summary: { map } }) =>
        map?.quality ? `trustworthiness ${decimal(map.quality.umap.trustworthiness, 3)} (UMAP)` : undefined,
    },
    {
      id: 'look-alikes',
      title: 'Look-alikes between classes',
      blocks: ['nearest-confusion', 'look-alikes', 'closest-pairs', 'pairs', 'centroids'],
      notable: ({ summary: { confusion } }) => {
        const other = confusion && otherClassShare(confusion);
        return other && other.images > 0
          ? `nearest image of another class: ${percent(other.other / other.images)}`
          : undefined;
      },
    },
    {
      id: 'outliers',
      title: 'Outliers',
      blocks: ['distribution-*', 'worst-*', 'outliers-by-class'],
      notable: ({ summary: { distance, reconstruction } }) =>
        [
          distance && `${count(distance.flagged)} by distance`,
          reconstruction && `${count(reconstruction.flagged)} by reconstruction`,
        ]
          .filter(Boolean)
          .join(', '),
    },
  ],
};
