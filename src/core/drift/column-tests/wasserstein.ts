import { expectedWasserstein1, wasserstein1 } from '../../stats/distance';
import type { ColumnTest } from './types';

export const wasserstein: ColumnTest = {
  id: 'wasserstein',
  version: 1,
  label: 'Wasserstein',
  name: 'Wasserstein',
  heading: 'Wasserstein (sd)',
  digits: 3,
  definition: 'Mean distance that values must move, in standard deviations of the reference; not a test.',
  source: 'Vallender 1974',
  decides: false,
  place: 40,
  measure(reference, batch) {
    if (reference.categories > 0) return undefined;
    // A constant column has no deviation: its distance stays in the column's own unit.
    const unit = reference.std > 0 ? reference.std : 1;
    return {
      statistic: wasserstein1(reference.ascending, batch.ascending) / unit,
      expected: expectedWasserstein1(reference.ascending, reference.count, batch.count) / unit,
    };
  },
};
