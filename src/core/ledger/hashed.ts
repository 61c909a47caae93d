/** What keys depend on of the ledger. */
import { hashJson } from '../results/canonical';
import type { LedgerEvent } from './types';

/** Whether jobs read events of a type. Not what a person decides on labels: each click would make Track stale. */
const READ: Readonly<Record<LedgerEvent['type'], boolean>> = {
  run: true,
  'test-opening': true,
  registry: true,
  stream: true,
  'label-decision': false,
};

export const eventsRead = (ledger: readonly LedgerEvent[]): readonly LedgerEvent[] =>
  ledger.filter(({ type }) => READ[type]);

/** Of the set of events: cells that run side by side append in no particular order. */
export function ledgerHash(ledger: readonly LedgerEvent[]): string {
  return hashJson(
    eventsRead(ledger)
      .map(({ id }) => id)
      .sort(),
  );
}
