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
    values: 'Scaling of the values. Standardising learns mean and standard deviation on the training split.',
    centre: 'Shifts each image so that its centre of mass is in the middle.',
    crop: 'Pixels cut from each border.',
    augmentation: 'Random changes of images in training only.',
    shift: 'Largest random shift of the augmentation, in pixels.',
    output: 'Input of the models: pixels or named features.',
    kept: 'Pixel mask, set by Explain. If empty, the recommendation of an Explain input is used.',
    maskForm: 'Set to zero (the image keeps its shape) or left out.',
    trainImages: 'Training images on which the pipeline is fitted.',
    ablation: 'Steps whose effect on accuracy is measured. Automatic: the mask alone where there is one, else all.',
    ablationModel: 'Model that is trained with and without each step.',
    ablationImages: 'Training images of each model.',
    ablationEpochs: 'Epochs of each model.',
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
corrected for the number of steps by **Holm** (1979). Seeds matter: one training differs from the next by about half a
point on the same images.

**Limits**: with three seeds only large effects are significant. Results for a small model on a few thousand images and a few epochs need
not hold for a larger one; augmentation in particular pays off late. Steps are switched one at a time, so interactions are not
measured.`,
  values,
  findings: (content) => findings(content.summary, imageSize(content)),
  highlights: ({ summary }) => highlights(summary),
  levels,
  same: ({ summary }, earlier) => sameAs(summary, earlier.summary),
  blocks,
  requirements,
  files: pipelineFiles,
});
