/**
 * Zip files by the browser's own compression, which works beside the page's thread. (The format: PKWARE's APPNOTE 6.3,
 * without encryption, split archives or sizes above 4 GB.)
 */
import { LookbookError } from '../core/errors';
import { crc32 } from '../core/gzip/crc32';
import { joined } from '../core/gzip/joined';

export type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const STORED = 0;
const DEFLATED = 8;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, the first day that the format knows: the time of making is no part of what is made. */
const DATE = 0x0021;

/** @throws RangeError for more than `limit` bytes; whatever the stream throws for what is damaged */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks);
    total += value.length;
    if (total > limit) {
      await reader.cancel().catch(() => undefined);
      throw new RangeError(`more than ${limit} bytes`);
    }
    chunks.push(value);
  }
}

/** Deflate in zlib's wrapping (RFC 1950), as PNG wants it. */
export const deflateZlib = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new CompressionStream('deflate'));

/** Raw deflate (RFC 1951). */
export const deflate = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new CompressionStream('deflate-raw'));

/** @throws TypeError for what is damaged or cut off, RangeError for more than `limit` bytes */
export const inflate = (bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer>> =>
  through(bytes, new DecompressionStream('deflate-raw'), limit);

/** Little-endian fields: [value, bytes]. */
function fields(...list: readonly (readonly [number, 2 | 4])[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [, size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, size] of list) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

/** @param files path -> bytes; what does not get smaller (pictures) is stored as it is */
export async function zipFiles(files: Files): Promise<Uint8Array<ArrayBuffer>> {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  let directory = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    const deflated = await deflate(bytes);
    const packed = deflated.length < bytes.length ? deflated : bytes;
    const method = packed === bytes ? STORED : DEFLATED;
    // Version needed, flags, method, time, date, CRC, sizes, length of the name, of extra fields.
    const common = [
      [20, 2],
      [FLAGS, 2],
      [method, 2],
      [0, 2],
      [DATE, 2],
      [crc32(bytes), 4],
      [packed.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    ] as const;
    const header = fields([LOCAL, 4], ...common);
    // Comment, disk, internal and external attributes, where the local header stands.
    const entry = fields([CENTRAL, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    local.push(header, name, packed);
    central.push(entry, name);
    offset += header.length + name.length + packed.length;
    directory += entry.length + name.length;
  }
  const count = central.length / 2;
  const end = fields([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [directory, 4], [offset, 4], [0, 2]);
  return joined([...local, ...central, end]);
}

/** The entries of the central directory, which stands before the archive's last 22 bytes (or a comment more). */
async function readEntries(archive: Uint8Array<ArrayBuffer>, limit: number): Promise<Files> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (view.getUint32(end, true) !== END) end -= 1;
  // Names come from the archive: none may reach a prototype.
  const files = Object.create(null) as Record<string, Uint8Array<ArrayBuffer>>;
  let left = limit;
  let at = view.getUint32(end + 16, true);
  for (let index = view.getUint16(end + 10, true); index > 0; index -= 1) {
    if (view.getUint32(at, true) !== CENTRAL) throw new TypeError('no entry where the directory has one');
    const method = view.getUint16(at + 10, true);
    const crc = view.getUint32(at + 16, true);
    const packed = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const start = view.getUint32(at + 42, true);
    const name = new TextDecoder('utf-8', { fatal: true }).decode(archive.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (from + packed > archive.length) throw new TypeError('cut off');
    const raw = archive.slice(from, from + packed);
    if (method !== STORED && method !== DEFLATED) throw new TypeError(`method ${method}`);
    const bytes = method === STORED ? raw : await inflate(raw, left);
    left -= bytes.length;
    if (left < 0) throw new RangeError('too long');
    if (crc32(bytes) !== crc) throw new TypeError(`the checksum of ${name} differs`);
    files[name] = bytes;
  }
  return files;
}

/**
 * @param limit bytes that the files may have in all, so that a small archive cannot fill the memory
 * @throws LookbookError `notebook/invalid` for what is no zip, is damaged, or holds more than the limit
 */
export async function unzipFiles(archive: Uint8Array<ArrayBuffer>, limit: number): Promise<Files> {
  try {
    return await readEntries(archive, limit);
  } catch (cause) {
    const sentence = 'This file is damaged, or it is no run of Lookbook: it cannot be unpacked.';
    throw new LookbookError('notebook/invalid', sentence, { cause });
  }
}
