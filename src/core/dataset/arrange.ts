/** Which of a list's images are shown, and in which order: by class and split, over the index of a data set. Pure. */
import { SPLIT_NAMES, type SplitName } from './types';

/** Class and split of every image, by id. */
export interface ImageIndex {
  readonly labels: Uint8Array;
  /** Index into SPLIT_NAMES; {@link NO_SPLIT} where it is not known. */
  readonly splits: Uint8Array;
}
export const NO_SPLIT = 255;

export const IMAGE_ORDERS = ['given', 'class', 'file'] as const;
export type ImageOrder = (typeof IMAGE_ORDERS)[number];

export interface Wish {
  /** All classes if left out. */
  readonly classIndex?: number | undefined;
  /** All splits if left out. */
  readonly split?: SplitName | undefined;
  readonly order: ImageOrder;
}

export interface Arrangement {
  /** Places in the list, in the order in which to show them. */
  readonly places: Int32Array;
  /** Images of each class among those of the wished split, and of each split (by SPLIT_NAMES) among those of the class. */
  readonly perClass: readonly number[];
  readonly perSplit: readonly number[];
}

/** The split of every image of a set. @param splits indices into the training part, by split */
export function splitsById(
  counts: Readonly<Record<'train' | 'test', number>>,
  splits: Readonly<Partial<Record<SplitName, ArrayLike<number>>>>,
): Uint8Array {
  const byId = new Uint8Array(counts.train + counts.test).fill(NO_SPLIT);
  byId.fill(SPLIT_NAMES.indexOf('test'), counts.train);
  for (const [code, name] of SPLIT_NAMES.entries()) {
    if (name === 'test') continue;
    const indices = splits[name] ?? [];
    for (let place = 0; place < indices.length; place += 1) byId[indices[place]!] = code;
  }
  return byId;
}

/** @param ids the list; an id beyond the index is left out */
export function arrange(ids: Int32Array, { labels, splits }: ImageIndex, wish: Wish): Arrangement {
  const wished = wish.split === undefined ? undefined : SPLIT_NAMES.indexOf(wish.split);
  const perClass: number[] = [];
  const perSplit = new Array<number>(SPLIT_NAMES.length).fill(0);
  const places = new Int32Array(ids.length);
  let kept = 0;
  for (let place = 0; place < ids.length; place += 1) {
    const id = ids[place]!;
    const label = labels[id];
    const split = splits[id];
    if (label === undefined || split === undefined) continue;
    const ofClass = wish.classIndex === undefined || wish.classIndex === label;
    const ofSplit = wished === undefined || wished === split;
    while (perClass.length <= label) perClass.push(0);
    if (ofSplit) perClass[label]! += 1;
    if (ofClass && split !== NO_SPLIT) perSplit[split]! += 1;
    if (!ofClass || !ofSplit) continue;
    places[kept] = place;
    kept += 1;
  }
  const shown = places.subarray(0, kept);
  // Sorting is stable: within a class, the given order stays.
  if (wish.order === 'class') shown.sort((a, b) => labels[ids[a]!]! - labels[ids[b]!]! || a - b);
  if (wish.order === 'file') shown.sort((a, b) => ids[a]! - ids[b]! || a - b);
  return { places: shown.slice(), perClass, perSplit };
}
