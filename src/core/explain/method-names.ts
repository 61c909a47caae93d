/** The methods of attribution, by name: a line each, and a file of that name in methods/. Kept light for the page's start. */

export interface MethodFacts {
  /** In sentences and headings of tables. */
  readonly label: string;
  /** It runs unless a person chooses otherwise. */
  readonly runs?: true;
  /** It ranks pixels, and speaks where one method has to speak for all. Of one method. */
  readonly leads?: true;
}

export const METHOD_FACTS = {
  saliency: { label: 'Saliency', runs: true },
  smoothgrad: { label: 'SmoothGrad', runs: true },
  'gradient-x-input': { label: 'Gradient × input', runs: true },
  'integrated-gradients': { label: 'Integrated gradients (black)', runs: true },
  'integrated-gradients-mean': { label: 'Integrated gradients (mean)', runs: true },
  'expected-gradients': { label: 'Expected gradients', runs: true, leads: true },
  lime: { label: 'LIME', runs: true },
} as const satisfies Readonly<Record<string, MethodFacts>>;

export type MethodId = keyof typeof METHOD_FACTS;

export const METHODS = Object.keys(METHOD_FACTS) as readonly MethodId[];

/** The method that ranks pixels, and speaks where one has to speak for all. */
export const LEADING_METHOD = METHODS.find((id) => (METHOD_FACTS[id] as MethodFacts).leads)!;
