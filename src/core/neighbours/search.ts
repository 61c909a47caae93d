/**
 * Exact search among images by squared Euclidean distance of their pixels (0-255), in integers.
 *
 * References and queries are ordered by their first principal component and taken in tiles and blocks. Of each pair a
 * coarse projection is looked at first, a fine one if that allows the pair to be near enough, all pixels if that does
 * too: distances of projections never exceed those of the images (basis.ts), so nothing near is ever left out. What is
 * found depends on the images alone, not on tiles, blocks or the basis.
 */
import { pixelsOf, type ImageSize } from '../dataset/shape';
import { Best } from './best';
import { COARSE, FINE, basisOf, projectedLimit, type Basis } from './basis';
import { KeptPairs, limitOf } from './pairs';
import { PANEL, PANEL_BYTES, strideOf, type Allocate, type Kernels } from './kernels';
import { BATCH, BLOCK, TILE, layoutFor, roundUp, setRows, type Layout } from './layout';

/** Images of the sample that the basis is made from. */
const SAMPLE = 400;
/** Largest squared distance of images of so many pixels. */
const farthest = (pixels: number): number => pixels * 255 * 255;

/** Some images of one size, with their ids. */
export interface SearchImages extends ImageSize {
  /** count x pixels, 0-255. */
  readonly images: Uint8Array;
  /** Id of each image, over both official files. */
  readonly ids: Int32Array;
}

export interface FoundNeighbours {
  /** queries x k, the nearest first; of equally near ones the smaller id. */
  readonly ids: Int32Array;
  /** queries x k: squared distances. */
  readonly squared: Int32Array;
}

type Turn = (done: number) => Promise<void>;

/** Numbers by rising value, equal ones in their order. */
const sortedBy = (values: Int16Array): Uint32Array =>
  Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);

export class NeighbourSearch {
  readonly #kernels: Kernels;
  readonly #layout: Layout;
  readonly #basis: Basis;
  readonly #ids: Int32Array;
  readonly #capacity: number;
  readonly #pixels: number;
  readonly #stride: number;
  /** First component of the references in their order. */
  readonly #first: Int16Array;
  readonly #u8: Uint8Array;
  readonly #i16: Int16Array;
  readonly #i32: Int32Array;

  private constructor(
    kernels: Kernels,
    layout: Layout,
    basis: Basis,
    { ids, ...size }: SearchImages,
    capacity: number,
  ) {
    this.#kernels = kernels;
    this.#layout = layout;
    this.#basis = basis;
    this.#ids = ids;
    this.#capacity = capacity;
    this.#pixels = pixelsOf(size);
    this.#stride = strideOf(this.#pixels);
    const { buffer } = kernels.memory;
    this.#u8 = new Uint8Array(buffer);
    this.#i16 = new Int16Array(buffer);
    this.#i32 = new Int32Array(buffer);
    this.#first = new Int16Array(ids.length);
  }

  /**
   * @param references at least one
   * @param capacity the most queries that are searched for at once
   * @param turn called with images prepared so far, at least every 100 ms
   */
  static async of(
    references: SearchImages,
    capacity: number,
    allocate: Allocate,
    turn: Turn,
  ): Promise<NeighbourSearch> {
    const count = references.ids.length;
    const pixels = pixelsOf(references);
    const stride = strideOf(pixels);
    const basis = await basisOf(sampleOf(references, pixels), pixels, () => turn(0));
    const layout = layoutFor(count, capacity, stride);
    const search = new NeighbourSearch(allocate(layout.bytes, stride), layout, basis, references, capacity);
    setRows(search.#i16, layout.directions / 2, stride, basis.directions, pixels);
    setRows(search.#u8, layout.references.images, stride, references.images, pixels);
    await search.#project(
      references.images,
      (component, image, at) => {
        search.#i16[layout.references.fine / 2 + image * FINE + at] = component;
      },
      turn,
    );
    search.#panel(count);
    return search;
  }

  get count(): number {
    return this.#ids.length;
  }

  /** Projects images batch by batch. */
  async #project(images: Uint8Array, write: (component: number, image: number, at: number) => void, turn: Turn) {
    const { staged, products, directions } = this.#layout;
    const { factor } = this.#basis;
    const count = images.length / this.#pixels;
    for (let from = 0; from < count; from += BATCH) {
      const to = Math.min(count, from + BATCH);
      const some = images.subarray(from * this.#pixels, to * this.#pixels);
      setRows(this.#u8, staged, this.#stride, some, this.#pixels);
      this.#kernels.project(staged, to - from, directions, products);
      for (let at = 0, all = (to - from) * FINE; at < all; at += 1) {
        write(Math.round(this.#i32[products / 4 + at]! * factor), from + Math.floor(at / FINE), at % FINE);
      }
      await turn(to);
    }
  }

  /** Lays the coarse projections of the references side by side, ordered by the first component. */
  #panel(count: number): void {
    const { references, panels, norms, places } = this.#layout;
    const fine = references.fine / 2;
    const firsts = Int16Array.from({ length: count }, (_, image) => this.#i16[fine + image * FINE]!);
    const order = sortedBy(firsts);
    for (let place = 0; place < roundUp(count, PANEL); place += 1) {
      // Behind the last reference the panel is filled with one that is never near.
      this.#i32[norms / 4 + place] = 0x7fff_ffff;
      if (place >= count) continue;
      const image = order[place]!;
      this.#first[place] = firsts[image]!;
      this.#i32[places / 4 + place] = image;
      const column = (panels + Math.floor(place / PANEL) * PANEL_BYTES) / 2 + 2 * (place % PANEL);
      let norm = 0;
      for (let at = 0; at < COARSE; at += 1) {
        const component = this.#i16[fine + image * FINE + at]!;
        this.#i16[column + (at >> 1) * 2 * PANEL + (at & 1)] = component;
        norm += component * component;
      }
      this.#i32[norms / 4 + place] = norm;
    }
  }

  /**
   * The k nearest references of each query, itself (the same id) left out.
   * @param k at most so many as every query has references
   * @param turn called with queries done so far, every 20 ms or so
   */
  async nearest(queries: SearchImages, k: number, turn: Turn): Promise<FoundNeighbours> {
    const count = queries.ids.length;
    const found = { ids: new Int32Array(count * k), squared: new Int32Array(count * k) };
    const most = farthest(this.#pixels);
    for await (const block of this.#blocks(queries, turn)) {
      const bests = Array.from(block.numbers, () => new Best(k));
      const limits = new Int32Array(block.numbers.length).fill(most);
      this.#setLimits(block, limits);
      for (const tile of this.#tilesAround(block)) {
        if (tile.gap ** 2 > projectedLimit(this.#basis, Math.max(...limits), 1)) break;
        let changed = false;
        for (const [query, id, squared] of this.#within(block, tile)) {
          if (queries.ids[block.numbers[query]!] === id || squared > limits[query]!) continue;
          const best = bests[query]!;
          best.offer(squared, id);
          const limit = Math.min(most, best.limit);
          if (limit === limits[query]) continue;
          limits[query] = limit;
          changed = true;
        }
        if (changed) this.#setLimits(block, limits);
      }
      for (const [query, number] of block.numbers.entries()) {
        found.ids.set(bests[query]!.indices, number * k);
        found.squared.set(bests[query]!.distances, number * k);
      }
    }
    return found;
  }

  /**
   * All pairs of a query and a reference that differ by at most this share: their distance divided by the length of the
   * longer of both (src/core/neighbours/pairs.ts). The query of a pair is the longer, or of equally long ones that of
   * larger id, so that a search of all images among all finds each pair once.
   * @param share 0 to 1 @param most so many pairs are kept, those that differ least
   */
  async pairsWithin(queries: SearchImages, share: number, most: number, turn: Turn): Promise<KeptPairs> {
    const pairs = new KeptPairs(most);
    for await (const block of this.#blocks(queries, turn)) {
      const lengths = Float64Array.from(block.numbers, (number) =>
        squaredLength(queries.images, number * this.#pixels, this.#pixels),
      );
      const limits = Int32Array.from(lengths, (length) => limitOf(share, length));
      this.#setLimits(block, limits);
      const gapLimit = projectedLimit(this.#basis, Math.max(...limits), 1);
      for (const tile of this.#tilesAround(block)) {
        if (tile.gap ** 2 > gapLimit) break;
        for (const [query, id, distance, place] of this.#within(block, tile)) {
          const queryId = queries.ids[block.numbers[query]!]!;
          if (id === queryId) continue;
          const length = squaredLength(this.#u8, this.#layout.references.images + place * this.#stride, this.#pixels);
          const longer = lengths[query]!;
          if (length > longer || (length === longer && id > queryId)) continue;
          pairs.add({ a: Math.min(id, queryId), b: Math.max(id, queryId), squared: distance, length: longer });
        }
      }
    }
    return pairs;
  }

  /** Queries in blocks, ordered by their first component; their numbers are those of the caller. */
  async *#blocks({ images, ids, ...size }: SearchImages, turn: Turn): AsyncGenerator<Block> {
    const count = ids.length;
    const pixels = pixelsOf(size);
    if (pixels !== this.#pixels)
      throw new RangeError(`NeighbourSearch: queries of ${pixels} pixels, references of ${this.#pixels}`);
    if (count > this.#capacity) throw new RangeError(`NeighbourSearch: ${count} queries, room for ${this.#capacity}`);
    const { queries } = this.#layout;
    const fine = new Int16Array(count * FINE);
    await this.#project(
      images,
      (component, image, at) => (fine[image * FINE + at] = component),
      () => turn(0),
    );
    const firsts = Int16Array.from({ length: count }, (_, image) => fine[image * FINE]!);
    const order = sortedBy(firsts);
    for (const [place, image] of order.entries()) {
      this.#u8.set(images.subarray(image * pixels, (image + 1) * pixels), queries.images + place * this.#stride);
      this.#i16.set(fine.subarray(image * FINE, (image + 1) * FINE), queries.fine / 2 + place * FINE);
    }
    for (let from = 0; from < count; from += BLOCK) {
      const numbers = order.subarray(from, Math.min(count, from + BLOCK));
      const norms = this.#rows(from, numbers.length);
      yield { from, numbers, norms, low: firsts[numbers[0]!]!, high: firsts[numbers.at(-1)!]! };
      await turn(from + numbers.length);
    }
  }

  /** Writes minus twice the coarse projections of a block's queries. @returns their squared lengths */
  #rows(from: number, count: number): Int32Array {
    const { rows, queries } = this.#layout;
    const norms = new Int32Array(count);
    for (let query = 0; query < count; query += 1) {
      for (let at = 0; at < COARSE; at += 1) {
        const component = this.#i16[queries.fine / 2 + (from + query) * FINE + at]!;
        this.#i16[rows / 2 + query * COARSE + at] = -2 * component;
        norms[query]! += component * component;
      }
    }
    return norms;
  }

  #setLimits({ norms }: Block, limits: Int32Array): void {
    const layout = this.#layout;
    for (let query = 0; query < BLOCK; query += 1) {
      const limit = limits[query];
      // Rows behind the last query find nothing.
      this.#i32[layout.coarseLimits / 4 + query] =
        limit === undefined ? -0x8000_0000 : projectedLimit(this.#basis, limit, COARSE) - norms[query]!;
      if (limit === undefined) continue;
      this.#i32[layout.limits / 4 + query] = limit;
      this.#i32[layout.fineLimits / 4 + query] = projectedLimit(this.#basis, limit, FINE);
    }
  }

  /** Tiles of references, those nearest in the first component first. */
  #tilesAround({ low, high }: Block): Tile[] {
    const tiles: Tile[] = [];
    for (let from = 0; from < this.count; from += TILE) {
      const count = Math.min(TILE, this.count - from);
      const [first, last] = [this.#first[from]!, this.#first[from + count - 1]!];
      const middle = Math.abs(first + last - low - high);
      tiles.push({ from, count, gap: Math.max(0, first - high, low - last), middle });
    }
    return tiles.sort((a, b) => a.gap - b.gap || a.middle - b.middle);
  }

  /** (query of the block, id, squared distance, number of the reference) of pairs within the limits that were set last. */
  *#within({ from, numbers }: Block, tile: Tile): Generator<readonly [number, number, number, number]> {
    const { queries, references, ...layout } = this.#layout;
    const { pairs, found, cursor } = layout;
    const panel = tile.from / PANEL;
    this.#kernels.sift(
      layout.rows,
      layout.coarseLimits,
      roundUp(numbers.length, 4),
      layout.panels + panel * PANEL_BYTES,
      layout.norms + tile.from * 4,
      Math.ceil(tile.count / PANEL),
      layout.places + tile.from * 4,
      pairs,
      cursor,
    );
    this.#kernels.measure(
      pairs,
      this.#i32[cursor / 4]!,
      queries.fine + from * FINE * 2,
      references.fine,
      layout.fineLimits,
      queries.images + from * this.#stride,
      references.images,
      layout.limits,
      found,
      cursor,
    );
    const end = this.#i32[cursor / 4]! / 4;
    for (let at = found / 4; at < end; at += 3) {
      const place = this.#i32[at + 1]!;
      yield [this.#i32[at]!, this.#ids[place]!, this.#i32[at + 2]!, place];
    }
  }
}

interface Block {
  /** Place of the block's first query among the ordered ones. */
  readonly from: number;
  /** Numbers of its queries, as the caller counts them. */
  readonly numbers: Uint32Array;
  /** Squared lengths of their coarse projections. */
  readonly norms: Int32Array;
  /** Range of their first component. */
  readonly low: number;
  readonly high: number;
}
interface Tile {
  readonly from: number;
  readonly count: number;
  /** Least difference of first components between the block and the tile. */
  readonly gap: number;
  readonly middle: number;
}

function squaredLength(values: Uint8Array, from: number, pixels: number): number {
  let sum = 0;
  for (let at = from; at < from + pixels; at += 1) sum += values[at]! * values[at]!;
  return sum;
}

/** Images spread evenly over the references. */
function sampleOf({ images, ids }: SearchImages, pixels: number): Uint8Array {
  const count = Math.min(SAMPLE, ids.length);
  const sample = new Uint8Array(count * pixels);
  for (let at = 0; at < count; at += 1) {
    const image = Math.floor((at * ids.length) / count);
    sample.set(images.subarray(image * pixels, (image + 1) * pixels), at * pixels);
  }
  return sample;
}
