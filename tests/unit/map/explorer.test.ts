/** The map on the page: places on the screen, what is pointed at, what lies within a line. */
import { describe, expect, it } from 'vitest';
import { isInside, pointAt, pointBeside, pointsAround, pointsInside } from '../../../src/cells/map/view/explorer/find';
import {
  between,
  moved,
  onScreen,
  placed,
  transformOf,
  WHOLE,
  zoomed,
} from '../../../src/cells/map/view/explorer/viewport';

const size = { width: 800, height: 400 };
const map = placed(Float32Array.of(10, 5, 14, 5, 14, 6, 10, 6, 12, 5.5));
const all = (): boolean => true;

describe('the whole map', () => {
  it('is centred, fits the screen and keeps its proportions', () => {
    const points = onScreen(map, transformOf(map, WHOLE, size));
    expect(Array.from(points.subarray(8))).toEqual([400, 200]);
    expect(points[0]).toBeGreaterThan(0);
    expect(points[2]).toBeLessThan(800);
    expect(points[2]! - points[0]!).toBeCloseTo(4 * (points[3]! - points[5]!), 3);
    // A larger y lies higher.
    expect(points[5]!).toBeLessThan(points[3]!);
  });

  it('stands also where all points are one', () => {
    const one = placed(Float32Array.of(3, 3, 3, 3));
    expect(Array.from(onScreen(one, transformOf(one, WHOLE, size)))).toEqual([400, 200, 400, 200]);
  });
});

describe('the view', () => {
  it('keeps under the pointer what is there while it zooms, and comes back whole', () => {
    const at = [100, 300] as const;
    const before = onScreen(map, transformOf(map, WHOLE, size));
    const view = zoomed(map, WHOLE, size, 2, at);
    const after = onScreen(map, transformOf(map, view, size));
    for (let index = 0; index < before.length; index += 1) {
      const anchor = at[index % 2]!;
      expect(after[index]! - anchor).toBeCloseTo(2 * (before[index]! - anchor), 2);
    }
    expect(zoomed(map, view, size, 0.1, at)).toEqual(WHOLE);
  });

  it('moves with the pointer, and stays on the map', () => {
    const view = zoomed(map, WHOLE, size, 4, [400, 200]);
    const before = onScreen(map, transformOf(map, view, size));
    const after = onScreen(map, transformOf(map, moved(map, view, size, 30, -10), size));
    expect(after[0]! - before[0]!).toBeCloseTo(30, 2);
    expect(after[1]! - before[1]!).toBeCloseTo(-10, 2);
    const far = moved(map, view, size, 1e6, 1e6);
    expect(Math.abs(far.x)).toBeLessThanOrEqual(map.reachX);
    expect(Math.abs(far.y)).toBeLessThanOrEqual(map.reachY);
  });

  it('goes over from one map to the other', () => {
    const other = placed(Float32Array.of(0, 0, 0, 2, 2, 2, 2, 0, 1, 1));
    expect(between(map, other, 0)).toBe(map);
    expect(between(map, other, 1)).toBe(other);
    expect(between(map, other, 0.5).points[0]).toBeCloseTo((map.points[0]! + other.points[0]!) / 2, 6);
  });
});

describe('what is meant', () => {
  const points = Float32Array.of(0, 0, 10, 0, 20, 1, 11, 8, -30, 0);

  it('is the nearest shown point within reach', () => {
    expect(pointAt(points, all, 9, 1, 14)).toBe(1);
    expect(pointAt(points, (index) => index !== 1, 9, 1, 14)).toBe(3);
    expect(pointAt(points, all, 100, 100, 14)).toBeUndefined();
  });

  it('is the next point in the direction of an arrow, straight ahead first', () => {
    expect(pointBeside(points, all, 0, [1, 0])).toBe(1);
    expect(pointBeside(points, all, 0, [-1, 0])).toBe(4);
    expect(pointBeside(points, all, 1, [0, 1])).toBe(3);
    expect(pointBeside(points, all, 0, [0, -1])).toBeUndefined();
    expect(pointBeside(points, (index) => index !== 1, 0, [1, 0])).toBe(2);
  });

  it('is the point itself and those around it, the nearest first', () => {
    expect(pointsAround(points, all, 1, 3)).toEqual([1, 3, 0]);
  });

  it('is what lies within a line, also a hollow one', () => {
    const hollow = [
      [0, 0],
      [10, 0],
      [10, 10],
      [5, 2],
      [0, 10],
    ] as const;
    expect(isInside(hollow, 1, 5)).toBe(true);
    expect(isInside(hollow, 5, 8)).toBe(false);
    expect(isInside(hollow, 20, 5)).toBe(false);
    const spots = Float32Array.of(1, 5, 5, 8, 9, 5, 20, 5);
    expect(pointsInside(spots, all, hollow)).toEqual([0, 2]);
    expect(pointsInside(spots, (index) => index > 0, hollow)).toEqual([2]);
    expect(pointsInside(spots, all, hollow.slice(0, 2))).toEqual([]);
  });
});
