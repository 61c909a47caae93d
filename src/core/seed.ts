import { hashJson } from './results/canonical';

/**
 * A 32-bit seed from a root seed and a path: `derive(root, 'tune', 7, 'shuffle')`. Seeds are derived, never drawn in
 * order, so adding a consumer changes no other's numbers.
 */
export function derive(root: number, ...path: readonly (string | number)[]): number {
  return Number.parseInt(hashJson([root, ...path]).slice(0, 8), 16);
}

/** A seeded generator of floats in [0, 1) with 32 bits of state a step: the algorithm mulberry32 (Tommy Ettinger, 2017). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A standard normal deviate from two uniforms (Box and Muller, 1958). */
export function normal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Shuffles in place (Fisher and Yates) and returns the same array. */
export function shuffle<T extends { length: number; [index: number]: number }>(items: T, random: () => number): T {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const held = items[last]!;
    items[last] = items[other]!;
    items[other] = held;
  }
  return items;
}
