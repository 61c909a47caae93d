/** Paints the map on a canvas: dots from afar, the images themselves from near. */
import type { ImageSize } from '../../../../core/dataset/shape';
import { placeInSquare } from '../../../../core/dataset/squares';
import { tileRgba } from '../../../../core/dataset/tiles';
import { INK, type ThemeName } from '../../../../plots/palette';
import type { Polygon } from './find';
import type { Size } from './viewport';

/** CSS pixels of an image on the map, and of the frame in its point's colour, which is part of it. */
const TILE = 34;
const FRAME = 3;
/** Each point is drawn as its image where all in sight would cover less than a third of the screen. */
const ROOM = 3 * TILE * TILE;

export interface Scene {
  readonly size: Size;
  /** On the screen, count x 2. */
  readonly points: Float32Array;
  readonly zoom: number;
  readonly codes: Uint8Array;
  readonly colours: readonly string[];
  readonly shown: (index: number) => boolean;
  /** Points that are picked out; the others are paler. */
  readonly selected: ReadonlySet<number> | undefined;
  readonly current: number | undefined;
  readonly lasso: Polygon | undefined;
  readonly theme: ThemeName;
  /** The points' images; without them there are dots only. */
  readonly images?: { readonly size: ImageSize; readonly of: (index: number) => Uint8Array };
}

/** Smaller dots where there are many, larger ones from near. */
export const dotRadius = (points: number, zoom: number): number =>
  Math.min(7, Math.max(1.4, 4.6 - Math.log10(Math.max(10, points)) * 0.65) * Math.sqrt(Math.sqrt(zoom)));

export class Painter {
  readonly #canvas: HTMLCanvasElement;
  /** Dots and images that were drawn once. */
  #dots = new Map<string, HTMLCanvasElement>();
  #tiles = new Map<string, HTMLCanvasElement>();

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  paint(scene: Scene): void {
    const { size, points, theme } = scene;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    const canvas = this.#canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const inSight: number[] = [];
    for (let index = 0; index < points.length / 2; index += 1) {
      const [x, y] = [points[2 * index]!, points[2 * index + 1]!];
      if (x > -TILE && y > -TILE && x < size.width + TILE && y < size.height + TILE && scene.shown(index)) {
        inSight.push(index);
      }
    }
    // Picked ones last, on top of the others.
    const { selected } = scene;
    if (selected) inSight.sort((a, b) => Number(selected.has(a)) - Number(selected.has(b)));
    const asImages = scene.images !== undefined && scene.zoom > 1.5 && inSight.length * ROOM < size.width * size.height;
    for (const index of inSight) {
      context.globalAlpha = selected && !selected.has(index) ? 0.16 : asImages ? 1 : 0.82;
      const sprite = asImages ? this.#tile(scene, index) : this.#dot(scene, scene.codes[index]!, ratio);
      const side = asImages ? TILE * ratio : sprite.width;
      context.imageSmoothingEnabled = false;
      const [x, y] = [points[2 * index]! * ratio, points[2 * index + 1]! * ratio];
      context.drawImage(sprite, Math.round(x - side / 2), Math.round(y - side / 2), side, side);
    }
    context.globalAlpha = 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (scene.current !== undefined) this.#ring(context, scene, scene.current, asImages);
    if (scene.lasso && scene.lasso.length > 1) this.#line(context, scene.lasso, theme);
  }

  #ring(context: CanvasRenderingContext2D, { points, size, zoom, theme }: Scene, index: number, large: boolean): void {
    const [x, y] = [points[2 * index]!, points[2 * index + 1]!];
    const radius = large ? TILE / 2 + 5 : dotRadius(points.length / 2, zoom) + 4;
    if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) return;
    for (const [colour, line] of [
      [INK[theme].paper, 4],
      [INK[theme].text, 2],
    ] as const) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.lineWidth = line;
      context.strokeStyle = colour;
      context.stroke();
    }
  }

  #line(context: CanvasRenderingContext2D, polygon: Polygon, theme: ThemeName): void {
    context.beginPath();
    polygon.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    context.fillStyle = INK[theme].text;
    context.globalAlpha = 0.08;
    context.fill();
    context.globalAlpha = 1;
    context.setLineDash([5, 4]);
    context.lineWidth = 1.5;
    context.strokeStyle = INK[theme].text;
    context.stroke();
    context.setLineDash([]);
  }

  #dot({ points, zoom, colours, theme }: Scene, code: number, ratio: number): HTMLCanvasElement {
    const radius = Math.round(2 * dotRadius(points.length / 2, zoom) * ratio) / 2;
    const name = `${colours[code]} ${radius}`;
    let dot = this.#dots.get(name);
    if (!dot) {
      if (this.#dots.size > 400) this.#dots.clear();
      dot = document.createElement('canvas');
      dot.width = dot.height = Math.ceil(2 * radius) + 2;
      const context = dot.getContext('2d')!;
      context.fillStyle = colours[code] ?? INK[theme].muted;
      context.beginPath();
      context.arc(dot.width / 2, dot.width / 2, radius, 0, 2 * Math.PI);
      context.fill();
      this.#dots.set(name, dot);
    }
    return dot;
  }

  /** The image as the data is, in a frame of the colour of its point. */
  #tile({ images, codes, colours, theme }: Scene, index: number): HTMLCanvasElement {
    const colour = colours[codes[index]!] ?? INK[theme].muted;
    const name = `${index} ${colour}`;
    let tile = this.#tiles.get(name);
    if (!tile) {
      if (this.#tiles.size > 1500) this.#tiles.clear();
      tile = document.createElement('canvas');
      const { size, of } = images!;
      const longer = Math.max(size.height, size.width);
      const frame = Math.round((longer * FRAME) / (TILE - 2 * FRAME));
      tile.width = tile.height = longer + 2 * frame;
      const context = tile.getContext('2d')!;
      context.fillStyle = colour;
      context.fillRect(0, 0, tile.width, tile.height);
      const { data, width, height } = tileRgba(of(index), size, 1);
      const [x, y] = placeInSquare(size, longer);
      context.putImageData(new ImageData(data, width, height), frame + x, frame + y);
      this.#tiles.set(name, tile);
    }
    return tile;
  }
}
