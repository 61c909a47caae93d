/** Results, artifacts, statuses and ledger: written together or not at all. */
import { LookbookError, asLookbookError } from '../core/errors';
import type { LedgerEvent } from '../core/ledger/types';
import { bytesOf, outputHashOf, refOf, verifiedArray } from '../core/results/arrays';
import type { ArtifactRef, CellStatus, NdArray, Output, StoredResult } from '../core/results/types';
import type { Database } from './schema';
import { isCellStatus, isLedgerEvent, isStoredResult } from './sound';

/** A result with its arrays, ready to be written. */
export interface PreparedResult {
  readonly result: StoredResult;
  readonly arrays: readonly { readonly ref: ArtifactRef; readonly array: NdArray }[];
}

/** Hashes an output and gives it the form in which it is stored. */
export function prepareResult(
  output: Output<unknown>,
  about: { key: string; kind: string; version: number; seconds: number },
): PreparedResult {
  const artifacts: Record<string, ArtifactRef> = { ...output.refs };
  const arrays: { ref: ArtifactRef; array: NdArray }[] = [];
  for (const [name, array] of Object.entries(output.artifacts ?? {})) {
    const ref = refOf(array);
    artifacts[name] = ref;
    arrays.push({ ref, array });
  }
  const outputHash = outputHashOf(output, artifacts);
  const { summary, timing } = output;
  const createdAt = new Date().toISOString();
  return {
    result: { ...about, summary, artifacts, outputHash, createdAt, ...(timing ? { timing } : {}) },
    arrays,
  };
}

/** What one transaction commits. */
export interface Commit {
  readonly prepared?: PreparedResult;
  readonly status?: CellStatus;
  readonly events?: readonly LedgerEvent[];
}

/**
 * Writes artifacts, result, status and ledger events in one transaction. Events whose id is in the ledger are left as
 * they stand, and so are artifacts that are stored.
 * @throws LookbookError `storage/quota` and others; nothing of the commit is kept then
 */
export async function commit(db: Database, { prepared, status, events = [] }: Commit): Promise<void> {
  const transaction = db.transaction(['results', 'artifacts', 'statuses', 'ledger', 'checkpoints'], 'readwrite');
  const writes = async (): Promise<void> => {
    if (prepared) {
      for (const { ref, array } of prepared.arrays) {
        const { hash, dtype, shape } = ref;
        await transaction.objectStore('artifacts').put({ hash, dtype, shape, bytes: bytesOf(array.data) });
      }
      await transaction.objectStore('results').put(prepared.result);
      await transaction.objectStore('checkpoints').delete(prepared.result.key);
    }
    if (status) await transaction.objectStore('statuses').put(status);
    const ledger = transaction.objectStore('ledger');
    for (const event of events) {
      if ((await ledger.index('id').getKey(event.id)) === undefined) await ledger.add(event);
    }
  };
  try {
    await Promise.all([writes(), transaction.done]);
  } catch (cause) {
    throw asLookbookError(cause);
  }
}

/** A record that is no result counts as not stored: it is made again. */
export async function readResult(db: Database, key: string): Promise<StoredResult | undefined> {
  const record: unknown = await db.get('results', key);
  return isStoredResult(record) ? record : undefined;
}

/** @throws LookbookError `storage/corrupt` if the bytes are gone or do not hash to their name */
export async function readArtifact(db: Database, ref: ArtifactRef): Promise<NdArray> {
  const record = await db.get('artifacts', ref.hash);
  if (!record)
    throw new LookbookError('storage/corrupt', 'A stored array is missing. Run the cell again to rebuild it.');
  const array = verifiedArray(record, ref);
  if (!array) throw new LookbookError('storage/corrupt');
  return array;
}

export async function readStatuses(db: Database, notebookId: string): Promise<CellStatus[]> {
  const records: unknown[] = await db.getAll('statuses', IDBKeyRange.bound([notebookId, ''], [notebookId, '\uffff']));
  return records.filter(isCellStatus);
}

export async function readLedger(db: Database): Promise<LedgerEvent[]> {
  const records: unknown[] = await db.getAll('ledger');
  return records.filter(isLedgerEvent);
}
