/** Draws that samplers share: even over a space, in the logarithm where a dimension is logarithmic. */
import { fromInner, innerRange } from './space';
import type { ChoiceValue, Dimension, Point, SearchSpace } from './space';

export function uniformValue(dimension: Dimension, random: () => number): ChoiceValue {
  if (dimension.type === 'choice') return dimension.choices[Math.floor(random() * dimension.choices.length)]!;
  const { low, high } = innerRange(dimension);
  return fromInner(dimension, low + (high - low) * random());
}

/** Draws the dimensions in the order of the space. */
export function uniformPoint(space: SearchSpace, random: () => number): Point {
  return Object.fromEntries(Object.entries(space).map(([name, dimension]) => [name, uniformValue(dimension, random)]));
}
