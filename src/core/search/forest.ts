/**
 * A small regression forest (Breiman, 2001) over points of a search space, with its trees open to reading: what the
 * importances are worked out from. Categorical dimensions are split into two sets of choices, ordered by their mean.
 */
import { derive, randomSource } from '../seed';
import { innerRange, toInner } from './space';
import type { ChoiceValue, Dimension, Point, SearchSpace } from './space';

export interface Leaf {
  readonly type: 'leaf';
  readonly value: number;
}
export interface Split {
  readonly type: 'split';
  /** Index of the dimension in the space's order. */
  readonly dimension: number;
  /** Numeric: inner values up to this go left. */
  readonly threshold?: number;
  /** Categorical: the choices that go left, by index. */
  readonly left?: readonly number[];
  readonly below: Node;
  readonly above: Node;
}
export type Node = Leaf | Split;

export interface Forest {
  readonly trees: readonly Node[];
  /** Coefficient of determination of the out-of-bag predictions; undefined if a point was in every bag. */
  readonly outOfBagR2: number | undefined;
}

/** A point as numbers: inner values for numeric dimensions, choice indices for categorical ones. */
export function encode(space: SearchSpace, point: Point): Float64Array {
  const dimensions = Object.entries(space);
  return Float64Array.from(dimensions, ([name, dimension]) => encodeValue(dimension, point[name]!));
}

function encodeValue(dimension: Dimension, value: ChoiceValue): number {
  return dimension.type === 'choice' ? dimension.choices.indexOf(value) : toInner(dimension, value as number);
}

interface Candidate {
  readonly gain: number;
  readonly threshold?: number;
  readonly left?: readonly number[];
}

/**
 * Grows `trees` trees on bootstrap samples until leaves are pure or single.
 * @param rows encoded points
 * @param targets one value a row
 */
export function growForest(
  space: SearchSpace,
  rows: readonly Float64Array[],
  targets: readonly number[],
  options: { readonly trees: number; readonly seed: number },
): Forest {
  const dimensions = Object.values(space);
  const sums = new Float64Array(rows.length);
  const votes = new Float64Array(rows.length);
  const trees: Node[] = [];
  for (let tree = 0; tree < options.trees; tree += 1) {
    const random = randomSource(derive(options.seed, 'tree', tree));
    const bag = Array.from(rows, () => Math.floor(random() * rows.length));
    const node = grow(dimensions, rows, targets, bag);
    trees.push(node);
    const inBag = new Set(bag);
    rows.forEach((row, index) => {
      if (inBag.has(index)) return;
      sums[index]! += predictTree(node, row);
      votes[index]! += 1;
    });
  }
  return {
    trees,
    outOfBagR2: votes.every((count) => count > 0)
      ? r2(
          targets,
          sums.map((sum, i) => sum / votes[i]!),
        )
      : undefined,
  };
}

export function predictTree(node: Node, row: Float64Array): number {
  let at = node;
  while (at.type === 'split') {
    const value = row[at.dimension]!;
    const below = at.left ? at.left.includes(value) : value <= at.threshold!;
    at = below ? at.below : at.above;
  }
  return at.value;
}

function r2(targets: readonly number[], predictions: ArrayLike<number>): number {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  let residual = 0;
  let total = 0;
  targets.forEach((target, index) => {
    residual += (target - predictions[index]!) ** 2;
    total += (target - mean) ** 2;
  });
  return 1 - residual / total;
}

function grow(
  dimensions: readonly Dimension[],
  rows: readonly Float64Array[],
  targets: readonly number[],
  members: readonly number[],
): Node {
  const mean = members.reduce((sum, index) => sum + targets[index]!, 0) / members.length;
  const pure = members.every((index) => targets[index] === targets[members[0]!]);
  if (pure) return { type: 'leaf', value: targets[members[0]!]! };
  let best: (Candidate & { readonly dimension: number }) | undefined;
  dimensions.forEach((dimension, index) => {
    const candidate =
      dimension.type === 'choice'
        ? categoricalSplit(rows, targets, members, index)
        : numericSplit(rows, targets, members, index);
    if (candidate && (best === undefined || candidate.gain > best.gain)) best = { ...candidate, dimension: index };
  });
  if (best === undefined) return { type: 'leaf', value: mean };
  const { dimension, threshold, left } = best;
  const isBelow = (index: number): boolean => {
    const value = rows[index]![dimension]!;
    return left ? left.includes(value) : value <= threshold!;
  };
  return {
    type: 'split',
    dimension,
    ...(threshold === undefined ? {} : { threshold }),
    ...(left === undefined ? {} : { left }),
    below: grow(dimensions, rows, targets, members.filter(isBelow)),
    above: grow(
      dimensions,
      rows,
      targets,
      members.filter((index) => !isBelow(index)),
    ),
  };
}

/** The reduction of the sum of squares by splitting off a part with this sum and count, up to a constant. */
function gainOf(sumBelow: number, below: number, total: number, count: number): number {
  const above = count - below;
  return sumBelow ** 2 / below + (total - sumBelow) ** 2 / above;
}

/** A threshold with `from` on its lower and `to` on its upper side: halfway, or `from` where halfway rounds to neither. */
function between(from: number, to: number): number {
  const middle = (from + to) / 2;
  return middle >= from && middle < to ? middle : from;
}

function numericSplit(
  rows: readonly Float64Array[],
  targets: readonly number[],
  members: readonly number[],
  dimension: number,
): Candidate | undefined {
  const value = (index: number): number => rows[index]![dimension]!;
  const sorted = [...members].sort((a, b) => value(a) - value(b));
  const total = members.reduce((sum, index) => sum + targets[index]!, 0);
  let sum = 0;
  let best: Candidate | undefined;
  for (let below = 1; below < sorted.length; below += 1) {
    sum += targets[sorted[below - 1]!]!;
    const [from, to] = [value(sorted[below - 1]!), value(sorted[below]!)];
    if (from === to) continue;
    const gain = gainOf(sum, below, total, sorted.length);
    if (best === undefined || gain > best.gain) best = { gain, threshold: between(from, to) };
  }
  return best;
}

/** For squared error the best split of categories is one of the cuts in the order of their means (Fisher, 1958). */
function categoricalSplit(
  rows: readonly Float64Array[],
  targets: readonly number[],
  members: readonly number[],
  dimension: number,
): Candidate | undefined {
  const groups = new Map<number, { sum: number; count: number }>();
  for (const index of members) {
    const group = groups.get(rows[index]![dimension]!) ?? { sum: 0, count: 0 };
    group.sum += targets[index]!;
    group.count += 1;
    groups.set(rows[index]![dimension]!, group);
  }
  const ordered = [...groups.entries()].sort(([a, x], [b, y]) => x.sum / x.count - y.sum / y.count || a - b);
  const total = members.reduce((sum, index) => sum + targets[index]!, 0);
  let sum = 0;
  let below = 0;
  let best: Candidate | undefined;
  for (let cut = 1; cut < ordered.length; cut += 1) {
    const group = ordered[cut - 1]![1];
    sum += group.sum;
    below += group.count;
    const gain = gainOf(sum, below, total, members.length);
    if (best === undefined || gain > best.gain)
      best = { gain, left: ordered.slice(0, cut).map(([category]) => category) };
  }
  return best;
}

/** A part of the space: an interval for a numeric dimension, the allowed choices for a categorical one. */
export type Side = { readonly low: number; readonly high: number } | { readonly choices: readonly number[] };
export interface Box {
  readonly sides: readonly Side[];
  readonly value: number;
}

export function wholeSide(dimension: Dimension): Side {
  return dimension.type === 'choice' ? { choices: Array.from(dimension.choices.keys()) } : innerRange(dimension);
}

/** The leaves of a tree as boxes that tile the space. */
export function boxesOf(space: SearchSpace, tree: Node): readonly Box[] {
  const boxes: Box[] = [];
  const visit = (node: Node, sides: readonly Side[]): void => {
    if (node.type === 'leaf') {
      boxes.push({ sides, value: node.value });
      return;
    }
    const [below, above] = cut(sides[node.dimension]!, node);
    visit(node.below, sides.with(node.dimension, below));
    visit(node.above, sides.with(node.dimension, above));
  };
  visit(tree, Object.values(space).map(wholeSide));
  return boxes;
}

function cut(side: Side, split: Split): readonly [Side, Side] {
  if ('choices' in side) {
    const left = new Set(split.left);
    return [
      { choices: side.choices.filter((c) => left.has(c)) },
      { choices: side.choices.filter((c) => !left.has(c)) },
    ];
  }
  return [
    { low: side.low, high: split.threshold! },
    { low: split.threshold!, high: side.high },
  ];
}
