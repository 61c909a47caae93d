/** What a cell's view may do to the cells that build on it. */
import { takersOf } from '../notebook/graph';
import type { NeighbourActions } from '../ui/actions';
import type { Shell } from './shell.svelte';

export function neighbourActions(shell: Shell): NeighbourActions {
  const { workspace } = shell;
  return {
    takersOf: (cellId, input) =>
      takersOf(workspace.document, cellId, input).map((cell) => ({
        id: cell.id,
        title: shell.titleOf(cell),
        params: cell.params,
      })),
    async setParamsOf(cellId, values, why) {
      const { takeOver } = await import('../notebook/take-over');
      workspace.editor.apply('take over a finding', (document, shapes) =>
        takeOver(document, shapes, cellId, values, why),
      );
    },
    goTo: (cellId) => shell.goTo(cellId),
  };
}
