/** Gzip files that the browser refuses, read to their end, and what is said of those that are damaged. Loaded with the first. */
import { LookbookError } from '../errors';
import { joined } from '../gzip/joined';
import { Trailing, gunzipMembers } from '../gzip/members';
import { count } from '../words/numbers';
import type { Bytes, FileInHand } from './in-hand';

/**
 * What is left of a gzip file behind its first `known` unpacked bytes.
 * @throws LookbookError `data/corrupt-gzip` if it ends early, is damaged or something else follows it
 */
export async function* readByMembers(packed: Bytes, known: number, file: FileInHand): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of packed) chunks.push(chunk);
  const whole = joined(chunks);
  let unpackedBytes = 0;
  try {
    for (const piece of gunzipMembers(whole)) {
      const fresh = piece.subarray(Math.min(piece.length, Math.max(0, known - unpackedBytes)));
      unpackedBytes += piece.length;
      if (fresh.length > 0) yield fresh;
    }
  } catch (cause) {
    if (!(cause instanceof Trailing)) throw damaged(file, whole.length, unpackedBytes, cause);
    throw new LookbookError(
      'data/corrupt-gzip',
      `${file.name}: the gzip file is sound up to its end (${count(unpackedBytes)} bytes came out), but ${count(cause.bytes)} ` +
        `${cause.bytes === 1 ? 'byte follows that is' : 'bytes follow that are'} neither gzip nor zeros. ${file.advice}`,
      { cause },
    );
  }
}

export function damaged(file: FileInHand, packed: number, unpacked: number, cause: unknown): LookbookError {
  return new LookbookError(
    'data/corrupt-gzip',
    `${file.name}: the gzip file is truncated or damaged; ${count(packed)} bytes of it were read and ` +
      `${count(unpacked)} came out before it broke. ${file.advice}`,
    { cause },
  );
}
