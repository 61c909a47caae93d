/** What the Monitor cell says of its result, and how it works. */
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { driftFiles } from './files';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import { detectionMethod, ruleMethod } from './method';
import { requirements } from './requirements';
import type { params, MonitorSummary } from '../types';
import { values } from './values';

export const presentation = definePresentation<typeof params, MonitorSummary>({
  help: {
    scenario: 'What happens to the stream.',
    severity: '0: nothing; 1: as far as it goes.',
    fromBatch: 'First batch that drifts.',
    batches: 'The stream comes in so many.',
    labelDelay: 'Batches until labels come.',
    budget: 'Chance of any retraining in a whole stream without drift.',
    consecutive: 'Weak evidence counts in so many batches in a row.',
    collect: 'Labelled batches, from the alarm on, before retraining.',
    weight: 'How often a pass takes the batches since the alarm.',
    trainImages: 'Training images, trained on beside the past stream.',
    epochs: 'Passes of the retraining.',
    margin: 'Points that a challenger may lose without drift.',
  },
  about: `The 10,000 images of **stream** come in as batches in a seeded random order, each image once, and each is scored by a model
that has not been trained on it. From the chosen batch on they drift.

**Detection.** Each batch is compared with the 5,000 images of the **calibration** split in 23 columns: twelve named features, ten softmax
outputs and the predicted class (black-box shift detection: Z. Lipton, Y.-X. Wang, A. Smola, 2018).

${detectionMethod}

${ruleMethod}

**Retraining.** After an alarm labels are collected for some batches. A challenger of the champion's architecture, learning rate
and batch size is trained from the start on the training split and all labelled batches; those since the alarm are few, so each pass takes them
several times. On batches that come in **after** that it must be no
worse than the champion without the drift (the paired interval stays above minus the margin) and better with it (**McNemar**,
1947). What came of it is in the registry.

**Limits**: one retraining a stream; the drift is made by us, sudden and lasting; the interval leaves out how much another seed
of the training would change; drift that changes what a label means, but no image, is seen by its labels alone.`,
  values,
  findings: ({ summary }) => findings(summary),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
  files: driftFiles,
});
