/**
 * Images of floating-point numbers in the IDX format (type codes 0D: 32 bits, 0E: 64 bits), turned into bytes as they stream.
 * Not a number (NaN) is a missing value: it becomes 0 and is counted.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { LookbookError } from '../errors';
import { hexOf } from '../results/canonical';
import type { Bytes, FileInHand } from './bytes';
import type { IdxHeader } from './idx';
import { encodeIdxHeader, readIdxHeader } from './idx-header';
import { pixelsOf, sizeWords, type ImageSize } from './shape';
import { count, significant } from '../words/numbers';

export interface GivenHeader extends IdxHeader {
  /** Bytes of a value, if the values are floating-point numbers. */
  readonly floatBytes?: 4 | 8;
}

/** The header of a file of floating-point numbers: images. */
export interface FloatHeader extends GivenHeader {
  readonly floatBytes: 4 | 8;
  readonly size: ImageSize;
}

/** Whether a file holds floating-point numbers. */
export const isFloat = (header: GivenHeader): header is FloatHeader =>
  header.floatBytes !== undefined && header.size !== undefined;

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
    return { ...header, itemBytes: header.itemBytes * floatBytes, floatBytes };
  }
  return readIdxHeader(one(head.subarray(0, filled)), file);
}

async function* one(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(chunk);
}

/** The values of a file, in pieces as they arrive. @throws LookbookError `data/wrong-count` */
async function* valuesOf(bytes: Bytes, header: FloatHeader, file: FileInHand): AsyncGenerator<Float64Array> {
  const width = header.floatBytes;
  const pixels = pixelsOf(header.size);
  const wanted = header.count * pixels;
  let read = 0;
  let skipped = 0;
  let rest = new Uint8Array(0) as Uint8Array;
  const fail = (found: string): never => {
    throw new LookbookError(
      'data/wrong-count',
      `${file.name}: the header announces ${count(header.count)} images of ${sizeWords(header.size)}, but ${found}. ${file.advice}`,
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
  if (read < wanted) fail(`the file ends after ${count(Math.floor(read / pixels))}`);
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
  header: FloatHeader,
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
  const pixels = pixelsOf(header.size);
  const missing = new Uint16Array(header.count);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let at = 0;
  for await (const values of valuesOf(hashed(), header, file)) {
    for (const value of values) {
      if (Number.isNaN(value)) missing[Math.floor(at / pixels)]! += 1;
      else if (!Number.isFinite(value)) {
        throw new LookbookError(
          'data/bad-value',
          `${file.name}: pixel ${(at % pixels) + 1} of image number ${count(Math.floor(at / pixels) + 1)} is infinite. Missing values are ` +
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

/** A value may lie beyond its scale by this share of it, as rounding leaves it; it is clipped. */
const TOLERANCE = 1e-3;
/** The brightest pixel of a set of levels from 0 to 255 reaches half of them; what stays below is on some other scale. */
const LEAST_BRIGHT = 128;

/** The top of the scale that a file's values are on, 1 or 255; undefined if they fit both (all 0, or none is a number). */
function topOf({ name, min, max }: FloatScan, advice: string): 1 | 255 | undefined {
  if (min > max || (min >= -TOLERANCE && max <= TOLERANCE)) return undefined;
  const top = max <= 1 + TOLERANCE ? 1 : 255;
  if (min < -TOLERANCE * top || max > top * (1 + TOLERANCE)) throw onNoScale({ name, min, max }, advice);
  return top;
}

const rangeOf = ({ min, max }: Pick<FloatScan, 'min' | 'max'>): string =>
  `from ${significant(min, 6)} to ${significant(max, 6)}`;

function onNoScale(scan: Pick<FloatScan, 'name' | 'min' | 'max'>, advice: string): LookbookError {
  return new LookbookError(
    'data/bad-value',
    `${scan.name}: the pixel values run ${rangeOf(scan)}; expected 0 to 1, or 0 to 255 with some above ${LEAST_BRIGHT - 1}. ${advice}`,
  );
}

/**
 * By what to multiply the values of a set so that they run from 0 to 255: one factor for all its files.
 * @throws LookbookError `data/bad-value` if they run neither from 0 to 1 nor from 0 to 255, or one file's from 0 to 1 and
 *   another's from 0 to 255
 */
export function scaleOf(scans: readonly FloatScan[], advice: string): 1 | 255 {
  const tops = scans.map((scan) => topOf(scan, advice));
  const [units, levels] = [tops.indexOf(1), tops.indexOf(255)];
  if (levels < 0) return 255;
  const brightest = scans.reduce((most, scan) => (scan.max > most.max ? scan : most));
  if (brightest.max < LEAST_BRIGHT) throw onNoScale(brightest, advice);
  if (units < 0) return 1;
  throw new LookbookError(
    'data/bad-value',
    `The training and the test images are on different scales: the pixel values of ${scans[units]!.name} run ${rangeOf(scans[units]!)}, ` +
      `those of ${scans[levels]!.name} ${rangeOf(scans[levels]!)}. ${advice}`,
  );
}

/** The file as one of bytes: values times `scale`, rounded and clipped to 0 to 255; missing ones 0. */
export async function* floatsAsBytes(
  bytes: Bytes,
  header: FloatHeader,
  file: FileInHand,
  scale: 1 | 255,
): AsyncGenerator<Uint8Array> {
  yield encodeIdxHeader(header.count, header.size);
  for await (const values of valuesOf(bytes, header, file)) {
    // A clamped array takes a number that is none as 0.
    yield new Uint8Array(Uint8ClampedArray.from(values, (value) => Math.round(value * scale)).buffer);
  }
}
