/**
 * What storage holds that nothing shows any more: results of tasks that a finished cell was made of, and of cells whose
 * parameters have changed since. They only spare time if the same is asked for again, and may be deleted.
 */
import { LookbookError } from '../core/errors';
import type { ArtifactRef } from '../core/results/types';
import type { Database } from './schema';

export interface Unused {
  /** Keys of results and hashes of arrays. */
  readonly results: readonly string[];
  readonly artifacts: readonly string[];
  /** Of the arrays. */
  readonly bytes: number;
}

type Reading = Pick<Database, 'getAll' | 'getAllKeys'>;

/**
 * Kept are the results that a cell of any notebook shows, those of runs in the ledger, and the arrays of both.
 * @returns the rest
 */
export async function findUnused(db: Reading): Promise<Unused> {
  const [statuses, ledger, results, stored] = await Promise.all([
    db.getAll('statuses'),
    db.getAll('ledger'),
    db.getAll('results'),
    db.getAllKeys('artifacts'),
  ]);
  const runs = ledger.filter((event) => event.type === 'run');
  const shown = new Set([...statuses.map(({ key }) => key), ...runs.map(({ taskKey }) => taskKey)]);
  const needed = new Set<string>();
  const bytesOf = new Map<string, number>();
  const take = (refs: Readonly<Record<string, ArtifactRef>>): void => {
    for (const { hash } of Object.values(refs)) needed.add(hash);
  };
  for (const { artifacts } of runs) take(artifacts);
  for (const { key, artifacts } of results) {
    for (const { hash, bytes } of Object.values(artifacts)) bytesOf.set(hash, bytes);
    if (shown.has(key)) take(artifacts);
  }
  const artifacts = stored.filter((hash) => !needed.has(hash));
  return {
    results: results.map(({ key }) => key).filter((key) => !shown.has(key)),
    artifacts,
    bytes: artifacts.reduce((sum, hash) => sum + (bytesOf.get(hash) ?? 0), 0),
  };
}

/**
 * Deletes what {@link findUnused} finds, in one transaction.
 * @throws LookbookError `job/other-tab` while a job runs or waits to be continued: it needs what it has finished
 */
export async function deleteUnused(db: Database): Promise<Unused> {
  const transaction = db.transaction(
    ['jobs', 'statuses', 'ledger', 'results', 'artifacts', 'checkpoints'],
    'readwrite',
  );
  const work = async (): Promise<Unused> => {
    if ((await transaction.objectStore('jobs').count()) > 0) {
      throw new LookbookError(
        'job/other-tab',
        'A notebook is running here or in another tab. Delete when it has ended.',
      );
    }
    const unused = await findUnused({
      getAll: (store: 'statuses' | 'ledger' | 'results') => transaction.objectStore(store).getAll(),
      getAllKeys: (store: 'artifacts') => transaction.objectStore(store).getAllKeys(),
    } as Reading);
    const [results, artifacts] = [transaction.objectStore('results'), transaction.objectStore('artifacts')];
    for (const key of unused.results) void results.delete(key);
    for (const hash of unused.artifacts) void artifacts.delete(hash);
    await transaction.objectStore('checkpoints').clear();
    return unused;
  };
  const [unused] = await Promise.all([work(), transaction.done]);
  return unused;
}
