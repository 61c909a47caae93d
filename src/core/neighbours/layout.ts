/** Where the search's images, projections and findings lie in the memory of its loops. */
import { COARSE, FINE } from './basis';
import { PANEL, PANEL_BYTES } from './kernels';

/** References of a tile: 16 kB of coarse projections, half a first-level cache. */
export const TILE = 256;
/** Queries taken through all tiles together, in about 20 ms with 60,000 references. */
export const BLOCK = 128;
/** Images that are projected between two turns, in about 10 ms. */
export const BATCH = 1000;

/** Where everything lies in the memory, in bytes. */
export interface Layout {
  readonly directions: number;
  readonly references: Stored;
  readonly panels: number;
  readonly norms: number;
  readonly places: number;
  readonly queries: Stored;
  readonly rows: number;
  readonly limits: number;
  readonly fineLimits: number;
  readonly coarseLimits: number;
  readonly products: number;
  readonly staged: number;
  readonly pairs: number;
  readonly found: number;
  readonly cursor: number;
  readonly bytes: number;
}
interface Stored {
  readonly images: number;
  readonly fine: number;
}

export const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** @param stride values from an image to the next */
export function layoutFor(references: number, queries: number, stride: number): Layout {
  let bytes = 0;
  const room = (size: number): number => {
    const at = bytes;
    bytes += roundUp(size, 64);
    return at;
  };
  const panels = Math.ceil(references / PANEL);
  const store = (count: number): Stored => ({ images: room(count * stride), fine: room(count * FINE * 2) });
  return {
    directions: room(FINE * stride * 2),
    references: store(references),
    panels: room(panels * PANEL_BYTES),
    norms: room(panels * PANEL * 4),
    places: room(panels * PANEL * 4),
    queries: store(queries),
    rows: room(BLOCK * COARSE * 2),
    limits: room(BLOCK * 4),
    fineLimits: room(BLOCK * 4),
    coarseLimits: room(BLOCK * 4),
    products: room(BATCH * FINE * 4),
    staged: room(BATCH * stride),
    pairs: room(BLOCK * TILE * 8 + 64),
    found: room(BLOCK * TILE * 12),
    cursor: room(4),
    get bytes() {
      return bytes;
    },
  };
}

/** Writes rows one behind the other, each from a multiple of the stride on; what lies between them stays. */
export function setRows<Values extends Uint8Array | Int16Array>(
  to: Values,
  start: number,
  stride: number,
  rows: Values,
  length: number,
): void {
  if (stride === length) return to.set(rows, start);
  for (let from = 0, at = start; from < rows.length; from += length, at += stride) {
    to.set(rows.subarray(from, from + length), at);
  }
}
