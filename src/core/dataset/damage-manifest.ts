/** The manifest of the built-in sample with known damage: which image suffered what. damaged.ts draws it. */
import { derive, randomSource, shuffle } from '../seed';
import type { Part } from './ids';
import { SIDE } from './fashion-mnist';

/** Those of the synthetic sample, whose drawings are spoilt. */
export const DAMAGED_COUNTS = { train: 12_000, test: 2_000 } as const;
/** Root of every choice. */
export const DAMAGED_SEED = 1906;

/** Class that is made rare. */
export const RARE_CLASS = 7;
/** Pixels that are black in every image: a dead spot of the sensor, so small that it gives a blurred image no edges. */
export const DEAD_PIXELS: readonly number[] = [13, 14].map((column) => 13 * SIDE + column);
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
    randomSource(derive(DAMAGED_SEED, 'damage', part)),
  );
}
