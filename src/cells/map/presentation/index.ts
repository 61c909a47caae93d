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
  about: `**Outliers.** Every checked image has two scores. The first is the mean Euclidean distance to its ten nearest images of
the **training** split (Angiulli and Pizzuti, 2002), found by exact search in integers; an image is not its own
neighbour. The second is the distance to its reconstruction from the principal components of the training split, as many as explain the stated share of
the variance. The components are fitted on training images, so these score a little lower. Components are those of the pixels; images of more than ${MOST_PIXELS}
pixels are first averaged in blocks of 2 × 2 or more. An image counts as an outlier beyond **Tukey's upper fence** (third quartile + 1.5
interquartile ranges, 1977) of the logarithms of the scores of the training split.

**Map.** A sample of the checked images, by split and class. PCA shows the first two principal components. **UMAP** (McInnes, Healy and
Melville, 2018; the package umap-js) is given the scores on the leading components and, in place of its approximate search, their exact
neighbours; it starts from PCA rather than at random (Kobak and Linderman, 2021), and its randomness has a seed. It was not run against umap-learn. **How to read it**: only neighbourhoods mean something. Distances
between groups, their sizes and densities, and the axes mean almost nothing, and other parameters give another picture. Two checks: **trustworthiness**
(Venna and Kaski, 2001; checked against scikit-learn) and the share of neighbours of the same class, each on the map and in pixels.

**Look-alikes.** The class of each image's nearest training image; the closest pairs of different classes among the ten nearest of each checked image; the
distances between the mean images of the classes of the training split.

**Limits**: pixel distances ignore shifts: the same image two pixels lower is far away. The sealed test file takes no part: a map and components are
fitted, and nothing is fitted on it. Quick checks fewer images against fewer, so its distances are larger and its thresholds differ.`,
  help: {
    judgedImages: 'Images of the training file that are checked for outliers and neighbours.',
    referenceImages: 'Training images in which neighbours are searched.',
    varianceShare: 'Share of the variance that the components of a reconstruction explain.',
    mapImages: 'A sample of the checked images, stratified by split and class.',
    mapComponents: 'Leading principal components that UMAP starts from.',
    mapNeighbours: 'Few neighbours show local detail, many the global shape; the image itself counts as one.',
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
