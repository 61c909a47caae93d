/** What a cell's view may do with the ledger. */
import { asLookbookError } from '../core/errors';
import type { LedgerActions } from '../ui/actions';
import type { Shell } from './shell.svelte';

export const ledgerActions = ({ workspace }: Shell): LedgerActions => ({
  ledger: () => workspace.ledger,
  async append(events) {
    try {
      await workspace.append(events);
      return true;
    } catch (thrown) {
      workspace.notices.add(`This is not saved: ${asLookbookError(thrown).message}`, 'danger');
      return false;
    }
  },
});
