/** The headline numbers of the Explore cell, as notes quote them. */
import { SPLIT_NAMES } from '../../../core/dataset/types';
import { totalInvalid } from '../../../core/profile/validity';
import { count, decimal, percent } from '../../../core/words/numbers';
import type { NamedValues } from '../../types';
import type { ExploreSummary } from '../types';

export const values: NamedValues<ExploreSummary> = {
  images: { what: 'Images described', text: ({ summary }) => count(summary.profile.pixels.images) },
  classes: {
    what: 'Classes with images',
    text: ({ summary }) => count(summary.profile.perClass.filter((images) => images > 0).length),
  },
  mean: { what: 'Mean of x/255', text: ({ summary }) => decimal(summary.profile.pixels.mean, 4) },
  deviation: { what: 'Standard deviation of x/255', text: ({ summary }) => decimal(summary.profile.pixels.std, 4) },
  zeros: {
    what: 'Share of pixel values that are zero',
    text: ({ summary }) => percent(summary.profile.pixels.zeroShare),
  },
  duplicates: { what: 'Exact duplicates', text: ({ summary }) => count(summary.profile.duplicates.copies) },
  missing: {
    what: 'Values missing or impossible',
    text: ({ summary: { profile } }) =>
      count(SPLIT_NAMES.reduce((sum, split) => sum + totalInvalid(profile.splits[split].invalid), 0)),
  },
};
