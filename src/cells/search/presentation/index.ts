/** What the Search cell says of its result, and how it works. */
import { FAMILIES } from '../../../core/families/all';
import { familyLabel, SEARCHED_FAMILIES } from '../../../core/families/names';
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { params, SearchSummary } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, SearchSummary>({
  help: {
    budget: 'Images trained per network, counted with repeats; the same for all.',
    trainImages: 'Distinct training images among them; the other families are fitted on all of these.',
    neighbourImages: 'Most training images for k nearest neighbours, which compares every prediction with all of them.',
    families: 'Families that are compared.',
  },
  about: `Every chosen family is fitted on the first images of the **training** split's seeded order and scored on
all of the **validation** split. Networks get one budget, counted in images trained, so that the order does not depend on the machine. Each
fit is a run in the ledger, with its seed.

Settings are fixed before the search: Tune varies them. Networks are trained by Adam (Kingma and Ba, 2015), whose rate falls along
half a cosine to 0 (Loshchilov and Hutter, 2017).

${SEARCHED_FAMILIES.map((id) => `- **${familyLabel(id)}**: ${FAMILIES[id].about}`).join('\n')}

**The ranking** is by accuracy, ties by log-loss, then by fewer parameters. The winner is compared with each other family
on the same images: a paired bootstrap of the difference (2,000 resamples) and **McNemar's** test (1947; exact for few
discordant images), corrected for the number of families by **Holm** (1979).

**Limits**: one seed per family, and a budget that favours fast learners. k-NN uses fewer images than the rest, as the
table says. The winner was chosen on validation, so its score there is optimistic; the sealed test set is not read here.`,
  values,
  findings: ({ summary }) => findings(summary),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
});
