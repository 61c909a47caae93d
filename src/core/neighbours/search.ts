/**
 * Exact search among images by squared Euclidean distance of their pixels (0-255), in integers.
 *
 * References and queries are ordered by their first principal component and taken in tiles and blocks. Of each pair a
 * coarse projection is looked at first, a fine one if that allows the pair to be near enough, all pixels if that does
 * too: distances of projections never exceed those of the images (basis.ts), so nothing near is ever left out. What is
 * found depends on the images alone, not on tiles, blocks or the basis.
 */
import { PIXELS } from '../dataset/types';
import { Best } from './best';
import { COARSE, FINE, basisOf, projectedLimit, type Basis } from './basis';
import { KeptPairs, limitOf } from './pairs';
import { PANEL, PANEL_BYTES, type Kernels } from './kernels';

/** References of a tile: 16 kB of coarse projections, half a first-level cache. */
const TILE = 256;
/** Queries taken through all tiles together, in about 20 ms with 60,000 references. */
const BLOCK = 128;
/** Images that are projected between two turns, in about 10 ms. */
const BATCH = 1000;
/** Images of the sample that the basis is made from. */
const SAMPLE = 400;
/** Largest squared distance there is. */
export const FARTHEST = PIXELS * 255 * 255;

/** Some images, with their ids. */
export interface SearchImages {
  /** count x 784, 0-255. */
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

/** Where everything lies in the memory, in bytes. */
interface Layout {
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

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

function layoutFor(references: number, queries: number): Layout {
  let bytes = 0;
  const room = (size: number): number => {
    const at = bytes;
    bytes += roundUp(size, 64);
    return at;
  };
  const panels = Math.ceil(references / PANEL);
  const store = (count: number): Stored => ({ images: room(count * PIXELS), fine: room(count * FINE * 2) });
  return {
    directions: room(FINE * PIXELS * 2),
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
    staged: room(BATCH * PIXELS),
    pairs: room(BLOCK * TILE * 8 + 64),
    found: room(BLOCK * TILE * 12),
    cursor: room(4),
    get bytes() {
      return bytes;
    },
  };
}

/** Numbers by rising value, equal ones in their order. */
const sortedBy = (values: Int16Array): Uint32Array =>
  Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);

export class NeighbourSearch {
  readonly #kernels: Kernels;
  readonly #layout: Layout;
  readonly #basis: Basis;
  readonly #ids: Int32Array;
  readonly #capacity: number;
  /** First component of the references in their order. */
  readonly #first: Int16Array;
  readonly #u8: Uint8Array;
  readonly #i16: Int16Array;
  readonly #i32: Int32Array;

  private constructor(kernels: Kernels, layout: Layout, basis: Basis, ids: Int32Array, capacity: number) {
    this.#kernels = kernels;
    this.#layout = layout;
    this.#basis = basis;
    this.#ids = ids;
    this.#capacity = capacity;
    const { buffer } = kernels.memory;
    this.#u8 = new Uint8Array(buffer);
    this.#i16 = new Int16Array(buffer);
    this.#i32 = new Int32Array(buffer);
    this.#first = new Int16Array(ids.length);
  }

  /**
   * @param references at least one
   * @param capacity the most queries that are searched for at once
   * @param allocate the loops, on a memory of so many bytes
   * @param turn called with images prepared so far, at least every 100 ms
   */
  static async of(
    references: SearchImages,
    capacity: number,
    allocate: (bytes: number) => Kernels,
    turn: Turn,
  ): Promise<NeighbourSearch> {
    const count = references.ids.length;
    const basis = await basisOf(sampleOf(references), () => turn(0));
    const layout = layoutFor(count, capacity);
    const search = new NeighbourSearch(allocate(layout.bytes), layout, basis, references.ids, capacity);
    search.#i16.set(basis.directions, layout.directions / 2);
    search.#u8.set(references.images, layout.references.images);
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
    const count = images.length / PIXELS;
    for (let from = 0; from < count; from += BATCH) {
      const to = Math.min(count, from + BATCH);
      this.#u8.set(images.subarray(from * PIXELS, to * PIXELS), staged);
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
    for await (const block of this.#blocks(queries, turn)) {
      const bests = Array.from(block.numbers, () => new Best(k));
      const limits = new Int32Array(block.numbers.length).fill(FARTHEST);
      this.#setLimits(block, limits);
      for (const tile of this.#tilesAround(block)) {
        if (tile.gap ** 2 > projectedLimit(this.#basis, Math.max(...limits), 1)) break;
        let changed = false;
        for (const [query, id, squared] of this.#within(block, tile)) {
          if (queries.ids[block.numbers[query]!] === id || squared > limits[query]!) continue;
          const best = bests[query]!;
          best.offer(squared, id);
          const limit = Math.min(FARTHEST, best.limit);
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
      const lengths = Float64Array.from(block.numbers, (number) => squaredLength(queries.images, number * PIXELS));
      const limits = Int32Array.from(lengths, (length) => limitOf(share, length));
      this.#setLimits(block, limits);
      const gapLimit = projectedLimit(this.#basis, Math.max(...limits), 1);
      for (const tile of this.#tilesAround(block)) {
        if (tile.gap ** 2 > gapLimit) break;
        for (const [query, id, distance, place] of this.#within(block, tile)) {
          const queryId = queries.ids[block.numbers[query]!]!;
          if (id === queryId) continue;
          const length = squaredLength(this.#u8, this.#layout.references.images + place * PIXELS);
          const longer = lengths[query]!;
          if (length > longer || (length === longer && id > queryId)) continue;
          pairs.add({ a: Math.min(id, queryId), b: Math.max(id, queryId), squared: distance, length: longer });
        }
      }
    }
    return pairs;
  }

  /** Queries in blocks, ordered by their first component; their numbers are those of the caller. */
  async *#blocks({ images, ids }: SearchImages, turn: Turn): AsyncGenerator<Block> {
    const count = ids.length;
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
      this.#u8.set(images.subarray(image * PIXELS, (image + 1) * PIXELS), queries.images + place * PIXELS);
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
      queries.images + from * PIXELS,
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

function squaredLength(values: Uint8Array, from: number): number {
  let sum = 0;
  for (let at = from; at < from + PIXELS; at += 1) sum += values[at]! * values[at]!;
  return sum;
}

/** Images spread evenly over the references. */
function sampleOf({ images, ids }: SearchImages): Uint8Array {
  const count = Math.min(SAMPLE, ids.length);
  const sample = new Uint8Array(count * PIXELS);
  for (let at = 0; at < count; at += 1) {
    const image = Math.floor((at * ids.length) / count);
    sample.set(images.subarray(image * PIXELS, (image + 1) * PIXELS), at * PIXELS);
  }
  return sample;
}
