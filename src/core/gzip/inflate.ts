/** Deflate (RFC 1951) unpacked in TypeScript, for what the browser's own DecompressionStream does not tell: where the data ends. */

/** The data ends early, or is none. */
export class Damaged extends Error {}

/** Bits of bytes, the lowest first. */
export class Bits {
  readonly #bytes: Uint8Array;
  #at: number;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #fill(): void {
    while (this.#count <= 16 && this.#at < this.#bytes.length) {
      this.#held |= this.#bytes[this.#at]! << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
  }

  /** @param count up to 16 @throws Damaged if the bytes end before */
  take(count: number): number {
    this.#fill();
    const bits = this.#held & ((1 << count) - 1);
    this.#drop(count);
    return bits;
  }

  #drop(count: number): void {
    if (count > this.#count) throw new Damaged('the data ends early');
    this.#held >>>= count;
    this.#count -= count;
  }

  /** The next symbol of a code. @throws Damaged if the bits are none of it */
  symbol({ entries, longest }: Code): number {
    this.#fill();
    const entry = entries[this.#held & ((1 << longest) - 1)]!;
    if (entry === 0) throw new Damaged('bits that are no symbol');
    this.#drop(entry & 15);
    return entry >>> 4;
  }

  /** Leaves the rest of the byte. @returns where the next byte stands */
  align(): number {
    this.#at -= this.#count >>> 3;
    this.#held = 0;
    this.#count = 0;
    return this.#at;
  }

  /** Whole bytes, after {@link align}. @throws Damaged if there are fewer */
  bytes(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new Damaged('the data ends early');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

/** A Huffman code: by the next `longest` bits, 16 times the symbol plus its length; 0 where no symbol begins so. */
interface Code {
  readonly entries: Uint16Array;
  readonly longest: number;
}

const LONGEST = 15;

/** The canonical code of these lengths; 0 means a symbol that does not occur. @throws Damaged if there is no such code */
function codeOf(lengths: Uint8Array): Code {
  const perLength = new Uint16Array(LONGEST + 1);
  for (const length of lengths) perLength[length]! += 1;
  perLength[0] = 0;
  const next = new Uint16Array(LONGEST + 2);
  let longest = 1;
  for (let length = 1; length <= LONGEST; length += 1) {
    if (perLength[length]! > 0) longest = length;
    if (next[length]! + perLength[length]! > 1 << length) throw new Damaged('more symbols than fit their lengths');
    next[length + 1] = (next[length]! + perLength[length]!) << 1;
  }
  const entries = new Uint16Array(1 << longest);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((next[length]! >>> bit) & 1) << (length - 1 - bit);
    next[length]! += 1;
    for (let at = reversed; at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length;
  }
  return { entries, longest };
}

/** Least length or distance of each symbol, from the number of its extra bits. */
function bases(first: number, extra: readonly number[]): Uint16Array {
  let base = first;
  return Uint16Array.from(extra, (bits) => {
    base += 1 << bits;
    return base - (1 << bits);
  });
}
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTH_BASE = bases(3, LENGTH_EXTRA);
// The last symbol stands for 258 though 227 and five bits reach it too.
LENGTH_BASE[28] = 258;
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, symbol) => Math.max(0, (symbol >> 1) - 1));
const DISTANCE_BASE = bases(1, DISTANCE_EXTRA);

let fixed: readonly [Code, Code] | undefined;
function fixedCodes(): readonly [Code, Code] {
  const length = (symbol: number): number => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  fixed ??= [
    codeOf(Uint8Array.from({ length: 288 }, (_, symbol) => length(symbol))),
    codeOf(new Uint8Array(30).fill(5)),
  ];
  return fixed;
}

/** Order in which the lengths of the code of lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readCodes(bits: Bits): readonly [Code, Code] {
  const [literals, distances, listed] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const short = new Uint8Array(19);
  for (let at = 0; at < listed; at += 1) short[ORDER[at]!] = bits.take(3);
  const code = codeOf(short);
  const lengths = new Uint8Array(literals + distances);
  for (let at = 0; at < lengths.length;) {
    const symbol = bits.symbol(code);
    if (symbol < 16) {
      lengths[at] = symbol;
      at += 1;
      continue;
    }
    const repeated = symbol === 16 ? lengths[at - 1] : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (repeated === undefined || at + times > lengths.length) throw new Damaged('lengths that do not fit');
    lengths.fill(repeated, at, at + times);
    at += times;
  }
  return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
}

/** How far back a copy may reach. */
const WINDOW = 1 << 15;
const PIECE = 1 << 16;
const LONGEST_COPY = 258;
const END = 256;

/** What has been unpacked: pieces as they fill, and the window before them. */
class Out {
  readonly #bytes = new Uint8Array(WINDOW + PIECE + LONGEST_COPY);
  #from = 0;
  #to = 0;

  /** Whether a piece is to be taken before more is added. */
  get full(): boolean {
    return this.#to >= WINDOW + PIECE;
  }

  add(byte: number): void {
    this.#bytes[this.#to] = byte;
    this.#to += 1;
  }

  /** @throws Damaged if it begins before the data */
  copy(distance: number, length: number): void {
    if (distance > this.#to) throw new Damaged('a copy from before the beginning');
    // Byte by byte: a copy may read what it writes.
    for (let end = this.#to + length; this.#to < end; this.#to += 1) {
      this.#bytes[this.#to] = this.#bytes[this.#to - distance]!;
    }
  }

  /** What was added since the last piece; leaves the window. */
  piece(): Uint8Array {
    const piece = this.#bytes.slice(this.#from, this.#to);
    if (this.full) {
      this.#bytes.copyWithin(0, this.#to - WINDOW, this.#to);
      this.#to = WINDOW;
    }
    this.#from = this.#to;
    return piece;
  }
}

/** Unpacks blocks to the last one; `bits` stand behind it then. @throws Damaged */
export function* inflate(bits: Bits): Generator<Uint8Array> {
  const out = new Out();
  for (let last = false; !last;) {
    last = bits.take(1) === 1;
    const type = bits.take(2);
    if (type === 3) throw new Damaged('a block of no known kind');
    if (type === 0) yield* stored(bits, out);
    else yield* coded(bits, out, type === 1 ? fixedCodes() : readCodes(bits));
  }
  yield out.piece();
}

function* stored(bits: Bits, out: Out): Generator<Uint8Array> {
  bits.align();
  const [low, high, notLow, notHigh] = bits.bytes(4) as unknown as [number, number, number, number];
  if ((low ^ notLow) !== 255 || (high ^ notHigh) !== 255) throw new Damaged('a length that contradicts itself');
  for (const byte of bits.bytes(low + 256 * high)) {
    out.add(byte);
    if (out.full) yield out.piece();
  }
}

function* coded(bits: Bits, out: Out, [literals, distances]: readonly [Code, Code]): Generator<Uint8Array> {
  for (;;) {
    const symbol = bits.symbol(literals);
    if (symbol === END) return;
    if (symbol < END) out.add(symbol);
    else {
      const base = LENGTH_BASE[symbol - 257];
      if (base === undefined) throw new Damaged('a length that is none');
      const length = base + bits.take(LENGTH_EXTRA[symbol - 257]!);
      const far = bits.symbol(distances);
      const distance = DISTANCE_BASE[far];
      if (distance === undefined) throw new Damaged('a distance that is none');
      out.copy(distance + bits.take(DISTANCE_EXTRA[far]!), length);
    }
    if (out.full) yield out.piece();
  }
}
