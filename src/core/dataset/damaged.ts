/**
 * The built-in sample with known damage: drawings of the synthetic sample, some of which were copied, darkened, blurred,
 * mislabelled or otherwise spoilt on purpose, so that every check of the data can be seen to find what was put there.
 * The manifest says which image suffered what. Like the sample, only arithmetic that IEEE 754 fixes to the bit is used.
 */
import { derive, randomSource, shuffle } from '../seed';
import { SYNTHETIC_COUNTS, syntheticImages, syntheticLabels } from './synthetic';
import type { MissingByImage } from './missing';
import type { Part } from './ids';
import { CLASSES, PIXELS, SIDE } from './types';

export const DAMAGED_NAME = 'Damaged sample';
export const DAMAGED_COUNTS = SYNTHETIC_COUNTS;
const SEED = 1906;

/** Class that is made rare, and the share of its images that stays. */
export const RARE_CLASS = 7;
const RARE_SHARE = 0.15;
/** Pixels that are black in every image: a dead spot of the sensor, so small that it gives a blurred image no edges. */
export const DEAD_PIXELS: readonly number[] = [13, 14].map((column) => 13 * SIDE + column);
/** Rows by which all pictures of the test file sit lower. */
const TEST_SHIFT = 2;
/** Values that are missing in each image that misses any. */
export const MISSING_VALUES = 20;

/** Damages of single images: how many in the training and in the test file. Copies have a source in the training file. */
const PLAN = {
  'exact-copy': [40, 0],
  'exact-leak': [0, 25],
  'near-copy': [40, 0],
  'near-leak': [0, 25],
  dark: [30, 0],
  light: [20, 0],
  black: [8, 0],
  flat: [12, 0],
  blurred: [30, 0],
  noise: [15, 0],
  flipped: [60, 0],
  missing: [12, 0],
} as const satisfies Record<string, readonly [number, number]>;
export type DamageKind = keyof typeof PLAN;

export const DAMAGE_WORDS: Readonly<Record<DamageKind, string>> = {
  'exact-copy': 'exact copies of other training images',
  'exact-leak': 'test images that are exact copies of training images',
  'near-copy': 'copies of other training images with 30 pixels changed a little',
  'near-leak': 'test images that are copies of training images with 30 pixels changed a little',
  dark: 'darkened to a fifth',
  light: 'so bright that little is left',
  black: 'wholly black',
  flat: 'one grey throughout',
  blurred: 'out of focus, under a spot of light',
  noise: 'noise in place of a picture',
  flipped: 'given the label of another class',
  missing: `${MISSING_VALUES} values missing, stored as 0`,
};

/** One damaged image. */
export interface Damage {
  readonly kind: DamageKind;
  readonly part: Part;
  readonly index: number;
  /** Training image that it is a copy of. */
  readonly source?: number;
}

let made: readonly Damage[] | undefined;

/** Every damaged image; no image is damaged twice, and no source of a copy is damaged. The same each time. */
export function damages(): readonly Damage[] {
  if (made) return made;
  const order = {
    train: shuffled('train', DAMAGED_COUNTS.train),
    test: shuffled('test', DAMAGED_COUNTS.test),
  };
  const next = { train: 0, test: 0 };
  const take = (part: Part): number => order[part][next[part]++]!;
  made = (Object.entries(PLAN) as [DamageKind, readonly [number, number]][]).flatMap(([kind, [train, test]]) =>
    (['train', 'test'] as const).flatMap((part) =>
      Array.from({ length: part === 'train' ? train : test }, (): Damage => {
        const index = take(part);
        return /copy|leak/.test(kind) ? { kind, part, index, source: take('train') } : { kind, part, index };
      }),
    ),
  );
  return made;
}

function shuffled(part: Part, count: number): Uint32Array {
  return shuffle(
    Uint32Array.from({ length: count }, (_, index) => index),
    randomSource(derive(SEED, 'damage', part)),
  );
}

/** Damages of a part, by the image's place in its file. */
function damagesOf(part: Part): ReadonlyMap<number, Damage> {
  return new Map(damages().flatMap((damage) => (damage.part === part ? [[damage.index, damage] as const] : [])));
}

/** What is drawn in each image: the sample's classes, with most of the rare class replaced by the others in turn. */
function drawnLabels(part: Part): Uint8Array {
  const random = randomSource(derive(SEED, 'rare', part));
  return syntheticLabels(part).map((label, index) => {
    if (label !== RARE_CLASS || random() < RARE_SHARE) return label;
    return (RARE_CLASS + 1 + (index % (CLASSES - 1))) % CLASSES;
  });
}

/** The labels as they are given: copies have their source's, flipped ones another class's. */
export function damagedLabels(part: Part): Uint8Array {
  const labels = drawnLabels(part);
  const train = part === 'train' ? labels.slice() : drawnLabels('train');
  const random = randomSource(derive(SEED, 'flip', part));
  for (const { kind, index, source } of damagesOf(part).values()) {
    if (source !== undefined) labels[index] = train[source]!;
    if (kind === 'flipped') labels[index] = (labels[index]! + 1 + Math.floor(random() * (CLASSES - 1))) % CLASSES;
  }
  return labels;
}

/** Missing values of each image. */
export function damagedMissing(): MissingByImage {
  const missing = { train: new Uint16Array(DAMAGED_COUNTS.train), test: new Uint16Array(DAMAGED_COUNTS.test) };
  for (const { kind, part, index } of damages()) if (kind === 'missing') missing[part][index] = MISSING_VALUES;
  return missing;
}

/**
 * Draws images of a part, damage included.
 * @returns a function of the places `start` to `end` (not included), whose pieces do not depend on each other;
 *   (end - start) x 784, 0-255
 */
export function damagedDrawer(part: Part): (start: number, end: number) => Uint8Array {
  const labels = drawnLabels(part);
  const train = part === 'train' ? labels : drawnLabels('train');
  const byIndex = damagesOf(part);
  return (start, end) => {
    const images = syntheticImages(part, start, labels.subarray(start, end));
    for (let index = start; index < end; index += 1) {
      const image = images.subarray((index - start) * PIXELS, (index - start + 1) * PIXELS);
      if (part === 'test') lower(image, TEST_SHIFT);
      const damage = byIndex.get(index);
      if (damage) {
        const { source } = damage;
        if (source !== undefined) image.set(syntheticImages('train', source, train.subarray(source, source + 1)));
        spoil(damage.kind, image, randomSource(derive(SEED, 'spoil', part, index)));
      }
      for (const pixel of DEAD_PIXELS) image[pixel] = 0;
    }
    return images;
  };
}

function lower(image: Uint8Array, rows: number): void {
  image.copyWithin(rows * SIDE, 0);
  image.fill(0, 0, rows * SIDE);
}

function spoil(kind: DamageKind, image: Uint8Array, random: () => number): void {
  switch (kind) {
    case 'exact-copy':
    case 'exact-leak':
    case 'flipped':
      return;
    case 'near-copy':
    case 'near-leak':
      return changeALittle(image, random);
    case 'dark':
      return each(image, (value) => Math.floor(value / 5));
    case 'light':
      return each(image, (value) => 244 + Math.floor(value / 24));
    case 'black':
      image.fill(0);
      return;
    case 'flat':
      image.fill(60 + Math.floor(random() * 120));
      return;
    case 'blurred':
      return blur(image);
    case 'noise':
      return each(image, () => Math.floor(random() * 256));
    case 'missing':
      for (const pixel of places(MISSING_VALUES, random)) image[pixel] = 0;
  }
}

function each(image: Uint8Array, change: (value: number) => number): void {
  for (let pixel = 0; pixel < PIXELS; pixel += 1) image[pixel] = change(image[pixel]!);
}

/** Different pixels, none of them dead. */
function places(count: number, random: () => number): number[] {
  const order = shuffle(
    Uint32Array.from({ length: PIXELS }, (_, pixel) => pixel),
    random,
  );
  return Array.from(order.filter((pixel) => !DEAD_PIXELS.includes(pixel)).subarray(0, count));
}

/** Thirty pixels by one or two levels. */
function changeALittle(image: Uint8Array, random: () => number): void {
  for (const pixel of places(30, random)) {
    const by = random() < 0.5 ? 1 : 2;
    image[pixel] = image[pixel]! > 127 ? image[pixel]! - by : image[pixel]! + by;
  }
}

/** A mean over 9 x 9, three times, under a spot of light: smooth, dark at the borders, and with all levels alike. */
function blur(image: Uint8Array): void {
  const REACH = 4;
  const sums = new Float64Array(PIXELS);
  for (let pass = 0; pass < 3; pass += 1) {
    for (let row = 0; row < SIDE; row += 1) {
      for (let column = 0; column < SIDE; column += 1) {
        let sum = 0;
        let inside = 0;
        for (let y = Math.max(0, row - REACH); y <= Math.min(SIDE - 1, row + REACH); y += 1) {
          for (let x = Math.max(0, column - REACH); x <= Math.min(SIDE - 1, column + REACH); x += 1) {
            sum += image[y * SIDE + x]!;
            inside += 1;
          }
        }
        sums[row * SIDE + column] = Math.round(sum / inside);
      }
    }
    image.set(sums);
  }
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const across = (pixel % SIDE) - (SIDE - 1) / 2;
    const down = Math.floor(pixel / SIDE) - (SIDE - 1) / 2;
    const light = Math.max(0, 150 - (150 * (across * across + down * down)) / 220);
    image[pixel] = Math.min(255, Math.round(0.3 * image[pixel]! + light));
  }
}
