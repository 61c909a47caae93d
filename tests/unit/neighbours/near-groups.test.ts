/** The list that ships, against the images. Completeness: `node scripts/near-groups.mjs --check`. */
import { expect, test } from 'vitest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { differenceOf, groupsOf, NEAR_SHARE, type Pair } from '../../../src/core/neighbours/pairs';
import { NEAR_GROUPS } from '../../../workers/tasks/load/near-groups';
import { readReal } from '../profile/real-data';

const { images, labels } = readReal('train');

function pairOf(a: number, b: number): Pair {
  let [squared, one, other] = [0, 0, 0];
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const [x, y] = [images[a * PIXELS + pixel]!, images[b * PIXELS + pixel]!];
    squared += (x - y) ** 2;
    one += x * x;
    other += y * y;
  }
  return { a, b, squared, length: Math.max(one, other) };
}

test('the images of every listed group are joined by pairs within the threshold, and no two groups are', () => {
  const listed = NEAR_GROUPS.flat();
  const near: Pair[] = [];
  listed.forEach((a, at) => {
    for (const b of listed.slice(at + 1)) {
      const pair = pairOf(Math.min(a, b), Math.max(a, b));
      if (differenceOf(pair) <= NEAR_SHARE) near.push(pair);
    }
  });
  expect(groupsOf(near)).toEqual(NEAR_GROUPS);
});

test('no listed group holds two classes', () => {
  expect(NEAR_GROUPS.every((group) => new Set(group.map((index) => labels[index])).size === 1)).toBe(true);
});
