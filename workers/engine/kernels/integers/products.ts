/**
 * Exact sums of products of bytes for all pairs of columns (X'X of images x pixels), by SIMD: one instruction multiplies
 * eight 16-bit numbers and adds them in pairs. A module of its own on a memory of its own.
 */
import { ModuleBuilder } from '../wasm/assembler/module';
import { I32 } from '../wasm/assembler/values';

/** Columns of a panel: two vectors of four. */
const PANEL = 8;
/** Rows of images at a time, in pairs: the panels of a block (0.4 MB for 784 columns) stay in the second-level cache. */
const BLOCK_PAIRS = 128;
/** Rows whose products surely fit 32 bits without a sign: 255 * 255 * 66,000 < 2^32. */
export const MOST_ROWS = 66_000;

type Multiply = (panels: number, out: number, count: number, pairs: number) => void;

/**
 * `multiply`: adds to out, tile after tile of the upper triangle of panels, the products of a block. Panels lie as
 * [panel][pair of rows][8 columns], each number two values of 16 bits: of the two rows of the pair.
 */
function encode(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.define('multiply', { panels: 'i32', out: 'i32', count: 'i32', pairs: 'i32' }, (f, args) => {
    const size = f.let(args.pairs.mul(PANEL * 4));
    const end = f.let(args.panels.add(args.count.mul(size)));
    const target = f.let(args.out);
    const left = f.let(args.panels);
    f.loop(left, end, size, () => {
      const right = f.let(left);
      f.loop(right, end, size, () => {
        for (const half of [0, 16]) {
          const offsets = [0, 1, 2, 3].map((row) => half * 8 + row * 32);
          const low = offsets.map((offset) => f.let(target.v128(offset)));
          const high = offsets.map((offset) => f.let(target.v128(offset + 16)));
          const a = f.let(left);
          const b = f.let(right);
          const stop = f.let(right.add(size));
          f.loopOnce(b, stop, PANEL * 4, () => {
            const [b0, b1] = [f.let(b.v128()), f.let(b.v128(16))];
            for (const row of [0, 1, 2, 3]) {
              const value = f.let(a.splat(half + row * 4));
              f.set(low[row]!, low[row]!.addIntegers(value.dotShorts(b0)));
              f.set(high[row]!, high[row]!.addIntegers(value.dotShorts(b1)));
            }
            f.step(a, PANEL * 4);
          });
          offsets.forEach((offset, row) => {
            f.store(target, low[row]!, offset);
            f.store(target, high[row]!, offset + 16);
          });
        }
        f.step(target, I32.of(PANEL * PANEL * 4));
      });
    });
  });
  return module.encode();
}

/** Whether this machine has what it takes. */
export const hasIntegerSimd = (): boolean => WebAssembly.validate(encode());

/** Adds up the products of rows, block by block, so that a worker can listen between the blocks. */
export class ProductSums {
  readonly #columns: number;
  readonly #panels: number;
  readonly #memory: WebAssembly.Memory;
  readonly #multiply: Multiply;
  readonly #packed: Int32Array;
  readonly #out: Uint32Array;
  #rows = 0;

  /** @param columns of the table, at most 4,096 @throws Error where {@link hasIntegerSimd} says no */
  constructor(columns: number) {
    this.#columns = columns;
    this.#panels = Math.ceil(columns / PANEL);
    const packed = this.#panels * BLOCK_PAIRS * PANEL;
    const out = ((this.#panels * (this.#panels + 1)) / 2) * PANEL * PANEL;
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(((packed + out) * 4) / 65_536) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encode()), { env: { memory: this.#memory } });
    this.#multiply = exports['multiply'] as Multiply;
    this.#packed = new Int32Array(this.#memory.buffer, 0, packed);
    this.#out = new Uint32Array(this.#memory.buffer, packed * 4, out);
  }

  /** @param rows row-major bytes of whole rows @throws RangeError beyond {@link MOST_ROWS} in all */
  add(rows: Uint8Array): void {
    const columns = this.#columns;
    const count = Math.floor(rows.length / columns);
    this.#rows += count;
    if (this.#rows > MOST_ROWS) throw new RangeError(`ProductSums: more than ${MOST_ROWS} rows would not fit 32 bits`);
    for (let from = 0; from < count; from += 2 * BLOCK_PAIRS) {
      const pairs = Math.ceil(Math.min(2 * BLOCK_PAIRS, count - from) / 2);
      this.#pack(rows, from, count, pairs);
      this.#multiply(0, this.#out.byteOffset, this.#panels, pairs);
    }
  }

  #pack(rows: Uint8Array, from: number, count: number, pairs: number): void {
    const columns = this.#columns;
    const packed = this.#packed;
    for (let pair = 0; pair < pairs; pair += 1) {
      const first = (from + 2 * pair) * columns;
      // The last row of an odd number has no partner: it is paired with zeros.
      const second = from + 2 * pair + 1 < count ? first + columns : -1;
      for (let column = 0; column < columns; column += 1) {
        const other = second < 0 ? 0 : rows[second + column]!;
        const place = ((column >> 3) * pairs + pair) * PANEL + (column & 7);
        packed[place] = rows[first + column]! | (other << 16);
      }
    }
  }

  /** The sums for p <= q, row after row of the upper triangle: columns * (columns + 1) / 2 whole numbers. */
  finish(): Float64Array {
    const columns = this.#columns;
    const triangle = new Float64Array((columns * (columns + 1)) / 2);
    let at = 0;
    for (let p = 0; p < columns; p += 1) {
      const left = p >> 3;
      // Tiles of the panels before this one, in a triangle of panels.
      const first = left * this.#panels - (left * (left - 1)) / 2;
      for (let q = p; q < columns; q += 1) {
        const tile = first + (q >> 3) - left;
        triangle[at] = this.#out[tile * PANEL * PANEL + (p & 7) * PANEL + (q & 7)]!;
        at += 1;
      }
    }
    return triangle;
  }
}
