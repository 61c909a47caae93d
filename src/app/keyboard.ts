/** Keys for the whole page; typing in a field is never taken for one. */
import { closeLast, inDialog } from '../ui/escape';
import type { Shell } from './shell.svelte';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

function step(shell: Shell, by: number): void {
  const cells = shell.workspace.document.cells;
  const current = cells.findIndex((cell) => cell.id === shell.activeId);
  const next = cells[current < 0 ? 0 : Math.min(cells.length - 1, Math.max(0, current + by))];
  if (next) shell.goTo(next.id);
}

/** Loaded with the first result: before that there is nothing to open. */
async function folding(change: (all: (typeof import('../ui/folding.svelte'))['folding']) => void): Promise<void> {
  change((await import('../ui/folding.svelte')).folding);
}

export function handleKey(shell: Shell, event: KeyboardEvent): void {
  const { workspace, activeId } = shell;
  const command = event.ctrlKey || event.metaKey;
  const act = (action: () => void): void => {
    event.preventDefault();
    action();
  };
  if (event.isComposing || inDialog()) return;
  if (event.key === 'Enter' && event.shiftKey && activeId) return act(() => void workspace.run([activeId]));
  if (event.key === 'Escape') {
    const notice = workspace.notices.list.at(-1);
    if (closeLast()) event.preventDefault();
    else if (notice) workspace.notices.dismiss(notice.id);
    return;
  }
  if (isTyping(event.target)) return;
  if (command && event.key.toLowerCase() === 'z') {
    return act(() => (event.shiftKey ? workspace.editor.redo() : workspace.editor.undo()));
  }
  if (command || event.altKey) return;
  if (event.key === 'j') return act(() => step(shell, 1));
  if (event.key === 'k') return act(() => step(shell, -1));
  if (event.key === 'i' && activeId) return act(() => shell.inspect(activeId));
  if (event.key === 'o' && activeId) return act(() => void folding((all) => all.toggleCell(activeId)));
  if (event.key === 'O') return act(() => void folding((all) => all.toggleAll()));
  if (event.key === '?') return act(() => (shell.dialog = 'Shortcuts'));
}
