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
    scenario: 'Kind of drift in the stream.',
    severity: 'Strength of the drift, from 0 (none) to 1.',
    fromBatch: 'First batch with drift.',
    batches: 'Number of batches of the stream.',
    labelDelay: 'Batches until the labels of a batch arrive.',
    budget: 'Probability of a false alarm in a whole stream without drift.',
    consecutive: 'Batches in a row in which weaker evidence raises the alarm.',
    collect: 'Labelled batches collected from the alarm on before retraining.',
    weight: 'How often each epoch uses the batches since the alarm.',
    trainImages: 'Training images used beside the past stream.',
    epochs: 'Epochs of the retraining.',
    margin: 'Points of accuracy that a challenger may lose without drift.',
  },
  about: `The 10,000 images of **stream** come in as batches in a seeded random order, each image once, and each is scored by a model
that has not been trained on it. From the chosen batch on they drift.

**Detection.** Each batch is compared with the 5,000 images of the **calibration** split in 23 columns: twelve named features, ten softmax
outputs and the predicted class (black-box shift detection: Z. Lipton, Y.-X. Wang, A. Smola, 2018).

${detectionMethod}

${ruleMethod}

**Retraining.** After an alarm labels are collected for some batches. A challenger of the champion's architecture, learning rate
and batch size is trained from the start on the training split and all labelled batches; those since the alarm are few, so each epoch uses them
several times. On batches that come in **after** that it must be no
worse than the champion without the drift (the paired interval stays above minus the margin) and better with it (**McNemar**,
1947). The registry records the outcome.

**Limits**: one retraining per stream; the drift is simulated, sudden and lasting; the CI ignores the spread over
training seeds; drift that changes what a label means, but no image, is detected by labels only.`,
  values,
  findings: ({ summary }) => findings(summary),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
  files: driftFiles,
});
