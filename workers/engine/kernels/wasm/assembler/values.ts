/**
 * Values of WebAssembly as TypeScript expressions: `a.add(b)` holds the instructions that leave a + b on the stack.
 * The opcodes are those of the WebAssembly 2.0 specification, section 5.4; `madd` alone is of the relaxed SIMD proposal.
 */

/** Bytes in a tree, so that expressions are put together without copying. */
export type Code = readonly (number | Code)[];

/** An integer of at most 32 bits as unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** An integer of at most 32 bits as signed LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

const vector = (opcode: number): Code => [0xfd, unsigned(opcode)];
/** Alignment (a hint, as a power of two) and offset of an access to the memory. */
const access = (alignment: number, offset: number): Code => [alignment, unsigned(offset)];

abstract class Value {
  /** @param local index of the local variable that the value is read from, if it is one */
  constructor(
    readonly code: Code,
    readonly local?: number,
  ) {}
}

/** An integer, an address in bytes, or a truth value (0 or 1). */
export class I32 extends Value {
  readonly type = 'i32';
  static of(value: number): I32 {
    return new I32([0x41, signed(value)]);
  }
  #with(other: I32 | number, opcode: number): I32 {
    return new I32([this.code, (typeof other === 'number' ? I32.of(other) : other).code, opcode]);
  }
  add(other: I32 | number): I32 {
    return this.#with(other, 0x6a);
  }
  sub(other: I32 | number): I32 {
    return this.#with(other, 0x6b);
  }
  mul(other: I32 | number): I32 {
    return this.#with(other, 0x6c);
  }
  shiftLeft(other: number): I32 {
    return this.#with(other, 0x74);
  }
  and(other: I32 | number): I32 {
    return this.#with(other, 0x71);
  }
  lessThan(other: I32 | number): I32 {
    return this.#with(other, 0x48);
  }
  equals(other: I32 | number): I32 {
    return this.#with(other, 0x46);
  }
  /** The smaller of both, as signed integers. */
  min(other: I32): I32 {
    return new I32([this.code, other.code, this.lessThan(other).code, 0x1b]);
  }

  /** What lies at this address. */
  i32(offset = 0): I32 {
    return new I32([this.code, 0x28, access(2, offset)]);
  }
  f32(offset = 0): F32 {
    return new F32([this.code, 0x2a, access(2, offset)]);
  }
  /** Four floats. */
  v128(offset = 0): V128 {
    return new V128([this.code, vector(0x00), access(2, offset)]);
  }
  /** One float, four times. */
  splat(offset = 0): V128 {
    return new V128([this.code, vector(0x09), access(2, offset)]);
  }
  /** Eight bytes as eight integers of 16 bits. */
  bytesAsShorts(offset = 0): V128 {
    return new V128([this.code, vector(0x02), access(2, offset)]);
  }

  /** Whether this is at most the other, as signed integers. */
  atMost(other: I32): I32 {
    return this.#with(other, 0x4c);
  }
  shiftRight(other: number): I32 {
    return this.#with(other, 0x76);
  }
  /** This integer, four times. */
  splatInteger(): V128 {
    return new V128([this.code, vector(0x11)]);
  }
}

export class F32 extends Value {
  readonly type = 'f32';
  static of(value: number): F32 {
    return new F32([0x43, ...new Uint8Array(Float32Array.of(value).buffer)]);
  }
  #with(other: F32, opcode: number): F32 {
    return new F32([this.code, other.code, opcode]);
  }
  add(other: F32): F32 {
    return this.#with(other, 0x92);
  }
  sub(other: F32): F32 {
    return this.#with(other, 0x93);
  }
  mul(other: F32): F32 {
    return this.#with(other, 0x94);
  }
  div(other: F32): F32 {
    return this.#with(other, 0x95);
  }
  max(other: F32): F32 {
    return this.#with(other, 0x97);
  }
  sqrt(): F32 {
    return new F32([this.code, 0x91]);
  }
  greaterThan(other: F32): I32 {
    return new I32([this.code, other.code, 0x5e]);
  }
  splat(): V128 {
    return new V128([this.code, vector(0x13)]);
  }
}

/** Four floats; after a comparison, four masks of all ones or all zeros. */
export class V128 extends Value {
  readonly type = 'v128';
  static zero(): V128 {
    return new V128([vector(0x0c), ...new Array<number>(16).fill(0)]);
  }
  #with(other: V128, opcode: number): V128 {
    return new V128([this.code, other.code, vector(opcode)]);
  }
  add(other: V128): V128 {
    return this.#with(other, 0xe4);
  }
  sub(other: V128): V128 {
    return this.#with(other, 0xe5);
  }
  mul(other: V128): V128 {
    return this.#with(other, 0xe6);
  }
  div(other: V128): V128 {
    return this.#with(other, 0xe7);
  }
  max(other: V128): V128 {
    return this.#with(other, 0xe9);
  }
  sqrt(): V128 {
    return new V128([this.code, vector(0xe3)]);
  }
  greaterThan(other: V128): V128 {
    return this.#with(other, 0x44);
  }
  and(other: V128): V128 {
    return this.#with(other, 0x4e);
  }
  /** Bits of this where `other` has none. */
  andNot(other: V128): V128 {
    return this.#with(other, 0x4f);
  }
  or(other: V128): V128 {
    return this.#with(other, 0x50);
  }
  /** This * factor + sum, rounded once or twice as the processor likes. */
  relaxedMadd(factor: V128, sum: V128): V128 {
    return new V128([this.code, factor.code, sum.code, vector(0x105)]);
  }
  /** Two numbers of float64 from the first two floats (or, shifted, the last two). */
  promoteLow(): V128 {
    return new V128([this.code, vector(0x5f)]);
  }
  promoteHigh(): V128 {
    const lanes = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
    return new V128([this.code, this.code, vector(0x0d), lanes]).promoteLow();
  }
  /** Sums of two numbers of float64. */
  addDoubles(other: V128): V128 {
    return this.#with(other, 0xf0);
  }
  /** Two numbers of float64 as the first two floats; the others are zero. */
  demote(): V128 {
    return new V128([this.code, vector(0x5e)]);
  }
  lane(index: number): F32 {
    return new F32([this.code, vector(0x1f), index]);
  }

  /** Four sums of integers of 32 bits. */
  addIntegers(other: V128): V128 {
    return this.#with(other, 0xae);
  }
  /** Eight differences of integers of 16 bits. */
  subShorts(other: V128): V128 {
    return this.#with(other, 0x91);
  }
  /** Four sums of two products each, of integers of 16 bits side by side. */
  dotShorts(other: V128): V128 {
    return this.#with(other, 0xba);
  }
  /** Four masks: where this integer of 32 bits is at most the other. */
  integersAtMost(other: V128): V128 {
    return this.#with(other, 0x3d);
  }
  anyTrue(): I32 {
    return new I32([this.code, vector(0x53)]);
  }
  /** The sign of each of four integers as a bit: after a comparison, bit n is set where it holds for the n-th. */
  bitmask(): I32 {
    return new I32([this.code, vector(0xa4)]);
  }
  integer(index: number): I32 {
    return new I32([this.code, vector(0x1b), index]);
  }
}

export type AnyValue = I32 | F32 | V128;
export type ValueType = AnyValue['type'];
export const TYPE_CODES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
