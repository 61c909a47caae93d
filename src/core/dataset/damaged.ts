/**
 * The built-in sample with known damage: drawings of the synthetic sample, some of which were copied, darkened, blurred,
 * mislabelled or otherwise spoilt on purpose, so that every check of the data can be seen to find what was put there.
 * Like the sample, only arithmetic that IEEE 754 fixes to the bit is used.
 */
import { derive, randomSource, shuffle } from '../seed';
import {
  DAMAGED_COUNTS,
  DAMAGED_SEED,
  DEAD_PIXELS,
  MISSING_VALUES,
  RARE_CLASS,
  damages,
  type Damage,
  type DamageKind,
} from './damage-manifest';
import type { Part } from './ids';
import type { MissingByImage } from './missing';
import { syntheticImages, syntheticLabels } from './synthetic';
import { CLASSES, PIXELS, SIDE } from './fashion-mnist';

/** Share of the rare class's images that stays. */
const RARE_SHARE = 0.15;
/** Rows by which all pictures of the test file sit lower. */
const TEST_SHIFT = 2;

/** Damages of a part, by the image's place in its file. */
function damagesOf(part: Part): ReadonlyMap<number, Damage> {
  return new Map(damages().flatMap((damage) => (damage.part === part ? [[damage.index, damage] as const] : [])));
}

/** What is drawn in each image: the sample's classes, with most of the rare class replaced by the others in turn. */
function drawnLabels(part: Part): Uint8Array {
  const random = randomSource(derive(DAMAGED_SEED, 'rare', part));
  return syntheticLabels(part).map((label, index) => {
    if (label !== RARE_CLASS || random() < RARE_SHARE) return label;
    return (RARE_CLASS + 1 + (index % (CLASSES - 1))) % CLASSES;
  });
}

/** The labels as they are given: copies have their source's, flipped ones another class's. */
export function damagedLabels(part: Part): Uint8Array {
  const labels = drawnLabels(part);
  const train = part === 'train' ? labels.slice() : drawnLabels('train');
  const random = randomSource(derive(DAMAGED_SEED, 'flip', part));
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
        spoil(damage.kind, image, randomSource(derive(DAMAGED_SEED, 'spoil', part, index)));
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
