/** The state of the map on the page: which map, what of it is in sight, how it is coloured, what is picked out. */
import type { ThemeName } from '../../../../plots/palette';
import type { MapSummary } from '../../types';
import { colouringOf, type Colouring, type ColouringName } from './colouring';
import { DIRECTIONS, pointAt, pointBeside, pointsAround, pointsInside, type Polygon } from './find';
import type { MapName, Mapped } from './load';
import { between, moved, onScreen, transformOf, WHOLE, zoomed, type Size, type View } from './viewport';

const MOVE_MS = 650;
/** CSS pixels within which the pointer means a point. */
const REACH = 14;
/** Images that a key picks out around the current one. */
export const AROUND = 30;
export const STEP = 1.6;

export type Tool = 'lasso' | 'move';

export class Explorer {
  readonly mapped: Mapped;
  readonly #summary: MapSummary;
  readonly #theme: () => ThemeName;

  size: Size = $state.raw({ width: 0, height: 0 });
  map: MapName = $state('umap');
  /** From the map before to this one, 0 to 1. */
  share = $state(1);
  #before: MapName = $state('umap');
  #animation = 0;
  view: View = $state.raw(WHOLE);
  colouringName: ColouringName = $state('class');
  hidden: ReadonlySet<number> = $state.raw(new Set());
  tool: Tool = $state('lasso');
  current: number | undefined = $state();
  selected: ReadonlySet<number> | undefined = $state.raw();
  lasso: Polygon | undefined = $state.raw();

  constructor(mapped: Mapped, summary: MapSummary, theme: () => ThemeName) {
    this.mapped = mapped;
    this.#summary = summary;
    this.#theme = theme;
  }

  readonly colouring: Colouring = $derived.by(() =>
    colouringOf(this.colouringName, this.mapped, this.#summary, this.#theme()),
  );
  readonly #placed = $derived.by(() => between(this.mapped.maps[this.#before], this.mapped.maps[this.map], this.share));
  /** On the screen, count x 2. */
  readonly points: Float32Array = $derived.by(() =>
    onScreen(this.#placed, transformOf(this.#placed, this.view, this.size)),
  );
  readonly shown: (index: number) => boolean = $derived.by(() => {
    const { hidden, colouring } = this;
    return hidden.size === 0 ? () => true : (index: number) => !hidden.has(colouring.codes[index]!);
  });
  /** Classes of the picked images, the most frequent first. */
  readonly selectedClasses = $derived.by(() => {
    const counts = new Map<number, number>();
    for (const index of this.selected ?? []) {
      const label = this.mapped.labels[index]!;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return [...counts]
      .map(([label, count]) => ({ label, name: this.mapped.nameOf(label), count }))
      .sort((a, b) => b.count - a.count);
  });

  /** Goes over to the other map; at once for who wants no motion. */
  show(map: MapName): void {
    if (map === this.map) return;
    cancelAnimationFrame(this.#animation);
    this.#before = this.map;
    this.map = map;
    this.view = WHOLE;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.share = 1;
      return;
    }
    const started = performance.now();
    this.share = 0;
    const step = (now: number): void => {
      const time = Math.min(1, Math.max(0, now - started) / MOVE_MS);
      // Slow at both ends.
      this.share = time < 0.5 ? 4 * time ** 3 : 1 - (2 - 2 * time) ** 3 / 2;
      if (time < 1) this.#animation = requestAnimationFrame(step);
    };
    this.#animation = requestAnimationFrame(step);
  }

  colourBy(name: ColouringName): void {
    this.colouringName = name;
    this.hidden = new Set();
  }

  toggle(code: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(code)) hidden.add(code);
    // With nothing left there would be nothing to see: all come back.
    const { groups } = this.colouring;
    this.hidden = groups.every(({ count }, at) => count === 0 || hidden.has(at)) ? new Set() : hidden;
    if (this.current !== undefined && !this.shown(this.current)) this.current = undefined;
  }

  zoom(factor: number, at: readonly [number, number] = [this.size.width / 2, this.size.height / 2]): void {
    const view = zoomed(this.#placed, this.view, this.size, factor, at);
    // Nobody should zoom into an empty place and find nothing there.
    if (factor < 1 || this.#holdsPoints(view)) this.view = view;
  }

  #holdsPoints(view: View): boolean {
    const { width, height } = this.size;
    const points = onScreen(this.#placed, transformOf(this.#placed, view, this.size));
    for (let index = 0; index < points.length / 2; index += 1) {
      const [x, y] = [points[2 * index]!, points[2 * index + 1]!];
      if (x > 0 && y > 0 && x < width && y < height && this.shown(index)) return true;
    }
    return false;
  }

  move(dx: number, dy: number): void {
    this.view = moved(this.#placed, this.view, this.size, dx, dy);
  }

  reset(): void {
    this.view = WHOLE;
  }

  point(x: number, y: number): void {
    const found = pointAt(this.points, this.shown, x, y, REACH);
    if (found !== undefined) this.current = found;
  }

  /** The next image in the direction of an arrow key; the first time the one in the middle. */
  walk(key: keyof typeof DIRECTIONS): void {
    const { width, height } = this.size;
    const next =
      this.current === undefined
        ? pointAt(this.points, this.shown, width / 2, height / 2, Math.max(width, height))
        : pointBeside(this.points, this.shown, this.current, DIRECTIONS[key]);
    if (next === undefined) return;
    this.current = next;
    this.#bringIntoSight(next);
  }

  #bringIntoSight(index: number): void {
    const [x, y] = [this.points[2 * index]!, this.points[2 * index + 1]!];
    const { width, height } = this.size;
    const off = (at: number, side: number): number =>
      at < 24 ? side / 3 - at : at > side - 24 ? (side * 2) / 3 - at : 0;
    const [dx, dy] = [off(x, width), off(y, height)];
    if (dx !== 0 || dy !== 0) this.move(dx, dy);
  }

  pickInside(polygon: Polygon): void {
    const inside = pointsInside(this.points, this.shown, polygon);
    this.selected = inside.length > 0 ? new Set(inside) : undefined;
  }

  /** Picks the current image and those around it. */
  pickAround(): void {
    if (this.current === undefined) return;
    this.selected = new Set(pointsAround(this.points, this.shown, this.current, AROUND));
  }

  clear(): void {
    this.selected = undefined;
    this.lasso = undefined;
  }

  stop(): void {
    cancelAnimationFrame(this.#animation);
  }
}
