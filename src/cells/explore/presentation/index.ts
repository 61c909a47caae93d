/** What the Explore cell says of its result, and how it works. */
import { MOST_PIXELS } from '../../../core/profile/coarse';
import { namer } from '../../classes';
import { definePresentation } from '../../types';
import { requirements } from './requirements';
import { INFORMATION_BINS, SPLIT_EFFECT } from '../../../core/profile/types';
import { blocks } from './blocks';
import { imageSize } from '../../sizes';
import { findings } from './findings';
import { levels } from './levels';
import type { params, ExploreSummary } from '../types';
import { values } from './values';

export const presentation = definePresentation<typeof params, ExploreSummary>({
  help: {
    scope: 'Which images the pooled statistics describe; the tables by split show all of them in any case.',
    samplesPerClass: 'Images of each class in the sample grid, the first ones of the training split.',
  },
  about: `Every image of every split is read once. Pixel statistics come from **integer sums and counts**, so they do not
depend on how the work was divided; standard deviations divide by n.

**Named image features** are twelve numbers an image, each with a simple definition. Their quantiles are exact
(linear between order statistics), skewness and excess kurtosis are the moment ratios g₁ and g₂; Pearson's r and Spearman's ρ
(Pearson's r of average ranks) are worked out in double precision. Median and entropy images come from the counts of all 256
values of each pixel in each class. The values are checked against NumPy and SciPy.

**Duplicates** are images whose bytes, one a pixel, have the same SHA-256; the cell Duplicates and leaks looks for near duplicates.

**Single images** are scored by the definitions of cleanvision (0.3.6, read in its source, not run): *dark* is the 99th percentile
of x/255 below 0.32, *light* one minus the 5th below 0.05, *low information* a tenth of the entropy in bits below 0.3, *blurry*
below 0.29 of the deviation of the edge image, 1 − exp(−0.01 s), plus the same of the deviation of the 256 counts of the
histogram where that is above 0.18. cleanvision weighs red, green and blue to a brightness; the weights add up to 1, so that a
grey pixel's brightness is x/255. The thresholds were made for photographs of many more pixels than the sets here: a small picture on a
black background holds little information by its nature, and its histogram alone keeps it from counting as blurry.

**The sealed test file** is described like the other splits (labels counted, pixels summed), since that is a description of the
data. It takes part in the pooled statistics only if "Images described" says so, and no choice is made from it.

**Splits** are compared with the training split: the named features by the two-sample Kolmogorov-Smirnov test (exact up to 250,000 pairs of
images, asymptotic beyond; conservative where values are equal), the counts of the classes by Pearson's chi-square (rare classes
joined until each expects five), all p-values corrected together (Holm, 1979). With tens of
thousands of images a difference too small to matter is significant, so each comes with an effect that does not grow with their
number (the KS distance, Cramér's V, the shift of the mean in standard deviations), and counts from ${SPLIT_EFFECT} on. No test is made of
pixel counts: the pixels of an image depend on each other.

**Association with the class**: the correlation ratio η² (Pearson, 1905), and the mutual information in bits by the plug-in
estimator over up to ${INFORMATION_BINS} bins of equal frequency, with its bias (Miller, 1955).

**Pixels with pixels**: exact sums of products of every pixel with every other, so that Pearson's r and the principal components (of x/255,
centred, not scaled) need no second pass. Images of more than ${MOST_PIXELS} pixels are first averaged in blocks of 2 × 2 or more, rounded
to whole levels: all pairs of 4,096 pixels would be eight million. The order of the map is an average-linkage
clustering on 1 − r. Eigenvalues by Householder's reduction and QL (Golub and Van Loan), checked against NumPy.

**First look**: while all images are read, figures of the first 2,000 of the training file are shown; they are replaced, not kept.

**Limits**: correlations and histograms describe, they do not test. A mutual information over bins misses what happens within a
bin. Features are not independent, so neither are their tests; Holm's correction holds all the same.`,
  values,
  findings: (content) => findings(content.summary, namer(content), imageSize(content)),
  levels,
  blocks,
  requirements,
});
