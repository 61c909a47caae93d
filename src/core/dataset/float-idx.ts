/**
 * Images of floating-point numbers in the IDX format (type codes 0D: 32 bits, 0E: 64 bits), turned into bytes as they stream.
 * Not a number (NaN) is a missing value: it becomes 0 and is counted.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { LookbookError } from '../errors';
import { hexOf } from '../results/canonical';
import type { Bytes, FileInHand } from './bytes';
import { encodeIdxHeader, readIdxHeader, type IdxHeader } from './idx';
import { PIXELS, SIDE } from './types';
import { count } from '../words/numbers';

export interface GivenHeader extends IdxHeader {
  /** Bytes of a value, if the values are floating-point numbers. */
  readonly floatBytes?: 4 | 8;
}

const HEADER_BYTES = 16;

/** The header of an unpacked file of bytes or of floating-point numbers. @throws as `readIdxHeader` does */
export async function readGivenHeader(bytes: Bytes, file: FileInHand): Promise<GivenHeader> {
  const head = new Uint8Array(HEADER_BYTES);
  let filled = 0;
  for await (const chunk of bytes) {
    const taken = chunk.subarray(0, HEADER_BYTES - filled);
    head.set(taken, filled);
    filled += taken.length;
    if (filled === HEADER_BYTES) break;
  }
  const [zero, alsoZero, type, dimensions] = head;
  if (zero === 0 && alsoZero === 0 && (type === 0x0d || type === 0x0e)) {
    if (dimensions !== 3) {
      throw new LookbookError(
        'data/wrong-magic',
        `${file.name}: it holds floating-point numbers in ${dimensions} ${dimensions === 1 ? 'dimension' : 'dimensions'}. Images may be ` +
          `floating-point numbers (three dimensions), labels must be bytes (type code 08). ${file.advice}`,
      );
    }
    // As if they were bytes, so that count and size are checked by the same code.
    head[2] = 0x08;
    const header = await readIdxHeader(one(head), file);
    const floatBytes = type === 0x0d ? 4 : 8;
    return { ...header, itemBytes: PIXELS * floatBytes, floatBytes };
  }
  return readIdxHeader(one(head.subarray(0, filled)), file);
}

async function* one(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(chunk);
}

/** The values of a file, in pieces as they arrive. @throws LookbookError `data/wrong-count` */
async function* valuesOf(bytes: Bytes, header: GivenHeader, file: FileInHand): AsyncGenerator<Float64Array> {
  const width = header.floatBytes ?? 4;
  const wanted = header.count * PIXELS;
  let read = 0;
  let skipped = 0;
  let rest = new Uint8Array(0) as Uint8Array;
  const fail = (found: string): never => {
    throw new LookbookError(
      'data/wrong-count',
      `${file.name}: the header announces ${count(header.count)} images of ${SIDE} x ${SIDE}, but ${found}. ${file.advice}`,
    );
  };
  for await (const chunk of bytes) {
    const fresh = chunk.subarray(Math.min(chunk.length, HEADER_BYTES - skipped));
    skipped += chunk.length - fresh.length;
    const data = new Uint8Array(rest.length + fresh.length);
    data.set(rest);
    data.set(fresh, rest.length);
    const whole = Math.floor(data.length / width);
    if (read + whole > wanted || (read + whole === wanted && data.length > whole * width)) fail('more values follow');
    const view = new DataView(data.buffer);
    const values = new Float64Array(whole);
    for (let at = 0; at < whole; at += 1) {
      values[at] = width === 4 ? view.getFloat32(4 * at) : view.getFloat64(8 * at);
    }
    rest = data.subarray(whole * width);
    read += whole;
    if (whole > 0) yield values;
  }
  if (read < wanted) fail(`the file ends after ${count(Math.floor(read / PIXELS))}`);
}

/** What one reading of a file of floating-point numbers shows. */
export interface FloatScan {
  readonly name: string;
  /** Of all values that are numbers; not finite if there are none. */
  readonly min: number;
  readonly max: number;
  /** Missing values of each image. */
  readonly missing: Uint16Array;
  /** Length and SHA-256 of the whole unpacked file. */
  readonly bytes: number;
  readonly sha256: string;
}

/** Reads a file through. @throws LookbookError `data/wrong-count`, `data/bad-value` for an infinite value */
export async function scanFloats(
  bytes: Bytes,
  header: GivenHeader,
  file: FileInHand,
  turn: () => Promise<void>,
): Promise<FloatScan> {
  const digest = sha256.create();
  let length = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      digest.update(chunk);
      length += chunk.length;
      yield chunk;
    }
  }
  const missing = new Uint16Array(header.count);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let at = 0;
  for await (const values of valuesOf(hashed(), header, file)) {
    for (const value of values) {
      if (Number.isNaN(value)) missing[Math.floor(at / PIXELS)]! += 1;
      else if (!Number.isFinite(value)) {
        throw new LookbookError(
          'data/bad-value',
          `${file.name}: pixel ${(at % PIXELS) + 1} of image number ${count(Math.floor(at / PIXELS) + 1)} is infinite. Missing values are ` +
            `written as NaN; everything else must lie between 0 and 255. ${file.advice}`,
        );
      } else {
        if (value < min) min = value;
        if (value > max) max = value;
      }
      at += 1;
    }
    await turn();
  }
  return { name: file.name, min, max, missing, bytes: length, sha256: hexOf(digest.digest()) };
}

/**
 * By what to multiply the values of a set so that they run from 0 to 255: one factor for all its files.
 * @throws LookbookError `data/bad-value` if they run neither from 0 to 1 nor from 0 to 255
 */
export function scaleOf(scans: readonly FloatScan[], advice: string): 1 | 255 {
  for (const { name, min, max } of scans) {
    if (min < 0 || max > 255) {
      throw new LookbookError(
        'data/bad-value',
        `${name}: the pixel values run from ${min} to ${max}; expected 0 to 1, or 0 to 255. ${advice}`,
      );
    }
  }
  return scans.every(({ max }) => max <= 1) ? 255 : 1;
}

/** The file as one of bytes: values times `scale`, rounded; missing ones 0. */
export async function* floatsAsBytes(
  bytes: Bytes,
  header: GivenHeader,
  file: FileInHand,
  scale: 1 | 255,
): AsyncGenerator<Uint8Array> {
  yield encodeIdxHeader('images', header.count);
  for await (const values of valuesOf(bytes, header, file)) {
    // A byte array takes a number that is none as 0.
    yield Uint8Array.from(values, (value) => Math.round(value * scale));
  }
}
