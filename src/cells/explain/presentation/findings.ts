/** The Explain cell's findings, each a sentence that can be read alone. */
import { nameOfLabel } from '../../../core/dataset/shape';
import { methodOf } from '../../../core/explain/all-methods';
import { checksOf } from '../../../core/explain/checks';
import { LEADING_METHOD } from '../../../core/explain/method-names';
import type { Check, CheckedMethod } from '../../../core/explain/types';
import { familyLabel } from '../../../core/families/names';
import { classesOfConfusion, classScores, mostConfused, rowsOfConfusion } from '../../../core/stats/classification';
import { listed, percentInterval } from '../../../core/words/comparisons';
import type { Attribution, ExplainParams, ExplainSummary, MethodSummary } from '../types';
import { attributionOf } from './earlier';
import { labelOf, meanArea, orderSentence, spreadOf } from './words';
import { inSentence } from '../../../core/words/names';
import { count, fixed, percent, plural } from '../../../core/words/numbers';

const THIRDS = ['top', 'middle', 'bottom'] as const;

function accuracySentence({ train }: ExplainSummary, model: ExplainParams['model']): string {
  const { validation, trainImages, imagesTrained } = train;
  const epochs = Math.round(imagesTrained / trainImages);
  const passes = epochs > 1 ? ` for ${plural(epochs, 'epoch')}` : '';
  return (
    `The ${familyLabel(model)}, trained on ${count(trainImages)} images${passes}, reaches ${percent(validation.accuracy)} accuracy on ` +
    `${count(validation.images)} validation images (95 % CI ${percentInterval(validation.interval)}).`
  );
}

/** Methods by the area under their deletion curve, the smallest first. */
export const rankedMethods = ({ methods }: Pick<Attribution, 'methods'>): MethodSummary[] =>
  [...methods].sort((a, b) => meanArea(a) - meanArea(b));

/** The method that speaks where one has to speak for all: the leading one, or of others the one with the best order. */
const leadingOf = (methods: readonly MethodSummary[]): MethodSummary | undefined =>
  methods.find(({ method }) => method === LEADING_METHOD) ?? rankedMethods({ methods })[0];

export function deletionSentence(attribution: Attribution): string {
  const { random } = attribution;
  const ranked = rankedMethods(attribution);
  const best = ranked[0]!;
  const unproved = ranked.filter(({ advantage }) => !(advantage.low > 0)).map(({ method }) => labelOf(method));
  const rest =
    unproved.length === 0
      ? 'Every method is significantly better than random order'
      : `${listed(unproved)} ${unproved.length === 1 ? 'is' : 'are'} not significantly better than random order`;
  return (
    `Deleting pixels in the order of ${labelOf(best.method)} lowers the probability of the predicted class fastest: area ` +
    `${fixed(meanArea(best), 2)} under the curve, ${fixed(meanArea(random), 2)} in random order. ${rest} ` +
    `(95 % CIs, ${plural(attribution.images.length, 'image')}).`
  );
}

/** A check, and what it found for each method that has it. */
export interface Checked {
  readonly name: string;
  readonly check: Check;
  /** With a value for at least one image. */
  readonly methods: readonly CheckedMethod[];
}

/** All checks of the methods, in the order in which methods bring them. */
export function checkedOf({ methods }: Pick<Attribution, 'methods'>): readonly Checked[] {
  const all = new Map<string, { readonly check: Check; readonly methods: CheckedMethod[] }>();
  for (const { method, checks: values } of methods) {
    for (const [name, check] of Object.entries(checksOf(methodOf(method)))) {
      if (!all.has(name)) all.set(name, { check, methods: [] });
      const found = spreadOf(values[name] ?? []);
      if (found) all.get(name)!.methods.push({ label: labelOf(method), median: found.median });
    }
  }
  return [...all].map(([name, found]) => ({ name, ...found }));
}

/** What each check found, a sentence each. */
export const checkSentences = (attribution: Pick<Attribution, 'methods'>): string =>
  checkedOf(attribution)
    .map(({ check, methods }) => check.sentence(methods))
    .join(' ');

export function whereSentence(attribution: Attribution, names: readonly string[]): string {
  const lead = leadingOf(attribution.methods.filter(({ method }) => attribution.classes[method]));
  if (!lead) return 'No attribution was chosen whose means over a class are shown, so there are no class averages.';
  const strongest = attribution.classes[lead.method]!.map(({ thirds, averaged }, index) => {
    const third = thirds.indexOf(Math.max(...thirds));
    return { index, averaged, third, share: thirds[third]! };
  })
    .filter(({ averaged }) => averaged > 0)
    .sort((a, b) => b.share - a.share)[0];
  const name = inSentence(labelOf(lead.method));
  const spread = `A tenth of the pixels carries ${percent(lead.topTenthShare, 0)} of an image's ${name}.`;
  if (!strongest) return 'No validation image was correctly classified, so there are no class averages.';
  return (
    `${spread} The most localised class is ${nameOfLabel(names, strongest.index)}: ${percent(strongest.share, 0)} of its ` +
    `mean ${name} lie in the ${THIRDS[strongest.third]} third.`
  );
}

function namedSentence({ named }: ExplainSummary, names: readonly string[]): string {
  return (
    `A linear model on ${named.features.length} named features reaches ${percent(named.validation.accuracy)} ` +
    `(95 % CI ${percentInterval(named.validation.interval)}). Its Shapley values are largest for ` +
    `${nameOfLabel(names, named.strongest)}. ${named.sentences[named.strongest]!}`
  );
}

function confusionSentence({ train }: ExplainSummary, names: readonly string[]): string {
  const { confusion } = train.validation;
  const classes = classesOfConfusion(confusion);
  const scores = classScores(confusion, classes);
  const hardest = scores.reduce((worst, score, index) => (score.recall < scores[worst]!.recall ? index : worst), 0);
  const worst = mostConfused(rowsOfConfusion(confusion));
  if (!worst) return 'No validation image is misclassified.';
  return (
    `${nameOfLabel(names, hardest)} is the hardest class (recall ${percent(scores[hardest]!.recall)}). The most ` +
    `frequent confusion is ${nameOfLabel(names, worst.row)} predicted as ${nameOfLabel(names, worst.column)}: ${plural(worst.images, 'image')}.`
  );
}

/** @param names of the classes by label */
export function findings(summary: ExplainSummary, model: ExplainParams['model'], names: readonly string[]): string[] {
  const attribution = attributionOf(summary);
  return [
    accuracySentence(summary, model),
    summary.selection.sentence,
    orderSentence(summary.selection),
    deletionSentence(attribution),
    namedSentence(summary, names),
    confusionSentence(summary, names),
  ];
}
