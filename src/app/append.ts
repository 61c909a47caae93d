import type { LedgerEvent } from '../core/ledger/types';
import { asLookbookError } from '../core/errors';
import type { Workspace } from '../notebook/workspace.svelte';

/** Appends what a person has decided. @returns whether it is stored; if not, the person has been told */
export async function append(workspace: Workspace, events: readonly LedgerEvent[]): Promise<boolean> {
  try {
    await workspace.append(events);
    return true;
  } catch (thrown) {
    workspace.notices.add(`This is not saved: ${asLookbookError(thrown).message}`, 'danger');
    return false;
  }
}
