/** What the Explain cell says of its result, and how it works. */
import { classNames } from '../classes';
import { defineVoice } from '../types';
import { blocks } from './blocks';
import { findings } from './findings';
import type { params, ExplainSummary } from './types';
import { values } from './values';

export const voice = defineVoice<typeof params, ExplainSummary>({
  help: {
    model: 'What is trained and explained.',
    trainImages: 'Images of the training split that are trained on.',
    epochs: 'How often each training image is trained on.',
    learningRate: 'Step size of the Adam optimizer.',
    batchSize: 'Images a step of the optimizer.',
    explainedImages: 'Validation images whose attributions are shown and checked, equally many of each class.',
    igSteps: 'Points on the path of integrated gradients; twice as many draws of expected gradients.',
    keepPercent: 'Share of the pixels that a selection keeps, 1 to 99.',
    marginPoints: 'Accuracy that fewer pixels may cost and still be recommended.',
    selectionModel: 'What is retrained on the kept pixels.',
    selectionImages: 'Training images of each retraining.',
    selectionEpochs: 'Epochs of each retraining.',
    selectionSeeds: 'Retrainings of each choice of pixels.',
  },
  about: `The model is trained by **Adam** (D. Kingma, J. Ba, 2015; β₁ 0.9, β₂ 0.999) on softmax cross-entropy, in batches whose order
is seeded by the epoch, on pixels divided by 255 or on the pipeline of the Features cell. It is scored after each epoch on the
5,000 images of the **validation** split; the last epoch counts, so nothing is chosen by the score. The interval is **Wilson's** (1927): it leaves
out how much another seed would change.

**Attributions** explain the logit of the named class, before softmax, and are carried back through the pipeline to raw pixels.
**Saliency** (K. Simonyan and others, 2014): absolute gradient. **SmoothGrad** (D. Smilkov and others, 2017): absolute mean gradient
of 50 copies with noise of 15 % of the range. **Gradient × input**. **Integrated gradients** (M. Sundararajan and others, 2017): mean
gradient on the straight path from a black image, or from the mean of 2,000 training images, by the midpoint rule, times the
difference. **Expected gradients** (G. Erion and others, 2021; the algorithm of SHAP's GradientExplainer): baselines drawn from 2,000
training images, alphas at random, both seeded. **LIME** (M. Ribeiro and others, 2016) on a grid of 7 × 7 squares, 500 masked copies,
weighted ridge regression on the probability. None was run against its authors' code; each is tested on closed forms.

**Checks**: completeness, |sum − change of the logit| relative to the change, where a method promises it; **deletion curves**
(V. Petsiuk and others, 2018) with a bootstrap over the images against five random orders of each.

**Named features**: multinomial logistic regression on twelve standardised features; its **exact Shapley values** for independent
features (S. Lundberg, S.-I. Lee, 2017, Corollary 1), background: the mean of the images it was fitted on.

**Selection**: pixels ranked by mean absolute expected gradients on 500 training images, by variance, and at random; a model is retrained
on each choice with the same seeds and compared on validation, paired by image and seed: bootstrap over images, spread over seeds,
Student's t with Satterthwaite's degrees of freedom (1946), Holm over the two comparisons of orders. The mask is recommended if
the lower end of the 95 % interval against all pixels is above
minus the margin.

**Limits**: the explained network is of one seed; attributions explain this model, not the images; the selection is judged on
validation, which Search and Tune will use again; the default share of 80 % and the margin of 1 point were settled after pilot runs on
the same split.`,
  values,
  findings: (content) => findings(content.summary, content.params.model, classNames(content)),
  blocks,
  requirements: [
    {
      mission: 'M2',
      requirement: 'Explainability, image by image',
      algorithm: 'Saliency, SmoothGrad, gradient × input, integrated gradients, expected gradients, LIME',
      reference: 'Sundararajan 2017; Erion 2021; Ribeiro 2016',
      figureId: 'attributions',
    },
    {
      mission: 'M2',
      requirement: 'Whether explanations can be trusted',
      algorithm: 'Completeness residual, deletion curves against random order',
      reference: 'Sundararajan 2017; Petsiuk 2018',
      figureId: 'deletion',
    },
    {
      mission: 'M2',
      requirement: 'How each feature affects each class',
      algorithm: 'Exact Shapley values of a linear model on named features',
      reference: 'Lundberg and Lee 2017, Corollary 1',
      figureId: 'feature-effects',
    },
    {
      mission: 'M2',
      requirement: 'Features chosen by their explanation',
      algorithm: 'Pixels by expected gradients, by variance and at random; paired retraining over seeds',
      reference: 'Satterthwaite 1946; Holm 1979',
      figureId: 'selection',
    },
  ],
});
