/** What the Explain cell says of its result, and how it works. */
import { ALL_METHODS } from '../../../core/explain/all-methods';
import { checksOf } from '../../../core/explain/checks';
import { LEADING_METHOD, METHOD_FACTS } from '../../../core/explain/method-names';
import type { Check } from '../../../core/explain/types';
import { inSentence } from '../../../core/words/names';
import { classNames } from '../../classes';
import { definePresentation } from '../../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { params, ExplainSummary } from '../types';
import { requirements } from './requirements';
import { values } from './values';

/** Of all methods, each once. */
const CHECKS = Object.values(Object.assign({}, ...ALL_METHODS.map(checksOf)) as Readonly<Record<string, Check>>);

export const presentation = definePresentation<typeof params, ExplainSummary>({
  help: {
    model: 'The model that is trained and explained.',
    trainImages: 'Images of the training split that the model is trained on.',
    epochs: 'Passes over the training images.',
    learningRate: 'Step size of the Adam optimizer.',
    batchSize: 'Images a step of the optimizer.',
    explainedImages: 'Validation images whose attributions are shown and checked, equally many of each class.',
    methods: 'Attribution methods, shown side by side; each takes its own time.',
    igSteps: 'Points on a path of gradients; a method that draws its points at random takes twice as many.',
    keepPercent: 'Share of the pixels that the selection keeps, 1 to 99 %.',
    marginPoints: 'Loss of accuracy, in points, up to which fewer pixels are still recommended.',
    selectionModel: 'Model that is retrained on the kept pixels.',
    selectionImages: 'Training images of each retraining.',
    selectionEpochs: 'Epochs of each retraining.',
    selectionSeeds: 'Retrainings of each choice of pixels.',
  },
  about: `The model is trained by **Adam** (D. Kingma, J. Ba, 2015; β₁ 0.9, β₂ 0.999) on softmax cross-entropy, in batches whose order
is seeded by the epoch, on pixels divided by 255 or on the pipeline of the Features cell. It is scored after each epoch on the
5,000 images of the **validation** split; the last epoch counts, so nothing is chosen by the score. The CI is **Wilson's** (1927): it
ignores the spread over seeds.

**Attributions** explain the logit of the predicted class, before softmax, and are carried back through the pipeline to raw pixels;
their background is 2,000 training images. None was run against its authors' code; each is tested on closed forms.

${ALL_METHODS.map(({ label, source, about }) => `- **${label}** (${source}): ${about}`).join('\n')}

**Checks**: ${CHECKS.map(({ label, about }) => `${label}: ${about}`).join('; ')}; **deletion curves**
(V. Petsiuk and others, 2018) with a bootstrap over the images against five random orders of each.

**Named features**: multinomial logistic regression on twelve standardised features; its **exact Shapley values** for independent
features (S. Lundberg, S.-I. Lee, 2017, Corollary 1), background: the mean of the images it was fitted on.

**Selection**: pixels ranked by mean absolute ${inSentence(METHOD_FACTS[LEADING_METHOD].label)} on 500 training images, by variance, and at random; a model is retrained
on each choice with the same seeds and compared on validation, paired by image and seed: bootstrap over images, spread over seeds,
Student's t with Satterthwaite's degrees of freedom (1946), Holm over the two comparisons of orders. The mask is recommended if
the lower end of the 95 % CI against all pixels is above
minus the margin.

**Limits**: one seed for the explained network; attributions explain this model, not the images. The selection is compared on
validation, which Search and Tune use again. The default share of 80 % and the margin of 1 point were settled after pilot runs on
the same split.`,
  values,
  findings: (content) => findings(content.summary, content.params.model, classNames(content)),
  highlights,
  levels,
  blocks,
  requirements,
});
