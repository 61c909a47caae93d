/** What the cell of near copies says of its result, and how it works. */
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import type { params, SimilarSummary } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, SimilarSummary>({
  about: `**The difference** of two images is the Euclidean distance of their pixels divided by the length of the longer of both (the root of the sum
of its squared pixels): 0 for equal images, 1 for an image and a black one. The distance alone would call slim or dark objects
similar to everything. We looked at the pairs of Fashion-MNIST: up to 8 % nearly all show one article, with another print or in another
light; from 8 to 10 % some do, others share the cut; beyond, trousers merely look alike. So near copies are pairs **up to 8 %**, and
the split keeps together what differs by **up to 10 %**.

**The search is exact.** Every pair of all images is compared, those of the test file too (this describes the set; nothing is fitted on
it). Squared distances are integers. Images are projected on 32 and 128 directions near the principal ones. Distances of projections
never exceed those of the images, rounding included, so skipping what is too far in a projection loses nothing. WebAssembly
computes the products, or TypeScript where there is none, with the same result.

**Scored again.** A network and k nearest neighbours, both fitted on the training split, predict the validation images. Those whose nearest training image differs
by at most a threshold are left out of the score. For comparison as many random images of the same classes are left out, drawn 1,000 times: the
range holds 95 % of the draws. Nothing is retrained. If copies inflate the score, it falls below that range.

**Limits.** The difference ignores shifts, mirrors and crops: such copies are not found. An image with a look-alike in the training split is
often also easy to classify. Beyond near copies a lower score shows that, not a leak. Near copies of sealed test images
cannot be moved to another split: they are counted.`,
  help: {
    trainQueries:
      'Training images compared with the rest of the training split, for the histogram only; the search for pairs always uses all images.',
    neighbours: 'Number of neighbours (k) of the k-NN that is scored again.',
    networkEpochs: 'Epochs of the network that is scored again.',
  },
  values,
  findings: ({ summary }) => findings(summary),
  levels,
  blocks,
  requirements,
});
