/** What a cell's view may do with the ledger. */
import type { LedgerActions } from '../ui/actions';
import type { Shell } from './shell.svelte';

export const ledgerActions = ({ workspace }: Shell): LedgerActions => ({
  ledger: () => workspace.ledger,
  append: async (events) => (await import('./append')).append(workspace, events),
});
