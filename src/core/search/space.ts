/** Search spaces: what a study may choose from, as plain JSON; and points of it. */
import { LookbookError } from '../errors';
import { canonicalJson } from '../results/canonical';

export type ChoiceValue = string | number | boolean;

export interface FloatDimension {
  readonly type: 'float';
  readonly low: number;
  readonly high: number;
  /** Uniform in the logarithm; needs low > 0. */
  readonly log: boolean;
}
export interface IntDimension {
  readonly type: 'int';
  /** Both ends belong to the dimension. */
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}
export interface ChoiceDimension<T extends ChoiceValue = ChoiceValue> {
  readonly type: 'choice';
  /** Without order: no choice is nearer to another. */
  readonly choices: readonly T[];
}
export type NumericDimension = FloatDimension | IntDimension;
export type Dimension = NumericDimension | ChoiceDimension;
export type SearchSpace = Readonly<Record<string, Dimension>>;

type ValueOf<D extends Dimension> = D extends ChoiceDimension<infer T> ? T : number;
export type PointOf<S extends SearchSpace> = { readonly [K in keyof S]: ValueOf<S[K]> };
/** A point of a space whose names are not known to the compiler. */
export type Point = Readonly<Record<string, ChoiceValue>>;

export const float = (low: number, high: number): FloatDimension => ({ type: 'float', low, high, log: false });
export const logFloat = (low: number, high: number): FloatDimension => ({ type: 'float', low, high, log: true });
export const int = (low: number, high: number): IntDimension => ({ type: 'int', low, high, log: false });
export const logInt = (low: number, high: number): IntDimension => ({ type: 'int', low, high, log: true });
export const choice = <const T extends ChoiceValue>(...choices: readonly T[]): ChoiceDimension<T> => ({
  type: 'choice',
  choices,
});

function whyDimensionInvalid(dimension: Dimension): string | undefined {
  switch (dimension.type) {
    case 'choice':
      if (!Array.isArray(dimension.choices) || dimension.choices.length === 0) return 'has no choices';
      if (!dimension.choices.every((option) => ['string', 'number', 'boolean'].includes(typeof option))) {
        return 'has a choice that is not text, a number or true/false';
      }
      return new Set(dimension.choices).size === dimension.choices.length ? undefined : 'lists a choice twice';
    case 'float':
    case 'int':
      if (!Number.isFinite(dimension.low) || !Number.isFinite(dimension.high)) return 'needs finite ends';
      if (typeof dimension.log !== 'boolean') return 'does not say whether it is logarithmic';
      if (dimension.low > dimension.high) return `runs from ${dimension.low} down to ${dimension.high}`;
      if (dimension.log && dimension.low <= 0) return 'is logarithmic, so it must start above 0';
      if (dimension.type === 'int' && !(Number.isInteger(dimension.low) && Number.isInteger(dimension.high))) {
        return 'needs whole numbers as ends';
      }
      return undefined;
    default:
      return 'is of an unknown type';
  }
}

/** @throws LookbookError `params/invalid` naming the dimension and what is wrong with it */
export function checkSpace(space: SearchSpace): void {
  const names = Object.keys(space);
  if (names.length === 0)
    throw new LookbookError('params/invalid', 'The search space is empty: there is nothing to tune.');
  for (const name of names) {
    const problem = whyDimensionInvalid(space[name]!);
    if (problem !== undefined) throw new LookbookError('params/invalid', `The search space's "${name}" ${problem}.`);
  }
}

/** Whether a value lies in a dimension. */
export function contains(dimension: Dimension, value: unknown): boolean {
  if (dimension.type === 'choice') return dimension.choices.includes(value as ChoiceValue);
  if (typeof value !== 'number' || !(value >= dimension.low && value <= dimension.high)) return false;
  return dimension.type === 'float' || Number.isInteger(value);
}

/** Equal points have equal keys, whatever the order of their names. */
export function pointKey(point: Point): string {
  return canonicalJson(point);
}

/** How many different points a space has; Infinity with a float of more than one value. */
export function pointCount(space: SearchSpace): number {
  return Object.values(space).reduce((product, dimension) => product * valueCount(dimension), 1);
}

function valueCount(dimension: Dimension): number {
  if (dimension.type === 'choice') return dimension.choices.length;
  if (dimension.type === 'int') return dimension.high - dimension.low + 1;
  return dimension.low === dimension.high ? 1 : Infinity;
}

/** The n-th point of a finite space, counting the last dimension fastest. */
export function pointAt(space: SearchSpace, index: number): Point {
  const point: Record<string, ChoiceValue> = {};
  let rest = index;
  for (const [name, dimension] of Object.entries(space).reverse()) {
    const count = valueCount(dimension);
    const position = rest % count;
    rest = Math.floor(rest / count);
    point[name] = dimension.type === 'choice' ? dimension.choices[position]! : dimension.low + position;
  }
  return inSpaceOrder(space, point);
}

/** The same point with its names in the order of the space, so that tables and logs read alike. */
export function inSpaceOrder(space: SearchSpace, point: Point): Point {
  return Object.fromEntries(Object.keys(space).map((name) => [name, point[name]!]));
}

/**
 * The interval in which a numeric dimension is uniform: the logarithm where it is logarithmic, and half a step wider on
 * both sides for whole numbers, so that each has an equal share.
 */
export function innerRange(dimension: NumericDimension): { readonly low: number; readonly high: number } {
  const half = dimension.type === 'int' ? 0.5 : 0;
  const low = dimension.low - half;
  const high = dimension.high + half;
  return dimension.log ? { low: Math.log(low), high: Math.log(high) } : { low, high };
}

export function toInner(dimension: NumericDimension, value: number): number {
  return dimension.log ? Math.log(value) : value;
}

/** Back from the inner interval, rounded for whole numbers and kept inside the ends against rounding error. */
export function fromInner(dimension: NumericDimension, inner: number): number {
  const value = dimension.log ? Math.exp(inner) : inner;
  const whole = dimension.type === 'int' ? Math.round(value) : value;
  return Math.min(dimension.high, Math.max(dimension.low, whole));
}
