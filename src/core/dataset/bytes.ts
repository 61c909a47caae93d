/** Streams of bytes as async iterables, so that the same code reads a download, a dropped file and a test's array. */
import { LookbookError } from '../errors';
import { joined } from '../gzip/joined';
import type { Bytes, FileInHand } from './in-hand';

export type { Bytes, FileInHand };

interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
}
interface Writer {
  readonly closed: Promise<unknown>;
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}
/** The part of ReadableStream used here; core is compiled without the DOM's types. */
export interface ByteStream {
  getReader(): Reader;
}
interface GzipStream {
  readonly readable: ByteStream;
  readonly writable: { getWriter(): Writer };
}

const ignore = (): void => undefined;

/** A stream's chunks (not every browser can iterate a ReadableStream). Leaving the loop early cancels the stream. */
export async function* chunksOf(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      yield value;
    }
    ended = true;
  } finally {
    if (!ended) reader.cancel().catch(ignore);
  }
}

async function* withHead(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield next.value;
  }
}

/** Enough to see past the white space and comments before a page's first tag. */
const PEEKED_BYTES = 256;

/**
 * A file's unpacked bytes: gzip (recognised by its first two bytes, whatever it is called) is unpacked as it streams,
 * anything else passes as it is.
 * @param again the same bytes once more, where they can be had: a gzip that the browser refuses is then read to its end by
 *   {@link gunzipMembers}, which knows members and zeros behind them
 * @throws LookbookError `data/corrupt-gzip` if the gzip ends early, is damaged or something else follows it,
 *   `data/html-answer` if it is a web page
 */
export async function* unpack(packed: Bytes, file: FileInHand, again?: () => Bytes): AsyncGenerator<Uint8Array> {
  const iterator = packed[Symbol.asyncIterator]();
  try {
    let head = new Uint8Array(0) as Uint8Array;
    while (head.length < PEEKED_BYTES) {
      const next = await iterator.next();
      if (next.done) break;
      head = joined([head, next.value]);
    }
    if (head[0] === 0x1f && head[1] === 0x8b) {
      yield* gunzip(withHead(head, iterator), file, again);
      return;
    }
    if (looksLikeHtml(head)) {
      throw new LookbookError(
        'data/html-answer',
        `${file.name}: found a web page where the file should be (the server answers missing files with a page). ${file.advice}`,
      );
    }
    yield* withHead(head, iterator);
  } finally {
    void iterator.return?.()?.then(ignore, ignore);
  }
}

/** A kept file's unpacked bytes. @throws as {@link unpack} does */
export function unpackBlob(blob: { stream(): ByteStream }, file: FileInHand): AsyncGenerator<Uint8Array> {
  const open = (): Bytes => chunksOf(blob.stream());
  return unpack(open(), file, open);
}

/** Whether bytes begin as a web page does: `<!doctype` or `<html`, after white space. */
export function looksLikeHtml(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, PEEKED_BYTES));
  return /^(?:\u00ef\u00bb\u00bf)?\s*(?:<!--[^>]*-->\s*)*<(?:!doctype|html)\b/i.test(start);
}

async function* gunzip(packed: Bytes, file: FileInHand, again?: () => Bytes): AsyncGenerator<Uint8Array> {
  const { DecompressionStream } = globalThis as unknown as { DecompressionStream?: new (format: 'gzip') => GzipStream };
  if (!DecompressionStream) {
    throw new LookbookError(
      'backend/unavailable',
      `${file.name}: this browser cannot unpack gzip. Update it, or drop the four files unpacked.`,
    );
  }
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // Failures show where the unpacked bytes are read; the same rejection on `closed` must not count as unhandled.
  writer.closed.catch(ignore);
  let sourceFailure: { readonly thrown: unknown } | undefined;
  let packedBytes = 0;
  const source = packed[Symbol.asyncIterator]();
  const feed = async (): Promise<void> => {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await source.next();
      } catch (thrown) {
        sourceFailure = { thrown };
        await writer.abort(thrown);
        return;
      }
      if (next.done) return writer.close();
      packedBytes += next.value.length;
      await writer.write(next.value);
    }
  };
  feed().catch(ignore);
  let unpackedBytes = 0;
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      unpackedBytes += value.length;
      yield value;
    }
    ended = true;
  } catch (cause) {
    ended = true;
    const failure = sourceFailure as { readonly thrown: unknown } | undefined;
    if (failure) throw failure.thrown;
    const { damaged, readByMembers } = await import('./members');
    if (!again) throw damaged(file, packedBytes, unpackedBytes, cause);
    yield* readByMembers(again(), unpackedBytes, file);
  } finally {
    if (!ended) reader.cancel().catch(ignore);
  }
}
