/** Where points of a map stand on the screen. The map is centred on 0; y points up there, and down on the screen. */

export interface Size {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Points centred on 0, and how far they reach from there. */
export interface Placed {
  /** count x 2. */
  readonly points: Float32Array;
  readonly reachX: number;
  readonly reachY: number;
}

export interface View {
  /** 1 shows the whole map. */
  readonly zoom: number;
  /** The place of the map in the middle of the screen. */
  readonly x: number;
  readonly y: number;
}
export const WHOLE: View = { zoom: 1, x: 0, y: 0 };
const CLOSEST = 60;
/** Screen left free around the whole map. */
const MARGIN = 18;

export function placed(points: Float32Array): Placed {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 2) {
    left = Math.min(left, points[at]!);
    right = Math.max(right, points[at]!);
    low = Math.min(low, points[at + 1]!);
    high = Math.max(high, points[at + 1]!);
  }
  const centred = points.map((value, at) => value - (at % 2 === 0 ? left + right : low + high) / 2);
  return { points: centred, reachX: (right - left) / 2 || 1, reachY: (high - low) / 2 || 1 };
}

/** Between two placings of the same points. @param share 0 is the first, 1 the second */
export function between(a: Placed, b: Placed, share: number): Placed {
  if (share <= 0) return a;
  if (share >= 1) return b;
  const mix = (from: number, to: number): number => from + (to - from) * share;
  return {
    points: a.points.map((value, at) => mix(value, b.points[at]!)),
    reachX: mix(a.reachX, b.reachX),
    reachY: mix(a.reachY, b.reachY),
  };
}

export interface Transform {
  /** screen = origin + map x scale; the vertical scale is negative. */
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export function transformOf({ reachX, reachY }: Placed, { zoom, x, y }: View, { width, height }: Size): Transform {
  const room = (side: number): number => Math.max(1, side / 2 - MARGIN);
  const scale = zoom * Math.min(room(width) / reachX, room(height) / reachY);
  return { scale, left: width / 2 - x * scale, top: height / 2 + y * scale };
}

/** Points on the screen: count x 2. */
export function onScreen({ points }: Placed, { scale, left, top }: Transform): Float32Array {
  return points.map((value, at) => (at % 2 === 0 ? left + value * scale : top - value * scale));
}

/** Zoomed by a factor, so that what is at a place of the screen stays there. */
export function zoomed(map: Placed, view: View, size: Size, factor: number, at: readonly [number, number]): View {
  const zoom = Math.min(CLOSEST, Math.max(1, view.zoom * factor));
  const { scale, left, top } = transformOf(map, view, size);
  const [x, y] = [(at[0] - left) / scale, (top - at[1]) / scale];
  const next = (scale * zoom) / view.zoom;
  return within(map, { zoom, x: x - (at[0] - size.width / 2) / next, y: y + (at[1] - size.height / 2) / next });
}

/** Moved by so many pixels of the screen. */
export function moved(map: Placed, view: View, size: Size, dx: number, dy: number): View {
  const { scale } = transformOf(map, view, size);
  return within(map, { ...view, x: view.x - dx / scale, y: view.y + dy / scale });
}

/** The middle of the screen stays on the map, so that nobody gets lost beside it. */
function within({ reachX, reachY }: Placed, { zoom, x, y }: View): View {
  if (zoom === 1) return WHOLE;
  const keep = (value: number, reach: number): number => Math.min(reach, Math.max(-reach, value));
  return { zoom, x: keep(x, reachX), y: keep(y, reachY) };
}
