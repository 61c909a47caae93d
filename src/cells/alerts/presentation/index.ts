/** What the Alerts cell says of its result, and how it works. */
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import { requirements } from './requirements';
import type { params, AlertsSummary } from '../types';
import { values } from './values';

export const presentation = definePresentation<typeof params, AlertsSummary>({
  help: {
    thresholds:
      'Thresholds that were moved away from where they usually stand: names of checks with a number, such as "dark 0.4, correlation 0.85". The sliders write it.',
  },
  about: `This cell computes nothing about the images itself: it gathers what the cells that feed it have checked, counts what lies
beyond each threshold, and ranks. **Explore** checks the profile (missing values, exact copies and leaks, balance, constant
pixels, correlations, skewness, zeros, differences between splits) and single images by cleanvision's definitions; **Similar
images** looks for near copies within and across splits; **Label issues** for labels that are probably wrong; **Map** for outliers.

**Ranking**: by how much a check can mislead (a warning may make a score wrong, a notice may make a model worse, a note is to be
known), then checks of images before those of pixels and features, each by the share that is affected. A check of single images
that marks more than a tenth of them becomes a note (Datalab leaves it out altogether): it says more about its threshold.

**Thresholds** stand where the method's authors put them, or where the cell that computed the scores explains. Moving one counts
anew at once, from the counts at every place of the slider; letting go writes it into this cell's parameters, which can be
undone, and ranks anew. The outlines show how the scores are distributed within the slider's range (heights by square root).

**Limits**: a count is of what a definition catches, not of what is wrong. Definitions made for photographs catch many small
pictures on a black ground. The sealed test split is described like the others; nothing is chosen or fitted on it.`,
  values,
  findings: ({ summary }) => findings(summary),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
});
