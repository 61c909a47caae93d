/**
 * Gzip files (RFC 1952) as gunzip reads them: every member, and zeros behind the end are no part of it. A browser's
 * DecompressionStream refuses both as it refuses damage (Compression Streams, "additional input after the end"), so what it
 * refuses is read again here. Slower, and of a whole file in memory.
 */
import { crc32 } from './crc32';
import { Bits, Damaged, inflate } from './inflate';

export { Damaged };

/** Bytes behind the end that are neither a member nor zeros. */
export class Trailing extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`${bytes} bytes follow`);
    this.bytes = bytes;
  }
}

const isGzip = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0x1f && bytes[at + 1] === 0x8b;

/** @returns in pieces, the unpacked bytes of all members @throws Damaged, Trailing */
export function* gunzipMembers(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    at = yield* gunzipMember(bytes, at);
    while (bytes[at] === 0) at += 1;
    if (at < bytes.length && !isGzip(bytes, at)) throw new Trailing(bytes.length - at);
  }
}

/** @returns where the member ends */
function* gunzipMember(bytes: Uint8Array, from: number): Generator<Uint8Array, number> {
  const bits = new Bits(bytes, afterHeader(bytes, from));
  let [crc, length] = [0, 0];
  for (const piece of inflate(bits)) {
    crc = crc32(piece, crc);
    length = (length + piece.length) >>> 0;
    yield piece;
  }
  const at = bits.align();
  const footer = bits.bytes(8);
  const view = new DataView(footer.buffer, footer.byteOffset);
  if (view.getUint32(0, true) !== crc || view.getUint32(4, true) !== length) throw new Damaged('another checksum');
  return at + 8;
}

const [CHECKSUM, EXTRA, NAME, COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0];

/** Where the packed data begins. */
function afterHeader(bytes: Uint8Array, from: number): number {
  const flags = bytes[from + 3] ?? RESERVED;
  if (!isGzip(bytes, from) || bytes[from + 2] !== 8 || flags & RESERVED) throw new Damaged('no header of gzip');
  let at = from + 10;
  if (flags & EXTRA) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [NAME, COMMENT]) {
    if (!(flags & text)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new Damaged('a name without end');
    at = end + 1;
  }
  if (flags & CHECKSUM) at += 2;
  return at;
}
