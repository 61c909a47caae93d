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
      'Thresholds that differ from the usual ones: names of checks with a number, such as "dark 0.4, correlation 0.85". The sliders write it.',
  },
  about: `This cell computes nothing about the images itself. It gathers what its input cells have checked, counts what lies
beyond each threshold, and ranks the alerts. **Explore** checks the profile: missing values, exact copies and leaks, balance, constant
pixels, correlations, skewness, zeros, differences between splits. It also scores single images by cleanvision's definitions. **Duplicates
and leaks** looks for near copies within and across splits, **Label issues** for labels that are probably wrong, **Map** for outliers.

**Ranking**: by severity, then checks of images before those of pixels and features, each by the share that is affected. A warning
may make a score wrong, a notice may make a model worse, a note is for information. A check of single images
that marks more than a tenth of them becomes a note (Datalab leaves it out altogether): its threshold does not fit these images.

**Thresholds** are those of the method's authors, or those that the cell with the scores explains. Moving one counts
again at once, from the counts at every position of the slider. Letting go writes it into this cell's parameters, which can be
undone, and ranks again. The outlines show how the scores are distributed within the slider's range (heights by square root).

**Limits**: a count says how many images meet a definition, not how many are wrong. Definitions made for photographs catch many small
pictures on a black background. The sealed test split is described like the others; nothing is chosen or fitted on it.`,
  values,
  findings: ({ summary }) => findings(summary),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
});
