/** What the Map cell says of its result, and how it works. */
import { MOST_PIXELS } from '../../../core/profile/coarse';
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { MapSummary, params } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, MapSummary>({
  about: `**Outliers.** Every judged image has two scores. The first is the mean Euclidean distance to its ten nearest images of
the **training** split (Angiulli and Pizzuti, 2002), found by exact search in whole numbers, never by an approximation; an image is not its own
neighbour. The second is the distance to its reconstruction from the principal components of the training split, as many as hold the stated share of
the variance; training images were fitted on, and score a little lower for it. Components are those of the pixels; images of more than ${MOST_PIXELS}
pixels are first averaged in blocks of 2 × 2 or more. An image counts as an outlier beyond **Tukey's upper fence** (third quartile + 1.5
quartile ranges, 1977) of the logarithms of the scores of the training split.

**Map.** A sample of the judged images, by split and class. PCA shows the first two principal components. **UMAP** (McInnes, Healy and
Melville, 2018; the package umap-js) is given the scores on the leading components and, in place of its approximate search, their exact
neighbours; it starts from PCA rather than at random (Kobak and Linderman, 2021), and its randomness has a seed. It was not run against umap-learn. **What to make of it**: who lies beside whom, and little else. Distances
between groups, their sizes and densities, and the axes mean next to nothing, and other parameters give another picture. Two checks stand beside it: **trustworthiness**
(Venna and Kaski, 2001; checked against scikit-learn) and the share of neighbours of the same class, each on the map and in pixels.

**Look-alikes.** The class of each image's nearest training image; the closest pairs of different classes among the ten nearest of each judged image; the
distances between the mean images of the classes of the training split.

**Limits**: pixel distances know nothing of shifts: the same image two pixels lower is far away. The sealed test file takes no part: a map and components are
fitted, and nothing is fitted on it. Quick judges fewer images against fewer, so that its distances are larger and its thresholds its own.`,
  help: {
    judgedImages: 'Images of the training file whose neighbours and reconstruction are looked at.',
    referenceImages: 'Training images among which neighbours are sought.',
    varianceShare: 'Share of the variance that the components of a reconstruction hold.',
    mapImages: 'A sample of the judged images, by split and class.',
    mapComponents: 'Leading principal components that UMAP starts from.',
    mapNeighbours: 'Few show detail, many the large shape; the image itself is one.',
    minDistance: 'How close UMAP may put two images.',
    epochs: 'Passes of the optimisation of UMAP.',
  },
  values,
  findings,
  highlights,
  levels,
  blocks,
  requirements,
});
