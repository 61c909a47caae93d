/** The Explain cell's findings, each a sentence that can be read alone. */
import { nameOfLabel } from '../../core/dataset/shape';
import { METHOD_FACTS, type Method } from '../../core/explain/methods';
import { familyLabel } from '../../core/families/names';
import { count, percent } from '../../core/profile/text';
import { classesOfConfusion, classScores } from '../../core/stats/classification';
import { listed, percentInterval } from '../../core/words/comparisons';
import type { Attribution, ExplainParams, ExplainSummary, MethodSummary } from './types';
import { labelOf, meanArea, medianAndLargest, orderSentence, residualPercent } from './words';
import { fixed } from '../../core/words/numbers';

const THIRDS = ['top', 'middle', 'bottom'] as const;

function accuracySentence({ train }: ExplainSummary, model: ExplainParams['model']): string {
  const { validation, trainImages, imagesTrained } = train;
  const passes = imagesTrained > trainImages ? ` (${count(imagesTrained)} with repeats)` : '';
  return (
    `The ${familyLabel(model)} reads ${count(trainImages)} images${passes} and names ${percent(validation.accuracy)} of ` +
    `${count(validation.images)} unseen validation images (95 % interval ${percentInterval(validation.interval)}).`
  );
}

/** Methods by the area under their deletion curve, the smallest first. */
export const rankedMethods = ({ methods }: Attribution): MethodSummary[] =>
  methods.filter(({ method }) => method !== 'random').sort((a, b) => meanArea(a) - meanArea(b));

export function deletionSentence(attribution: Attribution): string {
  const random = attribution.methods.find(({ method }) => method === 'random')!;
  const ranked = rankedMethods(attribution);
  const best = ranked[0]!;
  const unproved = ranked
    .filter(({ advantage }) => !(advantage && advantage.low > 0))
    .map(({ method }) => labelOf(method));
  const rest =
    unproved.length === 0
      ? 'every method beats random order'
      : `${listed(unproved)} ${unproved.length === 1 ? 'does' : 'do'} not beat random order`;
  return (
    `Blacked out in the order of ${labelOf(best.method)}, the named class loses its probability fastest: area ` +
    `${fixed(meanArea(best), 2)} under the curve against ${fixed(meanArea(random), 2)} at random; ${rest} beyond chance ` +
    `(${attribution.images.length} images).`
  );
}

/** How well attributions add up, for the methods where they should. */
export function completenessSentence({ methods }: Attribution): string {
  const parts = methods.flatMap(({ method, completeness }) => {
    const found = completeness && medianAndLargest(completeness.map(({ residual }) => residual));
    return found ? [`${residualPercent(found.median)} for ${labelOf(method)}`] : [];
  });
  return parts.length === 0
    ? 'No image had a change of the logit that attributions could add up to.'
    : `Attributions add up to the change of the logit with a median gap of ${listed(parts)}.`;
}

function whereSentence({ attribution }: ExplainSummary, names: readonly string[]): string {
  const patterns = attribution.classes['expected-gradients'] ?? [];
  const strongest = patterns
    .map(({ thirds, averaged }, index) => {
      const third = thirds.indexOf(Math.max(...thirds));
      return { index, averaged, third, share: thirds[third]! };
    })
    .filter(({ averaged }) => averaged > 0)
    .sort((a, b) => b.share - a.share)[0];
  const expected = attribution.methods.find(({ method }) => method === ('expected-gradients' satisfies Method))!;
  const spread = `A tenth of the pixels carries ${percent(expected.topTenthShare, 0)} of an image's expected gradients.`;
  if (!strongest) return 'No class had an image that the model named rightly, so there are no class averages.';
  return (
    `${spread} The class that is recognised most locally is ${nameOfLabel(names, strongest.index)}: ${percent(strongest.share, 0)} of its ` +
    `mean expected gradients lie in the ${THIRDS[strongest.third]} third.`
  );
}

function namedSentence({ named }: ExplainSummary, names: readonly string[]): string {
  return (
    `On ${named.features.length} named features alone a linear model names ${percent(named.validation.accuracy)} ` +
    `(${percentInterval(named.validation.interval)}); its exact Shapley values say most about ` +
    `${nameOfLabel(names, named.strongest)}: ${named.sentences[named.strongest]!}`
  );
}

function confusionSentence({ train }: ExplainSummary, names: readonly string[]): string {
  const { confusion } = train.validation;
  const classes = classesOfConfusion(confusion);
  const scores = classScores(confusion, classes);
  const hardest = scores.reduce((worst, score, index) => (score.recall < scores[worst]!.recall ? index : worst), 0);
  let worst = { from: 0, to: 1, images: -1 };
  confusion.forEach((images, at) => {
    const [from, to] = [Math.floor(at / classes), at % classes];
    if (from !== to && images > worst.images) worst = { from, to, images };
  });
  if (worst.images === 0) return 'No validation image is taken for one of another class.';
  return (
    `${nameOfLabel(names, hardest)} is the hardest class: ${percent(scores[hardest]!.recall)} of its images are found. The most ` +
    `frequent confusion is ${nameOfLabel(names, worst.from)} taken for ${nameOfLabel(names, worst.to)}, ${count(worst.images)} times.`
  );
}

/** What the methods say of each other's limits: how much of LIME's answer is fit, and how stable. */
export function limeSentence({ methods }: Attribution): string {
  const checks = methods.find(({ method }) => method === ('lime' satisfies Method))?.lime ?? [];
  const fit = medianAndLargest(checks.map(({ r2 }) => r2));
  const stable = medianAndLargest(checks.map(({ stability }) => stability));
  if (!fit) return `${METHOD_FACTS.lime.label}: nothing to check.`;
  const stability = stable ? `; weights from two halves of the copies correlate ${fixed(stable.median, 2)}` : '';
  return `LIME's linear model explains ${percent(fit.median, 0)} of the variance of its masked copies in the median${stability}.`;
}

/** @param names of the classes by label */
export function findings(summary: ExplainSummary, model: ExplainParams['model'], names: readonly string[]): string[] {
  return [
    accuracySentence(summary, model),
    summary.selection.sentence,
    orderSentence(summary.selection),
    deletionSentence(summary.attribution),
    completenessSentence(summary.attribution),
    namedSentence(summary, names),
    whereSentence(summary, names),
    confusionSentence(summary, names),
  ];
}
