/** Where the images of the gallery stand, and where keys lead. Pure; lengths in CSS pixels. */
import type { ImageSize } from '../../core/dataset/shape';

export const GAP = 6;
/** Below an image: a strip of its class's colour, and from this size on a line of text. */
const STRIP = 4;
const TEXT = 18;
const SMALLEST_WITH_TEXT = 56;

/** Sides of an image that are aimed at. */
const [STEP, USUAL, LARGEST] = [28, 84, 168];

export interface Layout {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly tile: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly height: number;
  readonly withText: boolean;
}

/** Sides of an image that can be chosen: from the smallest on by steps of as much, up to the largest; usual is the one at first. */
export interface Zoom {
  readonly smallest: number;
  readonly usual: number;
  readonly largest: number;
}

/** A step is a whole number of CSS pixels a pixel, as near to {@link STEP} as that can be. */
export function zoomOf({ height, width }: ImageSize): Zoom {
  const longer = Math.max(height, width);
  const smallest = longer * Math.max(1, Math.round(STEP / longer));
  const steps = (size: number, least: number): number => smallest * Math.max(least, Math.floor(size / smallest));
  return { smallest, usual: steps(USUAL, 1), largest: steps(LARGEST, 3) };
}

/** @param size wished for an image; it is drawn at a whole number of device pixels a pixel where that is possible */
export function layOut(count: number, width: number, size: number, pixelRatio: number, image: ImageSize): Layout {
  const device = size * pixelRatio;
  const longer = Math.max(image.height, image.width);
  const tile = device >= longer ? (Math.floor(device / longer) * longer) / pixelRatio : size;
  const columns = Math.max(1, Math.floor((width + GAP) / (tile + GAP)));
  const rows = Math.ceil(count / columns);
  const withText = tile >= SMALLEST_WITH_TEXT;
  const stepY = tile + GAP + (withText ? TEXT : STRIP);
  const stepX = Math.max(tile + GAP, Math.floor((width + GAP) / columns));
  return { count, columns, rows, tile, stepX, stepY, height: rows * stepY, withText };
}

/** First and last row (not included) that a viewport shows. */
export function rowsShown({ rows, stepY }: Layout, top: number, height: number): readonly [number, number] {
  const first = Math.max(0, Math.floor(top / stepY));
  return [Math.min(first, rows), Math.min(rows, Math.ceil((top + height) / stepY))];
}

/** The place under a point, or undefined between and beyond the images. */
export function placeAt({ count, columns, tile, stepX, stepY }: Layout, x: number, y: number): number | undefined {
  const column = Math.floor(x / stepX);
  if (x < 0 || y < 0 || column >= columns || x - column * stepX > tile) return undefined;
  const place = Math.floor(y / stepY) * columns + column;
  return place < count ? place : undefined;
}

/** Where a key leads from a place; undefined for keys that lead nowhere. @param page rows of a viewport */
export function placeAfter(key: string, place: number, { count, columns }: Layout, page: number): number | undefined {
  if (count === 0) return undefined;
  const clamp = (to: number): number => Math.min(count - 1, Math.max(0, to));
  /** Within the column, stopping at its ends. */
  const rows = (by: number): number => {
    const to = place + by * columns;
    if (to < 0) return place % columns;
    if (to < count) return to;
    const last = place % columns;
    return last + Math.floor((count - 1 - last) / columns) * columns;
  };
  switch (key) {
    case 'ArrowLeft':
      return clamp(place - 1);
    case 'ArrowRight':
      return clamp(place + 1);
    case 'ArrowUp':
      return rows(-1);
    case 'ArrowDown':
      return rows(1);
    case 'PageUp':
      return rows(-page);
    case 'PageDown':
      return rows(page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Where to scroll so that a place is wholly seen; the same where it is already. */
export function scrollFor({ columns, stepY }: Layout, place: number, top: number, height: number): number {
  const row = Math.floor(place / columns) * stepY;
  if (row < top) return row;
  return row + stepY > top + height ? row + stepY - height : top;
}
