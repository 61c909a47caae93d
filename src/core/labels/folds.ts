/** Folds of cross-validation, and what of the training images one training sees. */
import { type ImageBatch, type NearGroups } from '../dataset/types';
import { LookbookError } from '../errors';
import { plural } from '../words/numbers';
import { nameOfLabel } from '../dataset/shape';
import { derive, randomSource, shuffle } from '../seed';
import { flipLabels, type Flips } from './flips';
import { joinImages, takeImages } from '../dataset/batch';

/** One fold: which images are held out of a training. */
export interface Fold {
  /** From 0. */
  readonly fold: number;
  readonly folds: number;
  /** Of the order in which images are dealt out. */
  readonly seed: number;
  /**
   * Images of the training file outside the training split that are dealt out to the folds too, to be predicted by their
   * models: the first so many of validation, calibration and stream, in turn. No model is trained on them. None if left out.
   */
  readonly others?: number;
}

/** How a training's images differ from the first so many of the training split. */
export interface Selection {
  /** The fold that is held out, and predicted afterwards. */
  readonly fold?: Fold;
  /** Images that are not trained on: indices within the training file. */
  readonly without?: readonly number[];
  /** Labels that are changed on purpose, before anything else. */
  readonly flips?: Flips;
}

/**
 * The fold of each image, 0 to folds - 1. Stratified: the groups of a class are dealt out in a seeded order, each to the fold that
 * has fewest images of the class (of equals, fewest in all; then the first).
 * @param groups number of each image's group, such as near duplicates that must stay together; each image its own if left out.
 *   A group of several classes is dealt out with its first image's.
 * @param classes their names by label
 * @throws LookbookError `params/invalid` where folds cannot be made: fewer than two, one class only, a class with fewer images
 *   than folds
 */
export function assignFolds(
  labels: Uint8Array,
  { folds, seed }: Omit<Fold, 'fold'>,
  groups?: Int32Array,
  classes: readonly string[] = [],
): Uint8Array {
  requireFolds(labels, folds, classes);
  return dealtOut(labels, { folds, seed }, groups);
}

function dealtOut(labels: Uint8Array, { folds, seed }: Omit<Fold, 'fold'>, groups?: Int32Array): Uint8Array {
  const members = grouped(labels.keys(), (image) => groups?.[image] ?? image);
  const byClass = grouped(members.keys(), (group) => labels[members.get(group)![0]!]!);
  const assigned = new Uint8Array(labels.length);
  const inAll = new Array<number>(folds).fill(0);
  for (const [label, ofClass] of [...byClass].sort(([a], [b]) => a - b)) {
    shuffle(ofClass, randomSource(derive(seed, 'folds', label)));
    const inClass = new Array<number>(folds).fill(0);
    for (const group of ofClass) {
      let chosen = 0;
      for (let fold = 1; fold < folds; fold += 1) {
        if ((inClass[fold]! - inClass[chosen]! || inAll[fold]! - inAll[chosen]!) < 0) chosen = fold;
      }
      for (const image of members.get(group)!) assigned[image] = chosen;
      inClass[chosen]! += members.get(group)!.length;
      inAll[chosen]! += members.get(group)!.length;
    }
  }
  return assigned;
}

/** Lists of items by key, in the order of the items. */
function grouped(items: Iterable<number>, keyOf: (item: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** @param classes their names by label @throws LookbookError `params/invalid` as {@link assignFolds} does */
export function requireFolds(labels: Uint8Array, folds: number, classes: readonly string[]): void {
  const refuse = (sentence: string): never => {
    throw new LookbookError('params/invalid', sentence);
  };
  if (labels.length === 0) refuse('There are no images in the training split, so there are no labels to check.');
  if (!Number.isInteger(folds) || folds < 2) refuse(`${folds} folds hold nothing out: take 2 or more.`);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [first] = counts.keys();
  if (counts.size === 1) {
    refuse(
      `All images are labelled ${nameOfLabel(classes, first!)}: with one class there is no other label that could be right.`,
    );
  }
  for (const [label, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (count >= folds) continue;
    refuse(
      `${nameOfLabel(classes, label)} has ${plural(count, 'image')}, fewer than the ${folds} folds: one fold would know nothing of it. ` +
        'Take fewer folds or more images.',
    );
  }
}

/** The number of each image's group, for {@link assignFolds}. @param near groups of images by their indices */
function groupNumbers(indices: Uint32Array, near: NearGroups): Int32Array {
  const groupOf = new Map(near.flatMap((group, number) => group.map((index) => [index, number] as const)));
  return Int32Array.from(indices, (index, place) => groupOf.get(index) ?? near.length + place);
}

/**
 * What is trained on, and what is held out. Without a selection it is the batch itself, untouched.
 * @param training images of the training split
 * @param near near duplicates, by their indices in the training file: a fold holds a group out whole
 * @param others images of other splits, of which the fold's share is held out too; they are never trained on
 * @param classes their names by label
 * @throws LookbookError `params/invalid` where folds cannot be made, or a class is left without any image
 */
export function selectImages(
  train: ImageBatch,
  { fold, without, flips }: Selection,
  near: NearGroups = [],
  others?: ImageBatch,
  classes: readonly string[] = [],
): { readonly train: ImageBatch; readonly heldOut?: ImageBatch } {
  if (!fold && !without && !flips) return { train };
  const batch = flips ? { ...train, labels: flipLabels(train.labels, flips) } : train;
  // By the labels as they are, so that flipped labels change no fold.
  const folds = fold ? assignFolds(train.labels, fold, groupNumbers(train.indices, near), classes) : undefined;
  const removed = new Set(without);
  const trained: number[] = [];
  const heldOut: number[] = [];
  for (const [place, index] of batch.indices.entries()) {
    if (folds?.[place] === fold?.fold && folds) heldOut.push(place);
    else if (!removed.has(index)) trained.push(place);
  }
  const kept = new Set(trained.map((place) => batch.labels[place]!));
  // Of the labels as they are: a class that only flips have brought here may come to stand in one fold alone.
  const lost = [...new Set(train.labels)].find((label) => !kept.has(label));
  if (lost !== undefined) {
    throw new LookbookError(
      'params/invalid',
      `Without these images none of ${nameOfLabel(classes, lost)} is left to train on. Leave fewer out.`,
    );
  }
  if (!fold) return { train: takeImages(batch, trained) };
  const held = takeImages(batch, heldOut);
  return {
    train: takeImages(batch, trained),
    heldOut: others ? joinImages([held, othersOf(others, fold, near)]) : held,
  };
}

/** Those of the other splits' images that a fold's model predicts: their classes are dealt out evenly, like the others. */
function othersOf(others: ImageBatch, { fold, folds, seed }: Fold, near: NearGroups): ImageBatch {
  const assigned = dealtOut(others.labels, { folds, seed: derive(seed, 'others') }, groupNumbers(others.indices, near));
  const own: number[] = [];
  for (const [place, dealt] of assigned.entries()) if (dealt === fold) own.push(place);
  return takeImages(others, own);
}

/**
 * As many images as were left out, of the same classes, drawn from the others: what removing any images would do.
 * @param labels @param indices of the images that may be drawn
 * @param without indices of those left out; others than `indices` are not counted
 * @returns indices, ascending
 */
export function matchedAtRandom(
  labels: Uint8Array,
  indices: Uint32Array,
  without: readonly number[],
  seed: number,
): number[] {
  const removed = new Set(without);
  const byClass = grouped(labels.keys(), (place) => labels[place]!);
  const drawn = [...byClass].flatMap(([label, places]) => {
    const others = places.map((place) => indices[place]!).filter((index) => !removed.has(index));
    const count = others.length;
    return shuffle(others, randomSource(derive(seed, 'matched', label))).slice(0, places.length - count);
  });
  return drawn.sort((a, b) => a - b);
}
