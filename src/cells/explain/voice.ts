/** What the Explain cell says of its result, and how it works. */
import { defineVoice } from '../types';
import { blocks } from './blocks';
import { findings } from './findings';
import type { params, ExplainSummary } from './types';

export const voice = defineVoice<typeof params, ExplainSummary>({
  about: `The model is trained by **Adam** (D. Kingma, J. Ba, 2015; β₁ 0.9, β₂ 0.999) on softmax cross-entropy, in batches whose order
is seeded by the epoch, pixels divided by 255. It is scored after each epoch on the 5,000 images of **select**; the last epoch
counts, so nothing is chosen by the score. The interval is **Wilson's** (1927), for one model on images drawn like these: it
leaves out how much another seed would change.

**Saliency** (K. Simonyan and others, 2014) is the absolute gradient of the predicted class' logit, **gradient × input** its product
with the pixel, **integrated gradients** (M. Sundararajan and others, 2017) the mean gradient on the straight path from a black
image, by the midpoint rule, times the pixel. All are taken at the logit, before softmax, with respect to the raw pixel.

**Checks**: the completeness residual |sum − change of the logit| / |change|, and a deletion check against random ink.

**Limits**: one seed; attributions explain this model, not the garments.`,
  findings: ({ summary, params: { model } }) => findings(summary, model),
  blocks,
});
