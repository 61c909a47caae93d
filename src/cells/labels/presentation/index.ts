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
  about: `The first images of the **training split** are split into stratified folds. Near duplicates, where the data set's are known, are held
out together, so that no model knows an image that it judges. For each fold a small network is trained on the
others by Adam (learning rate 0.001, batches of 128; the small CNN 0.002 and 32) and predicts the held-out fold. Beyond the training split (Standard
and Thorough check all 60,000 images of the training file) the images of
validation, calibration and stream are divided among the same models, which are never trained on them. There is no early stopping, and
nothing is chosen by the held-out images.

**Confident learning** (C. G. Northcutt, L. Jiang, I. L. Chuang, JAIR 70, 2021): the threshold of a class is the mean predicted probability of
its own label (self-confidence). An image counts for the most probable class that reaches its threshold: these counts of
given against counted class are the confident joint. Scaled to the images of each given class it estimates how many labels are
wrong. **Pruning** by noise rate flags for each pair of classes as many images as the joint counts, those with the largest margin. By class
flags as many as a class has off its diagonal, those of the lowest self-confidence. Both flags those in both; confident joint flags those counted off
its diagonal. An image whose label is also the most probable class is never flagged. The names of the methods and their
definitions follow the paper and cleanlab's documentation; this is our own code, **not run against cleanlab**. A class with predicted
probabilities below 10⁻⁶ counts no image.

**Probabilities** are used as the networks give them. The calibration error says how far they can be trusted, and the share that is still
flagged after temperature scaling (Guo and others, 2017) how much that matters. The CI of the estimate is a bootstrap over
images with fixed thresholds; another training may give another estimate.

**The check** (Standard and Thorough) flips a known share of the labels in a copy of the training split, once to any class and once to the class that each
is most often confused with, trains new models, and counts the flips found. Those models are not in the ledger of runs.

**Decisions** are entries of the ledger: a later one replaces an earlier one, and they stay with the image (data set and id).
**Retraining** leaves the confirmed images out of the training split only; validation labels stay as they are. For comparison as many random images of the same
classes are left out, drawn again for each seed. Differences are paired by image and seed (bootstrap, Student's t with Satterthwaite's
degrees of freedom) and Holm-corrected.

**Limits**: images of classes that look alike are flagged as well as wrong labels, and another model may flag others. The decisions
are one person's. Removing a few of thousands of images can hardly change the accuracy.`,
  help: {
    trainImages:
      'Images of the training file whose labels are checked: of the training split first, then of the others.',
    folds: 'Cross-validation folds; each is predicted by a model trained on the others.',
    model: 'Trained once per fold.',
    epochs: 'Passes over the training images.',
    method: 'Confident-learning rule that selects the flagged images.',
    flipPercent: 'Labels flipped in a copy to test the method; 0 for no test.',
    without: 'Set by the button that retrains without the confirmed images.',
    withoutOf: 'Hash of their data set.',
    retrainSeeds: 'Retrainings with and without the confirmed images.',
  },
  values,
  findings: (content) => findings(content.summary, classNames(content)),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks,
  requirements,
  files: labelFiles,
});
