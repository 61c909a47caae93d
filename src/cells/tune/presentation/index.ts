/** What the Tune cell says of its result, and how it works. */
import { classNames } from '../../classes';
import { definePresentation, type CellPresentation } from '../../types';
import { blocks } from './blocks';
import { tuneFiles } from './files';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import { methodWords } from './methods';
import type { params, TuneSummary } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, TuneSummary>({
  help: {
    family: "Family to tune: Search's winner, or the best network if the winner has no settings.",
    trials: 'Number of settings that are tried.',
    sampler: 'How the next settings are chosen.',
    width: 'Trials per generation; the study depends on it, not on the cores.',
    pruner: 'Rule that stops trials early.',
    augmentation: 'Lets the study choose augmentation (mirror, shift).',
    trialImages: 'Training images of each trial.',
    trialEpochs: 'Epochs of each trial.',
    finalImages: 'Training images on which the best settings are retrained.',
    finalEpochs: 'Epochs of each retraining.',
    schedule: 'How the learning rate changes over the final trainings; trials keep theirs.',
    patience:
      'Epochs without a lower validation log-loss after which a final training stops at its best epoch; 0 for no early stopping.',
    shards:
      'Parts of a batch that idle workers compute in the final (WASM). The result depends on their number, not on the workers; useful for a single convolutional network.',
    defaults: 'Always trains the untuned settings in the final too.',
  },
  about: `**Importances** come from a regression forest over the complete trials (functional analysis of variance, Hutter and others, 2014),
with the forest's out-of-bag R² beside them: near 0 they are not reliable.

**The choice**: the first trial has the family's untuned settings. The two best trials are retrained on more images, and so are the
untuned settings where the search has trained them with the same budget; the most accurate on **validation** is chosen. They are
compared image by image (paired bootstrap, **McNemar**). Final trainings can follow a **cosine** (Loshchilov and Hutter, 2017),
stop early by log-loss on validation, and be spread over idle workers in shards whose gradients are added in a fixed order. The optimism of choosing the best trial is estimated from
their stored predictions (Tsamardinos and others, 2018).

**Then the test set is opened**, once a study, and the ledger counts every opening. A **temperature** (Guo and others, 2017) is fitted on the calibration split:
it changes the confidence, not the predictions. Probabilities elsewhere are uncalibrated.

**Limits**: one seed per training; p-values of the chosen model ignore that it was selected; few trials cover little of the space; small budgets favour fast learners.`,
  values,
  findings: (content) => findings(content.summary, classNames(content)),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
  files: tuneFiles,
});

/** The presentation, with the words of all samplers and pruners. */
export async function open(): Promise<{ readonly presentation: CellPresentation }> {
  const words = await methodWords();
  const about = `${words.about}\n\n${presentation.about}`;
  return { presentation: { ...presentation, about, requirements: [...words.requirements, ...requirements] } };
}
