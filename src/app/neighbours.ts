/** What a cell's view may do to the cells that build on it. */
import { takersOf } from '../notebook/take-over';
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
    setParamsOf: (cellId, values, why) => workspace.editor.takeOver(cellId, values, why),
    goTo: (cellId) => shell.goTo(cellId),
  };
}
