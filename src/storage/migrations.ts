/** What brings a database of an earlier version to the present one, step by step. Loaded when such a database is opened. */
import { presentDataset, presentEvent, presentResult } from '../core/legacy/version-1';
import { isObject } from '../core/own';
import type { LookbookSchema, Upgrade } from './stores';

type StoreName = 'datasets' | 'results' | 'ledger' | 'statuses';

/** Changes every record of a store; one that a change leaves as it is, or that is none, is not written. */
async function changeEach<N extends StoreName>(
  transaction: Upgrade,
  name: N,
  change: (value: Value<N>) => Value<N>,
): Promise<void> {
  let cursor = await transaction.objectStore(name).openCursor();
  while (cursor) {
    const before = cursor.value as Value<N>;
    const after = isObject(before) ? change(before) : before;
    if (after !== before) await cursor.update(after);
    cursor = await cursor.continue();
  }
}
type Value<N extends StoreName> = LookbookSchema[N]['value'];

/**
 * Version 2: splits are called training, validation and calibration, and a data set says its size and classes. Results keep their keys, so that cells go on showing
 * them, as out of date; events keep their ids. A job that was under way was asked for in the first names and ends here as
 * interrupted, and so does the state of its training, whose key no task has any longer. Notebooks are read in the format
 * they were written in.
 */
async function fromVersion1(transaction: Upgrade): Promise<void> {
  await changeEach(transaction, 'datasets', presentDataset);
  await changeEach(transaction, 'results', presentResult);
  await changeEach(transaction, 'ledger', presentEvent);
  await changeEach(transaction, 'statuses', (status) =>
    status.state === 'running' || status.state === 'queued' ? { ...status, state: 'interrupted' } : status,
  );
  await transaction.objectStore('jobs').clear();
  await transaction.objectStore('checkpoints').clear();
}

/** From version 1 to 2, from 2 to 3, and so on. Nothing but the transaction may be waited for: it would end. */
const STEPS: readonly ((transaction: Upgrade) => Promise<void>)[] = [fromVersion1];

/** @param from the version that the database has */
export async function migrate(transaction: Upgrade, from: number): Promise<void> {
  for (const step of STEPS.slice(from - 1)) await step(transaction);
}
