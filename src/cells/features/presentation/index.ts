/** What the Features cell says of its result, and how it works. */
import { imageSize } from '../../sizes';
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { pipelineFiles } from './files';
import { findings, sameAs } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { params, FeaturesSummary } from '../types';
import { requirements } from './requirements';
import { values } from './values';

export const presentation = definePresentation<typeof params, FeaturesSummary>({
  help: {
    values: 'What is done to the numbers. Standardising learns mean and deviation on the training split.',
    centre: 'Moves it to the middle of the image.',
    crop: 'Pixels cut from each border.',
    augmentation: 'How images are varied in training, and only there.',
    shift: 'Of the augmentation.',
    output: 'What models are given.',
    kept: 'Set by Explain. Without any, its recommendation is taken if it is an input.',
    maskForm: 'As zeros, the image keeps its shape.',
    trainImages: 'Images of the training split that the pipeline learns from.',
    ablation: 'Steps whose effect on accuracy is measured. Automatic: the mask alone where there is one, else all.',
    ablationModel: 'Trained with and without each step.',
    ablationImages: 'Training images of each model.',
    ablationEpochs: 'Times each image is trained on.',
    ablationSeeds: 'Trainings with and without each step.',
  },
  about: `A **pipeline** is a list of steps, always in this order: pixel mask, centre of mass, augmentation, crop, named features,
scaling, standardising. What a step learns (mean and standard deviation) it learns on the **training** split alone. The fitted pipeline
is plain data: its hash is the SHA-256 of steps, versions, parameters and arrays, and a model trained on it is named by that hash.

**Mask**: the kept pixels are pixels of the raw image, row by row. **Centre of mass** moves an image by whole pixels, black coming
in. **Augmentation** runs in training only, seeded by epoch and image. **Standardising** subtracts the mean and divides by the
standard deviation, which is raised to 0.01 at least so that nearly constant pixels do not blow up.

**Ablation**: the same small network is trained with and without each step, on the same images, from the same seeds, by Adam
(learning rate 0.001, batches of 128), and scored on the 5,000 images of the **validation** split. Steps that are off are tried too: augmentation
with mirror and shift, a crop of 2 pixels, named features standardised. For each seed the difference has a **paired bootstrap**
interval (B. Efron, R. Tibshirani, 1993; 2,000 resamples of images) and **McNemar's** test (1947). The verdict rests on their mean:
its variance is that over images plus that over seeds, with **Satterthwaite's** (1946) degrees of freedom for Student's t, and p is
corrected for the number of steps by **Holm** (1979). Images alone would not do: one training differs from the next by about half a
point on the same images.

**Limits**: with three seeds only clear effects show. What holds for a small model on a few thousand images after a few passes need
not hold for a larger one; augmentation above all pays late. Steps are turned over one at a time, so what they do together is not
seen.`,
  values,
  findings: (content) => findings(content.summary, imageSize(content)),
  highlights: ({ summary }) => highlights(summary),
  levels,
  same: ({ summary }, earlier) => sameAs(summary, earlier.summary),
  blocks,
  requirements,
  files: pipelineFiles,
});
