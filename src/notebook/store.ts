/** What the notebook reads from and writes to storage. */
import { asLookbookError } from '../core/errors';
import type { LedgerEvent } from '../core/ledger/types';
import type { ArtifactRef, CellStatus, Json, NdArray, StoredResult } from '../core/results/types';
import { commit, readArtifact, readLedger, readResult, readStatuses } from '../storage/results';
import { openDatabase, type Database } from '../storage/schema';
import type { NotebookDocument, Shapes } from './types';

/** A cell's status as it is shown, and its result if there is one. */
export interface Stored {
  readonly statuses: Map<string, CellStatus>;
  /** By key. */
  readonly results: Map<string, StoredResult>;
  readonly ledger: readonly LedgerEvent[];
}

export class NotebookStore {
  readonly #open: () => Promise<Database>;
  #database: Promise<Database> | undefined;

  constructor(open: () => Promise<Database> = openDatabase) {
    this.#open = open;
  }

  #db(): Promise<Database> {
    this.#database ??= this.#open().catch((thrown: unknown) => {
      this.#database = undefined;
      throw thrown;
    });
    return this.#database;
  }

  /** @throws LookbookError `notebook/invalid` if what is stored cannot be read, `storage/*` if storage fails */
  async loadDocument(id: string, shapes: Shapes): Promise<NotebookDocument | undefined> {
    const record = await (await this.#db()).get('notebooks', id);
    return record && (await import('./format')).readNotebook(record.document, shapes);
  }

  /** @throws LookbookError `storage/quota`, `storage/unavailable` */
  async saveDocument(document: NotebookDocument): Promise<void> {
    try {
      const { id, format } = document;
      const plain = document as unknown as Json;
      await (await this.#db()).put('notebooks', { id, format, savedAt: new Date().toISOString(), document: plain });
    } catch (thrown) {
      throw asLookbookError(thrown);
    }
  }

  async readAll(notebookId: string): Promise<Stored> {
    const db = await this.#db();
    const [list, ledger] = await Promise.all([readStatuses(db, notebookId), readLedger(db)]);
    const found = await Promise.all(list.map(async ({ key }) => (key ? readResult(db, key) : undefined)));
    const results = new Map<string, StoredResult>();
    for (const result of found) if (result) results.set(result.key, result);
    return { statuses: new Map(list.map((status) => [status.cellId, status])), results, ledger };
  }

  async readLedger(): Promise<readonly LedgerEvent[]> {
    return readLedger(await this.#db());
  }

  /** Appends what a person has decided, and reads the ledger again. @throws LookbookError `storage/quota` */
  async append(events: readonly LedgerEvent[]): Promise<readonly LedgerEvent[]> {
    const db = await this.#db();
    await commit(db, { events });
    return readLedger(db);
  }

  /** @throws LookbookError `storage/corrupt` */
  async readArray(ref: ArtifactRef): Promise<NdArray> {
    return readArtifact(await this.#db(), ref);
  }
}
