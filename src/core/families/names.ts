/**
 * The families of models by name, from the simplest to the most flexible: a line each, light for the page's start. What a
 * family is stands in its folder; see types.ts.
 */

export interface FamilyFacts {
  readonly label: string;
  /** Search fits it beside the others; what is not searched is chosen by name, where a cell trains one model. */
  readonly searched?: true;
  /** The folder whose fit.ts fits it; a family without is a network, which trains in passes and has gradients. */
  readonly fit?: string;
  /** It has settings that Tune can choose. */
  readonly tuned?: true;
}

export const FAMILY_FACTS = {
  majority: { label: 'majority class', searched: true, fit: 'majority' },
  centroid: { label: 'nearest centroid', searched: true, fit: 'centroid' },
  knn: { label: 'k nearest neighbours', searched: true, tuned: true, fit: 'knn' },
  'named-linear': { label: 'linear model on named features', searched: true, tuned: true, fit: 'linear' },
  softmax: { label: 'softmax regression', searched: true, tuned: true },
  mlp: { label: 'multilayer perceptron', searched: true, tuned: true },
  cnn: { label: 'convolutional network', searched: true, tuned: true },
  'cnn-small': { label: 'small CNN' },
  'cnn-reference': { label: 'reference CNN' },
} as const satisfies Readonly<Record<string, FamilyFacts>>;

type Facts = typeof FAMILY_FACTS;
export type FamilyId = keyof Facts;
type Flagged<Flag extends 'searched' | 'tuned'> = {
  [Id in FamilyId]: Facts[Id] extends Readonly<Record<Flag, true>> ? Id : never;
}[FamilyId];
export type SearchedFamily = Flagged<'searched'>;
export type TunedFamily = Flagged<'tuned'>;
export type NetworkFamily = { [Id in FamilyId]: Facts[Id] extends { fit: string } ? never : Id }[FamilyId];

const families = <Id extends FamilyId>(wanted: (facts: FamilyFacts) => unknown): readonly Id[] =>
  (Object.keys(FAMILY_FACTS) as Id[]).filter((id) => wanted(FAMILY_FACTS[id]));

export const SEARCHED_FAMILIES = families<SearchedFamily>(({ searched }) => searched);

export const familyLabel = (id: FamilyId): string => FAMILY_FACTS[id].label;

/** Choices of a parameter, by label. */
const choicesOf = <Id extends FamilyId>(ids: readonly Id[]): { value: Id; label: string }[] =>
  ids.map((value) => ({ value, label: familyLabel(value) }));
export const NETWORK_CHOICES = choicesOf(families<NetworkFamily>(({ fit }) => !fit));
export const SEARCHED_CHOICES = choicesOf(SEARCHED_FAMILIES);
export const TUNED_CHOICES = choicesOf(families<TunedFamily>(({ tuned }) => tuned));
