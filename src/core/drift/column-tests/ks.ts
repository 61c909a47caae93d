import { ksTwoSample, leastKsDistance } from '../../stats/ks';
import type { ColumnTest } from './types';

export const ks: ColumnTest = {
  id: 'ks',
  version: 1,
  label: 'Kolmogorov-Smirnov',
  name: 'KS',
  heading: 'KS',
  digits: 3,
  definition: 'Largest distance between the two empirical distribution functions, 0 to 1; a test.',
  source: 'Smirnov 1939',
  decides: true,
  place: 10,
  drawn: {
    name: 'KS distance',
    about: 'Kolmogorov-Smirnov distance, 0 to 1',
    most: 1,
    least: leastKsDistance,
  },
  measure(reference, batch) {
    if (reference.categories > 0) return undefined;
    return ksTwoSample(reference.ascending, batch.ascending);
  },
};
