/** What can be done to a cell: the items of its menu. Loaded when it is opened. */
import type { Cell } from '../notebook/types';
import type { MenuItem } from '../ui/menu';
import type { Shell } from './shell.svelte';

/** @param index the cell's place in the notebook */
export function cellActions(shell: Shell, cell: Cell, index: number): readonly MenuItem[] {
  const { editor, document } = shell.workspace;
  return [
    { label: 'Duplicate', icon: 'copy', testid: 'duplicate-cell', run: () => shell.duplicate(cell.id) },
    { label: 'Move up', icon: 'up', testid: 'move-up', disabled: index === 0, run: () => editor.moveCell(cell.id, -1) },
    {
      label: 'Move down',
      icon: 'down',
      testid: 'move-down',
      disabled: index === document.cells.length - 1,
      run: () => editor.moveCell(cell.id, 1),
    },
    ...[...shell.definitions.values()].map(({ kind, title }): MenuItem => ({
      label: `Add ${title} below`,
      icon: 'plus',
      run: () => shell.add(kind, cell.id),
    })),
    { label: 'Delete', icon: 'trash', testid: 'delete-cell', danger: true, run: () => shell.remove(cell.id) },
  ];
}
