/** Files dropped on the page, handed to the load task through storage: a task's spec is JSON, and a reload must find them. */
import { hashJson, hexOf, sha256Hex } from '../core/results/canonical';
import type { UploadRecord } from './records';
import type { Database } from './schema';
import { storageError } from './full';

export interface NamedBlob {
  readonly name: string;
  readonly bytes: Blob;
}

/** SHA-256 by the browser off the page's thread; in TypeScript where there is no secure context. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  if (!subtle) return sha256Hex(bytes);
  return hexOf(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}

/**
 * Keeps the files for the load task, in place of any that were kept before.
 * @returns a token made of the files' contents, whatever they are called and however they are ordered
 * @throws LookbookError `storage/quota`
 */
export async function stageUpload(db: Database, files: readonly NamedBlob[]): Promise<string> {
  const hashes: string[] = [];
  for (const file of files) hashes.push(await hashOf(new Uint8Array(await file.bytes.arrayBuffer())));
  const token = hashJson(hashes.sort());
  const needed = files.reduce((sum, file) => sum + file.bytes.size, 0);
  try {
    const transaction = db.transaction('uploads', 'readwrite');
    const put = async (): Promise<void> => {
      await transaction.store.clear();
      // `slice` gives a plain Blob: a File would carry its name and date into storage too.
      const record: UploadRecord = {
        token,
        files: files.map(({ name, bytes }) => ({ name, bytes: bytes.slice(0, bytes.size) })),
      };
      await transaction.store.put(record);
    };
    await Promise.all([put(), transaction.done]);
  } catch (thrown) {
    throw await storageError(thrown, 'Keeping the dropped files until they are loaded', needed);
  }
  return token;
}
