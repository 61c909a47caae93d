import { ksTwoSample } from '../../../stats/ks';
import type { Detector } from '../types';

export const ks: Detector = {
  label: 'Kolmogorov-Smirnov',
  definition: 'Largest distance between the two empirical distribution functions, 0 to 1; a test.',
  measure(reference, batch) {
    if (reference.categories > 0) return undefined;
    return ksTwoSample(reference.ascending, batch.ascending);
  },
};
