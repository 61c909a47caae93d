/** What the Label issues cell says of its result, and how it works. */
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { labelFiles } from './files';
import { classNames } from '../../classes';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { LabelsSummary, params } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, LabelsSummary>({
  about: `The first images of the **training split** are dealt into stratified folds; near duplicates, where the data set's are known, are held
out together, or a model could know the image that it judges. For each fold a small network is trained on the
others by Adam (learning rate 0.001, batches of 128; the small CNN 0.002 and 32) and predicts the fold it has not seen, so that every label is judged by a model
that never learned it. Beyond the training split (Standard and Thorough judge all 60,000 images of the training file) the images of
validation, calibration and stream are dealt out to the same models, which are never trained on them; nothing is chosen by what is
found there. Nothing is stopped early: the held-out images choose nothing.

**Confident learning** (C. G. Northcutt, L. Jiang, I. L. Chuang, JAIR 70, 2021): the threshold of a class is the mean probability that
its images leave to it (self-confidence). An image is counted to the most probable class that reaches its threshold: these counts of
given against counted class are the confident joint. Scaled to the images of each given class it estimates how many labels are
wrong. **Pruning** by noise rate flags for each pair of classes as many images as it counts, those with the largest margin; by class
as many as a class has off its diagonal, those of the lowest self-confidence; both, those in both; confident joint, those counted off
its diagonal. An image whose label is also the most probable class is never flagged. The names of the methods and their
definitions follow the paper and cleanlab's documentation; this is code of our own, **not run against cleanlab**. A class that the
models give next to no probability (below 10⁻⁶) counts nobody.

**Probabilities** are used as the networks give them: the calibration error says how far they can be trusted, and the share that would be
flagged again after temperature scaling (Guo and others, 2017) how much that matters. The interval of the estimate is a bootstrap over
images with thresholds held; another training may say more or less.

**The check** (Standard and Thorough) flips a known share of the labels of a copy of the training split, once to any class and once to the class that each
is most often taken for, trains anew, and looks how many are found. Those models are not in the ledger of runs.

**Decisions** are entries of the ledger: a later one replaces an earlier one, and they follow the image (data set and id).
**Retraining** leaves the confirmed images out of the training split alone; labels of validation stay as they are. Beside it as many random images of the same
classes are left out, drawn anew for each seed. Differences are paired on images and seeds (bootstrap, Student's t with Satterthwaite's
degrees of freedom), corrected by Holm.

**Limits**: images of classes that look alike are flagged as well as wrong labels; what one model finds hard another may not. A person's
decisions are one person's. Removing a few images of thousands can hardly show in the accuracy.`,
  help: {
    trainImages: 'Of the training file, whose labels are checked: of the training split first, then of the others.',
    folds: 'Each is predicted by a model of the others.',
    model: 'Trained once a fold.',
    epochs: 'Times each image is trained on.',
    method: 'Which images are flagged.',
    flipPercent: 'Changed in a copy, to see whether they are found; 0 for no check.',
    without: 'Set by the button that retrains without the confirmed images.',
    withoutOf: 'Its hash.',
    retrainSeeds: 'Trainings with and without them.',
  },
  values,
  findings: (content) => findings(content.summary, classNames(content)),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
  files: labelFiles,
});
