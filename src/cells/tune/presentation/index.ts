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
    family: "What is tuned: Search's winner, or the best network if the winner is none.",
    trials: 'Settings that are tried.',
    sampler: 'How the next settings are chosen.',
    width: 'Trials asked for at once; the study depends on it, not on the cores.',
    pruner: 'Which trials are stopped before their end.',
    augmentation: 'Lets the study choose mirrored, moved images.',
    trialImages: 'Training images of each trial.',
    trialEpochs: 'Passes over them.',
    finalImages: 'Training images on which the best settings are trained anew.',
    finalEpochs: 'Passes over them.',
    schedule: 'How the learning rate changes over the final trainings; trials keep theirs.',
    patience:
      'Epochs without a lower log-loss on validation after which a final training ends and keeps its best epoch; 0 trains to the end.',
    shards:
      'Parts of a batch that idle workers may carry in the final (WASM). Their number decides the bytes of the result, the workers do not; pays where a convolutional network is trained alone.',
    defaults: 'Lets the untuned settings into the final, whatever it costs.',
  },
  about: `**Importances** come from a regression forest over the complete trials (functional analysis of variance, Hutter and others, 2014),
with the forest's out-of-bag R² beside them: near 0 they say nothing.

**The choice**: the first trial has the family's untuned settings. The two best trials are trained anew on more images, and the
untuned settings too where the search has done it with the same budget; the most accurate on **validation** is chosen. They are
compared image by image (paired bootstrap, **McNemar**). Final trainings can follow a **cosine** (Loshchilov and Hutter, 2017),
stop early by log-loss on validation, and be spread over idle workers in shards whose gradients are added in a fixed order. What choosing among the trials flatters the best by is worked out from
their stored predictions (Tsamardinos and others, 2018).

**Then the test set is opened**, once a study, and the ledger counts every opening. A **temperature** (Guo and others, 2017) is fitted on the calibration split:
it changes how sure the model is, not what it names. Probabilities elsewhere are the model's own, without it.

**Limits**: one seed a training; p-values of the chosen model do not know that it was chosen as the better one; few trials leave most of the space unseen; small budgets favour what learns quickly.`,
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
