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
import { count, fixed, percent } from '../../../core/words/numbers';

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
      ? 'every method beats random order'
      : `${listed(unproved)} ${unproved.length === 1 ? 'does' : 'do'} not beat random order`;
  return (
    `Blacked out in the order of ${labelOf(best.method)}, the named class loses its probability fastest: area ` +
    `${fixed(meanArea(best), 2)} under the curve against ${fixed(meanArea(random), 2)} at random; ${rest} beyond chance ` +
    `(${attribution.images.length} images).`
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

function whereSentence(attribution: Attribution, names: readonly string[]): string {
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
  if (!strongest) return 'No class had an image that the model named rightly, so there are no class averages.';
  return (
    `${spread} The class that is recognised most locally is ${nameOfLabel(names, strongest.index)}: ${percent(strongest.share, 0)} of its ` +
    `mean ${name} lie in the ${THIRDS[strongest.third]} third.`
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
  const worst = mostConfused(rowsOfConfusion(confusion));
  if (!worst) return 'No validation image is taken for one of another class.';
  return (
    `${nameOfLabel(names, hardest)} is the hardest class: ${percent(scores[hardest]!.recall)} of its images are found. The most ` +
    `frequent confusion is ${nameOfLabel(names, worst.row)} taken for ${nameOfLabel(names, worst.column)}, ${count(worst.images)} times.`
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
    checkSentences(attribution),
    namedSentence(summary, names),
    whereSentence(attribution, names),
    confusionSentence(summary, names),
  ];
}
