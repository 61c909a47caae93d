/**
 * The splits of the data protocol. Each index list depends on labels and seed alone, so it is computed where it is needed
 * and never stored.
 */
import { derive, randomSource, shuffle } from '../seed';
import { SPLIT_NAMES, SPLIT_VERSION, type SplitName } from './types';

export type TrainSplit = Exclude<SplitName, 'test'>;

/** Shares of the training part: of the official 60,000 exactly 40,000, 5,000, 5,000 and 10,000. */
const SHARES: Readonly<Record<TrainSplit, number>> = { fit: 8, select: 1, calibrate: 1, stream: 2 };
const WHOLE = 12;

/**
 * Splits the training part, stratified by class: in every class each split gets its share, rounded.
 * The order within a split is itself interleaved (see {@link interleave}), so its first n images are class-balanced.
 * @param labels class of each image of the training part
 * @returns indices into the training part; together a partition of it
 */
export function splitIndices(labels: Uint8Array, seed: number): Record<TrainSplit, Uint32Array> {
  const members: Record<TrainSplit, Uint32Array[]> = { fit: [], select: [], calibrate: [], stream: [] };
  for (const [label, ofClass] of byClass(labels).entries()) {
    shuffle(ofClass, randomSource(derive(seed, 'split', SPLIT_VERSION, label)));
    let share = 0;
    let start = 0;
    for (const [name, size] of Object.entries(SHARES) as [TrainSplit, number][]) {
      share += size;
      const end = Math.round((ofClass.length * share) / WHOLE);
      members[name].push(ofClass.subarray(start, end));
      start = end;
    }
  }
  const order = (name: TrainSplit): Uint32Array =>
    interleave(members[name], randomSource(derive(seed, 'split', SPLIT_VERSION, 'order', name)));
  return { fit: order('fit'), select: order('select'), calibrate: order('calibrate'), stream: order('stream') };
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
): Record<SplitName, { count: number; perClass: number[] }> {
  const indices: Record<SplitName, Uint32Array> = {
    ...splitIndices(trainLabels, seed),
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
