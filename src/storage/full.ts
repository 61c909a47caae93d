/** What is said where there is no room left. */
import { LookbookError, asLookbookError } from '../core/errors';
import { fixed } from '../core/words/numbers';

/** Bytes as people read them: "47.0 MB". */
export function megabytes(bytes: number): string {
  return `${fixed(bytes / 1e6, 1)} MB`;
}

/** What was thrown while storing `needed` bytes, as an error that says how much room there is. */
export async function storageError(thrown: unknown, what: string, needed: number): Promise<LookbookError> {
  const error = asLookbookError(thrown);
  if (error.code !== 'storage/quota') return error;
  const storage = typeof navigator === 'undefined' ? undefined : navigator.storage;
  const estimate = await storage?.estimate?.().catch(() => undefined);
  const free =
    estimate?.quota === undefined
      ? 'the browser does not say how much it leaves to this site'
      : `the browser leaves ${megabytes(Math.max(0, estimate.quota - (estimate.usage ?? 0)))} to this site`;
  return new LookbookError(
    'storage/quota',
    `${what} needs ${megabytes(needed)}, but ${free}. Free some space (delete stored data sets or other sites' data) and try again.`,
    { cause: thrown },
  );
}
