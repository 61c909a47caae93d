/**
 * The splits of the data protocol. Each index list depends on labels, seed and the groups of near duplicates alone, so it is
 * computed where it is needed and never stored.
 */
import { derive, randomSource, shuffle } from '../seed';
import { SPLIT_NAMES, SPLIT_VERSION, type NearGroups, type SplitName } from './types';

export type TrainSplit = Exclude<SplitName, 'test'>;

/** Shares of the training part: of the official 60,000 exactly 40,000, 5,000, 5,000 and 10,000. */
const SHARES: Readonly<Record<TrainSplit, number>> = { train: 8, validation: 1, calibration: 1, stream: 2 };
const WHOLE = 12;
/** What the seeds of the orders are derived from: the names that the splits had first, so that every image stays in its place. */
const SEED_NAMES: Readonly<Record<TrainSplit, string>> = {
  train: 'fit',
  validation: 'select',
  calibration: 'calibrate',
  stream: 'stream',
};
const TRAIN_SPLITS = Object.keys(SHARES) as TrainSplit[];

/**
 * Splits the training part, stratified by class: in every class each split gets its share, rounded.
 * The order within a split is itself interleaved (see {@link interleave}), so its first n images are class-balanced.
 * @param labels class of each image of the training part
 * @param groups images that stay together, wherever one split has room for all of a group
 * @returns indices into the training part; together a partition of it
 */
export function splitIndices(
  labels: Uint8Array,
  seed: number,
  groups: NearGroups = [],
): Record<TrainSplit, Uint32Array> {
  const classes = byClass(labels);
  const room = classes.map(({ length }) => sharesOf(length));
  const splitOf = placeGroups(labels, groups, room, randomSource(derive(seed, 'split', SPLIT_VERSION, 'groups')));
  const members: Record<TrainSplit, Uint32Array[]> = { train: [], validation: [], calibration: [], stream: [] };
  for (const [label, ofClass] of classes.entries()) {
    const random = randomSource(derive(seed, 'split', SPLIT_VERSION, label));
    const alone = shuffle(
      ofClass.filter((index) => !splitOf.has(index)),
      random,
    );
    let start = 0;
    for (const name of TRAIN_SPLITS) {
      const end = start + room[label]![name];
      const together = ofClass.filter((index) => splitOf.get(index) === name);
      const ofSplit = new Uint32Array(together.length + end - start);
      ofSplit.set(together);
      ofSplit.set(alone.subarray(start, end), together.length);
      members[name].push(together.length > 0 ? shuffle(ofSplit, random) : ofSplit);
      start = end;
    }
  }
  const order = (name: TrainSplit): Uint32Array =>
    interleave(members[name], randomSource(derive(seed, 'split', SPLIT_VERSION, 'order', SEED_NAMES[name])));
  return {
    train: order('train'),
    validation: order('validation'),
    calibration: order('calibration'),
    stream: order('stream'),
  };
}

/** How many of so many images each split gets. */
function sharesOf(count: number): Record<TrainSplit, number> {
  const sizes: Record<TrainSplit, number> = { train: 0, validation: 0, calibration: 0, stream: 0 };
  let share = 0;
  let start = 0;
  for (const name of TRAIN_SPLITS) {
    share += SHARES[name];
    const end = Math.round((count * share) / WHOLE);
    sizes[name] = end - start;
    start = end;
  }
  return sizes;
}

/**
 * The split of each image of a group: drawn with the chance that the room left gives, the largest groups first.
 * @param room for each class and split, lowered by what is placed
 */
function placeGroups(
  labels: Uint8Array,
  groups: NearGroups,
  room: readonly Record<TrainSplit, number>[],
  random: () => number,
): Map<number, TrainSplit> {
  const placed = new Map<number, TrainSplit>();
  for (const group of groups.toSorted((a, b) => b.length - a.length || a[0]! - b[0]!)) {
    const needed = new Map<number, number>();
    for (const index of group) needed.set(labels[index]!, (needed.get(labels[index]!) ?? 0) + 1);
    const open = TRAIN_SPLITS.filter((name) => [...needed].every(([label, count]) => room[label]![name] >= count));
    const weights = open.map((name) => [...needed.keys()].reduce((sum, label) => sum + room[label]![name], 0));
    let drawn = random() * weights.reduce((sum, weight) => sum + weight, 0);
    const chosen = open.find((_, at) => (drawn -= weights[at]!) < 0);
    if (chosen === undefined) continue;
    for (const [label, count] of needed) room[label]![chosen] -= count;
    for (const index of group) placed.set(index, chosen);
  }
  return placed;
}

/** The order in which the sealed test part is read, so that its first n are class-balanced too. */
export function testOrder(labels: Uint8Array, seed: number): Uint32Array {
  const random = randomSource(derive(seed, 'split', SPLIT_VERSION, 'order', 'test'));
  return interleave(
    byClass(labels).map((ofClass) => shuffle(ofClass, random)),
    random,
  );
}

/** How many classes labels speak of: one more than the greatest. */
export function countClasses(...parts: readonly Uint8Array[]): number {
  let greatest = -1;
  for (const labels of parts) for (const label of labels) if (label > greatest) greatest = label;
  return greatest + 1;
}

/** Images per split and per split and class. */
export function countSplits(
  trainLabels: Uint8Array,
  testLabels: Uint8Array,
  seed: number,
  groups: NearGroups = [],
): Record<SplitName, { count: number; perClass: number[] }> {
  const indices: Record<SplitName, Uint32Array> = {
    ...splitIndices(trainLabels, seed, groups),
    test: testOrder(testLabels, seed),
  };
  const classes = countClasses(trainLabels, testLabels);
  const counts = {} as Record<SplitName, { count: number; perClass: number[] }>;
  for (const name of SPLIT_NAMES) {
    const perClass = new Array<number>(classes).fill(0);
    const labels = name === 'test' ? testLabels : trainLabels;
    for (const index of indices[name]) perClass[labels[index]!]! += 1;
    counts[name] = { count: indices[name].length, perClass };
  }
  return counts;
}

function byClass(labels: Uint8Array): Uint32Array[] {
  const classes = countClasses(labels);
  const sizes = new Uint32Array(classes);
  for (const label of labels) sizes[label]! += 1;
  const members = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(classes);
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index]!;
    members[label]![filled[label]!] = index;
    filled[label]! += 1;
  }
  return members;
}

/**
 * One order of all classes' members in which every class is spread evenly: the j-th of a class of n stands at a random
 * place between j/n and (j+1)/n of the way. Classes of equal size so come in rounds, each holding one of every class in
 * random order.
 */
function interleave(classes: readonly Uint32Array[], random: () => number): Uint32Array {
  const total = classes.reduce((sum, ofClass) => sum + ofClass.length, 0);
  const items = new Uint32Array(total);
  const places = new Float64Array(total);
  let next = 0;
  for (const ofClass of classes) {
    for (let j = 0; j < ofClass.length; j += 1) {
      items[next] = ofClass[j]!;
      places[next] = (j + random()) / ofClass.length;
      next += 1;
    }
  }
  const order = Uint32Array.from(items.keys()).sort((a, b) => places[a]! - places[b]! || a - b);
  return order.map((position) => items[position]!);
}
