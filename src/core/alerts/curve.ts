/** How many scores a threshold counts, wherever it stands: worked out once, read off while it is moved. Pure. */
import type { Movable } from './types';
import { roundedTo } from '../words/numbers';

/** A finer range is thinned to about so many places. */
const MOST_PLACES = 400;

/** Places of thresholds do not gather the rounding errors of many steps. */
export const placeAt = ({ from, step }: Pick<Movable, 'from' | 'step'>, index: number): number =>
  roundedTo(from + index * step, 10);

export interface Scored {
  readonly score: number;
  /** How many it stands for; 1 if left out. */
  readonly weight?: number;
}

type Range = Pick<Movable, 'counts' | 'usual'> & { readonly range: readonly [number, number]; readonly step: number };

/** The places that a threshold can take: the usual one is among them, whatever the range begins with and the step is. */
function placesOf({ usual, range: [low, high], step: fine }: Range): { from: number; step: number; places: number } {
  const thinned = Math.max(1, Math.ceil((high - low) / fine / MOST_PLACES));
  const step = roundedTo(fine * thinned, 10);
  const stepsWithin = (length: number): number => Math.max(0, Math.floor(length / step + 1e-9));
  const below = stepsWithin(usual - low);
  return { from: roundedTo(usual - below * step, 10), step, places: below + stepsWithin(high - usual) + 1 };
}

/**
 * @param scores what is not a number is never counted
 * @param single the scores were kept in single precision: so are the places that they are compared with, so that a score
 *   at a threshold counts
 * @returns counts at `from + i * step` over the range; the usual threshold is one of these places
 */
export function countCurve(
  scores: Iterable<Scored>,
  range: Range,
  single = false,
): Pick<Movable, 'from' | 'step' | 'curve'> {
  const { counts } = range;
  const { from, step, places } = placesOf(range);
  const grid = Float64Array.from({ length: places }, (_, index) => {
    const place = placeAt({ from, step }, index);
    return single ? Math.fround(place) : place;
  });
  const begins = new Array<number>(places + 1).fill(0);
  for (const { score, weight = 1 } of scores) {
    if (Number.isNaN(score)) continue;
    // At most: counted from the first place that is not below it. At least: up to the last place that is not above it.
    begins[counts === 'at-most' ? firstNotBelow(grid, score) : firstAbove(grid, score)]! += weight;
  }
  const curve = new Array<number>(places).fill(0);
  let sum = 0;
  if (counts === 'at-most') {
    for (let index = 0; index < places; index += 1) curve[index] = sum += begins[index]!;
  } else {
    for (let index = places - 1; index >= 0; index -= 1) curve[index] = sum += begins[index + 1]!;
  }
  return { from, step, curve };
}

function firstNotBelow(grid: Float64Array, score: number): number {
  return firstWhere(grid, (place) => place >= score);
}
function firstAbove(grid: Float64Array, score: number): number {
  return firstWhere(grid, (place) => place > score);
}
/** Index of the first place of an ascending grid for which it holds; its length if for none. */
function firstWhere(grid: Float64Array, holds: (place: number) => boolean): number {
  let [low, high] = [0, grid.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(grid[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a threshold stands on the curve. */
export function indexOf({ from, step, curve }: Pick<Movable, 'from' | 'step' | 'curve'>, threshold: number): number {
  return Math.min(curve.length - 1, Math.max(0, Math.round((threshold - from) / step)));
}

/** What a threshold would count. */
export const countAt = (movable: Movable, threshold: number): number => movable.curve[indexOf(movable, threshold)] ?? 0;

export interface Bar {
  /** Scores between two places of the threshold. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The distribution of the scores within the range, from the curve: what each stretch of it adds. @param bars at most */
export function distribution(movable: Pick<Movable, 'from' | 'step' | 'curve'>, bars: number): Bar[] {
  const last = movable.curve.length - 1;
  if (last < 1) return [];
  const wide = Math.ceil(last / bars);
  return Array.from({ length: Math.ceil(last / wide) }, (_, bar) => {
    const [start, end] = [bar * wide, Math.min(last, (bar + 1) * wide)];
    return {
      from: placeAt(movable, start),
      to: placeAt(movable, end),
      count: Math.abs(movable.curve[end]! - movable.curve[start]!),
    };
  });
}
