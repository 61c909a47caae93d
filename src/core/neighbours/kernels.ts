/**
 * The three inner loops of the search, on one memory: WebAssembly runs them where it can (workers/tasks/neighbours), this
 * is how they run everywhere, and what WebAssembly is tested against. All numbers are integers, so both give the same.
 */
import { COARSE, FINE } from './basis';

/** Values that WebAssembly reads at once. */
const LANES = 16;

/** Values from an image, or a direction, to the next: those behind its pixels are 0, so that no loop reads into the next. */
export const strideOf = (pixels: number): number => Math.ceil(pixels / LANES) * LANES;

/** References side by side in a panel of coarse projections. */
export const PANEL = 8;
/** Queries that are sifted together. */
export const ROWS = 4;
/** Bytes of a panel: pairs of components, each for all its references. */
export const PANEL_BYTES = COARSE * PANEL * 2;

/** Makes the loops for images so far apart ({@link strideOf}), on a memory of so many bytes. */
export type Allocate = (bytes: number, stride: number) => Kernels;

/** Addresses are in bytes. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBufferLike };
  /** products[image, direction] = the product of an image with a direction, in int32. */
  project(images: number, count: number, directions: number, products: number): void;
  /**
   * Writes (query, reference) of all pairs whose coarse projections allow them to be near, in int32, to `out`, and the
   * address behind the last to `cursor`. A pair is written if norm(reference) + row(query) * reference <= limit(query),
   * where rows hold minus twice the projection.
   * @param queries a multiple of {@link ROWS} @param places what is written for each reference of the panels, in int32
   */
  sift(
    rows: number,
    limits: number,
    queries: number,
    panels: number,
    norms: number,
    panelCount: number,
    places: number,
    out: number,
    cursor: number,
  ): void;
  /**
   * Of pairs that were sifted, writes (query, reference, squared distance) of those at most as far apart as the query's
   * limit, in int32, to `out`, and the address behind the last to `cursor`. Fine projections spare most distances.
   */
  measure(
    pairs: number,
    end: number,
    queryFine: number,
    referenceFine: number,
    fineLimits: number,
    queryImages: number,
    referenceImages: number,
    limits: number,
    out: number,
    cursor: number,
  ): void;
}

/** The loops in TypeScript. @param stride values from an image to the next */
export function plainKernels(bytes: number, stride: number): Kernels {
  const buffer = new ArrayBuffer(Math.ceil(bytes / 16) * 16);
  const u8 = new Uint8Array(buffer);
  const i16 = new Int16Array(buffer);
  const i32 = new Int32Array(buffer);
  return {
    memory: { buffer },
    project(images, count, directions, products) {
      for (let image = 0; image < count; image += 1) {
        for (let direction = 0; direction < FINE; direction += 1) {
          const at = images + image * stride;
          const by = directions / 2 + direction * stride;
          let sum = 0;
          for (let pixel = 0; pixel < stride; pixel += 1) sum += u8[at + pixel]! * i16[by + pixel]!;
          i32[products / 4 + image * FINE + direction] = sum;
        }
      }
    },
    sift(rows, limits, queries, panels, norms, panelCount, places, out, cursor) {
      let end = out / 4;
      for (let query = 0; query < queries; query += 1) {
        const limit = i32[limits / 4 + query]!;
        for (let panel = 0; panel < panelCount; panel += 1) {
          for (let lane = 0; lane < PANEL; lane += 1) {
            let sum = i32[norms / 4 + panel * PANEL + lane]!;
            const column = (panels + panel * PANEL_BYTES) / 2 + 2 * lane;
            const row = rows / 2 + query * COARSE;
            for (let component = 0; component < COARSE; component += 2) {
              const pair = column + component * PANEL;
              sum += i16[row + component]! * i16[pair]! + i16[row + component + 1]! * i16[pair + 1]!;
            }
            if (sum > limit) continue;
            i32[end] = query;
            i32[end + 1] = i32[places / 4 + panel * PANEL + lane]!;
            end += 2;
          }
        }
      }
      i32[cursor / 4] = 4 * end;
    },
    measure(pairs, end, queryFine, referenceFine, fineLimits, queryImages, referenceImages, limits, out, cursor) {
      let to = out / 4;
      for (let pair = pairs / 4; pair < end / 4; pair += 2) {
        const query = i32[pair]!;
        const reference = i32[pair + 1]!;
        const fine = squaredDistance(i16, queryFine / 2 + query * FINE, referenceFine / 2 + reference * FINE, FINE);
        if (fine > i32[fineLimits / 4 + query]!) continue;
        const squared = squaredDistance(u8, queryImages + query * stride, referenceImages + reference * stride, stride);
        if (squared > i32[limits / 4 + query]!) continue;
        i32[to] = query;
        i32[to + 1] = reference;
        i32[to + 2] = squared;
        to += 3;
      }
      i32[cursor / 4] = 4 * to;
    },
  };
}

function squaredDistance(values: Int16Array | Uint8Array, a: number, b: number, count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at += 1) {
    const difference = values[a + at]! - values[b + at]!;
    sum += difference * difference;
  }
  return sum;
}
