/** The Explore cell: what the data is like, before anything is trained on it. */
import { defineCell } from '../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { facts, params, type ExploreSummary } from './types';

export default defineCell<typeof params, ExploreSummary>({
  ...facts,
  title: 'Explore',
  mission: 'M1 Exploratory analysis',
  purpose:
    'Describes the images before anything is trained on them: balance, missing values, duplicates, distributions, correlations.',
  about: `Every image of every split is read once. Pixel statistics come from **whole-number sums and counts**, so they do not
depend on how the work was divided; standard deviations divide by n.

**Named image features** are twelve numbers an image with a definition that a person can picture. Their quantiles are exact
(linear between order statistics), skewness and excess kurtosis are the moment ratios g₁ and g₂; Pearson's r and Spearman's ρ
(Pearson's r of average ranks) are worked out in double precision. The values are checked against NumPy and SciPy.

**Duplicates** are images whose 784 bytes have the same SHA-256; near duplicates are not sought here.

**The sealed test file** is described like the other splits (labels counted, pixels summed), since that is a description of the
data. It takes part in the pooled statistics only if "Images described" says so, and no choice is made from it.

**Limits**: correlations and histograms describe, they do not test; the differences between splits come without tests.`,
  params,
  inputs: { data: { label: 'Data set', kinds: ['data'], required: true } },
  findings: ({ summary }) => findings(summary),
  blocks,
});
