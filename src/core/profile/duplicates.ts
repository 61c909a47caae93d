/** Exact duplicates: images whose bytes have the same SHA-256, within and across splits. */
import { sha256 } from '@noble/hashes/sha2.js';
import { SPLIT_NAMES, type SplitName } from '../dataset/types';
import { LISTED, type DuplicateSummary, type ImagePlace } from './types';
import { hexOf } from '../results/canonical';

export const HASH_BYTES = 32;

/** SHA-256 of each image of so many pixels: count x 32 bytes. */
export function hashImages(images: Uint8Array, pixels: number): Uint8Array {
  const count = Math.floor(images.length / pixels);
  const hashes = new Uint8Array(count * HASH_BYTES);
  for (let image = 0; image < count; image += 1) {
    hashes.set(sha256(images.subarray(image * pixels, (image + 1) * pixels)), image * HASH_BYTES);
  }
  return hashes;
}

export interface HashedImages {
  readonly split: SplitName;
  /** count x 32. */
  readonly hashes: Uint8Array;
  /** Place of each image in the file of its part. */
  readonly indices: Uint32Array;
  readonly labels: Uint8Array;
}

/** Where an image stands among the parts. */
interface Position {
  readonly part: HashedImages;
  readonly image: number;
}

const hashOf = ({ part, image }: Position): string =>
  hexOf(part.hashes.subarray(image * HASH_BYTES, (image + 1) * HASH_BYTES));

/** Images with equal hashes, two or more of each. */
function equalImages(parts: readonly HashedImages[]): Position[][] {
  // The first 53 bits as a number: quick to look up, and seldom equal where the hashes are not.
  const known = new Map<number, Position>();
  const candidates = new Map<number, Position[]>();
  for (const part of parts) {
    const view = new DataView(part.hashes.buffer, part.hashes.byteOffset, part.hashes.byteLength);
    for (let image = 0; image < part.hashes.length / HASH_BYTES; image += 1) {
      const at = image * HASH_BYTES;
      const key = view.getUint32(at) * 2 ** 21 + (view.getUint32(at + 4) >>> 11);
      const first = known.get(key);
      if (!first) {
        known.set(key, { part, image });
        continue;
      }
      const equal = candidates.get(key);
      if (equal) equal.push({ part, image });
      else candidates.set(key, [first, { part, image }]);
    }
  }
  const groups: Position[][] = [];
  for (const positions of candidates.values()) {
    const byHash = new Map<string, Position[]>();
    for (const position of positions) {
      const hash = hashOf(position);
      const group = byHash.get(hash);
      if (group) group.push(position);
      else byHash.set(hash, [position]);
    }
    for (const group of byHash.values()) if (group.length > 1) groups.push(group);
  }
  return groups;
}

export function findDuplicates(parts: readonly HashedImages[]): DuplicateSummary {
  const groups = equalImages(parts).map((group) =>
    group.map(({ part, image }): ImagePlace => ({
      split: part.split,
      index: part.indices[image] ?? image,
      label: part.labels[image] ?? 255,
    })),
  );
  const order = (split: SplitName): number => SPLIT_NAMES.indexOf(split);
  const before = (a: ImagePlace, b: ImagePlace): number =>
    Number(a.split === 'test') - Number(b.split === 'test') || a.index - b.index || order(a.split) - order(b.split);
  for (const group of groups) group.sort(before);
  groups.sort((a, b) => before(a[0]!, b[0]!));

  const within: Record<SplitName, number> = { train: 0, validation: 0, calibration: 0, stream: 0, test: 0 };
  const across = new Map<string, { splits: readonly [SplitName, SplitName]; groups: number }>();
  let copies = 0;
  let conflicting = 0;
  for (const group of groups) {
    copies += group.length - 1;
    if (group.some((place) => place.label !== group[0]!.label)) conflicting += 1;
    const splits = SPLIT_NAMES.filter((split) => group.some((place) => place.split === split));
    for (const [at, split] of splits.entries()) {
      within[split] += group.filter((place) => place.split === split).length - 1;
      for (const other of splits.slice(at + 1)) {
        const pair = across.get(`${split} ${other}`) ?? { splits: [split, other] as const, groups: 0 };
        pair.groups += 1;
        across.set(`${split} ${other}`, pair);
      }
    }
  }
  return {
    groups: groups.length,
    copies,
    conflicting,
    within,
    across: [...across.values()],
    listed: groups.slice(0, LISTED),
  };
}
