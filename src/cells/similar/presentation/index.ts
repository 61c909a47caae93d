/** What the cell of near copies says of its result, and how it works. */
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import type { params, SimilarSummary } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, SimilarSummary>({
  about: `**How much two images differ** is the Euclidean distance of their pixels divided by the length of the longer of both (the root of the sum
of its squared pixels): 0 for equal images, 1 for an image and a black one. The distance alone would call slim or dark objects
near whatever they are. We looked at the pairs of Fashion-MNIST: up to 8 % nearly all are one article, with another print or in another
light; from 8 to 10 % some are, others share the cut; beyond, trousers are just alike. So near copies are called those **up to 8 %**, and
the split keeps together what differs by **up to 10 %**.

**The search is exact.** Every pair of all images is looked at, those of the test file too (which describes the set; nothing is fitted on
it). Squared distances are integers. Images are projected on 32 and 128 directions near the principal ones; distances of projections
never exceed those of the images, with the rounding reckoned in, so leaving out what is too far in a projection loses nothing. WebAssembly
does the products, TypeScript where there is none, with the same result.

**Scored again.** A network and k nearest neighbours, both fitted on the training split, name the validation images. Those whose nearest training image differs
by at most a threshold are left out of the score, and beside them as many random images of the same classes, drawn 1,000 times: the
range holds 95 % of the draws. Nothing is trained again. If copies flatter the score, it falls below that range.

**Limits.** The difference knows nothing of shifts, mirrors or crops: such copies are not found. An image with a look-alike in the training split is also
often an easy one; farther than a near copy, a fall of the score says that, and not that something leaked. Near copies of sealed test images
cannot be moved to another split: they are counted.`,
  help: {
    trainQueries:
      'So many training images are compared with the others of the training split for the histogram; the pairs are always all.',
    neighbours: 'For the k nearest neighbours that are scored again.',
    networkEpochs: 'Times the network that is scored again sees the training split.',
  },
  values,
  findings: ({ summary }) => findings(summary),
  levels,
  blocks,
  requirements,
});
