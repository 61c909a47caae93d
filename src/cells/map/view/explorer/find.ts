/** Which points are meant: by the pointer, by an arrow key, by a line drawn around them. All in pixels of the screen. */

export type Polygon = readonly (readonly [number, number])[];

/** The nearest shown point within a radius, or undefined. @param points count x 2 @param shown whether a point is shown */
export function pointAt(
  points: Float32Array,
  shown: (index: number) => boolean,
  x: number,
  y: number,
  radius: number,
): number | undefined {
  let best: number | undefined;
  let least = radius * radius;
  for (let index = 0; index < points.length / 2; index += 1) {
    const square = (points[2 * index]! - x) ** 2 + (points[2 * index + 1]! - y) ** 2;
    if (square <= least && shown(index) && (square < least || best === undefined)) {
      least = square;
      best = index;
    }
  }
  return best;
}

/** Unit steps on the screen. */
export const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const;

/**
 * The next shown point in a direction: the nearest within 60 degrees of it, those straight ahead first (a point's distance is
 * divided by the square of the cosine of its angle).
 */
export function pointBeside(
  points: Float32Array,
  shown: (index: number) => boolean,
  from: number,
  [dx, dy]: readonly [number, number],
): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (let index = 0; index < points.length / 2; index += 1) {
    const x = points[2 * index]! - points[2 * from]!;
    const y = points[2 * index + 1]! - points[2 * from + 1]!;
    const ahead = x * dx + y * dy;
    const length = Math.hypot(x, y);
    if (index === from || ahead < length / 2 || length === 0 || !shown(index)) continue;
    const cost = length / (ahead / length) ** 2;
    if (cost < least) {
      least = cost;
      best = index;
    }
  }
  return best;
}

/** The nearest shown points to one of them, itself first. */
export function pointsAround(
  points: Float32Array,
  shown: (index: number) => boolean,
  centre: number,
  count: number,
): number[] {
  const square = (index: number): number =>
    (points[2 * index]! - points[2 * centre]!) ** 2 + (points[2 * index + 1]! - points[2 * centre + 1]!) ** 2;
  return Array.from({ length: points.length / 2 }, (_, index) => index)
    .filter((index) => shown(index))
    .sort((a, b) => square(a) - square(b) || a - b)
    .slice(0, count);
}

/** Whether a place lies within a closed line, by the even-odd rule. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at, at += 1) {
    const [ax, ay] = polygon[at]!;
    const [bx, by] = polygon[before]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** The shown points within a closed line. */
export function pointsInside(points: Float32Array, shown: (index: number) => boolean, polygon: Polygon): number[] {
  if (polygon.length < 3) return [];
  const found: number[] = [];
  for (let index = 0; index < points.length / 2; index += 1) {
    if (shown(index) && isInside(polygon, points[2 * index]!, points[2 * index + 1]!)) found.push(index);
  }
  return found;
}
