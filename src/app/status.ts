/** One sentence on what the notebook is doing, for the status line and for screen readers. */
import { amount, duration } from '../ui/format';
import type { Shell } from './shell.svelte';

/** @param brief without counts and the time left of one cell, where those of all are told */
export function activity(shell: Shell, brief = false): string {
  const { workspace } = shell;
  if (!workspace.loaded) return 'Opening the notebook…';
  const cells = workspace.document.cells;
  const running = cells.filter((cell) => workspace.state(cell.id) === 'running');
  const told = running.find((cell) => workspace.progress.has(cell.id)) ?? running[0];
  if (told) {
    const current = workspace.progress.get(told.id);
    const more = running.length > 1 ? [`and ${running.length - 1} more`] : [];
    const notes = [...more, ...(workspace.inOtherTab ? ['in another tab'] : [])];
    const others = notes.length > 0 ? ` (${notes.join(', ')})` : '';
    if (current && brief) return `Running ${shell.titleOf(told)}${others}: ${current.progress.stage}`;
    if (!current) return `Running ${shell.titleOf(told)}${others}`;
    const { stage, done, total, unit } = current.progress;
    const left = current.secondsLeft === undefined ? '' : `, ${duration(current.secondsLeft)} left`;
    return `Running ${shell.titleOf(told)}${others}: ${stage}, ${amount(done, total, unit)}${left}`;
  }
  if (workspace.running) return 'Starting…';
  if (workspace.inOtherTab) return 'Running in another tab';
  return restingState(shell);
}

/** What stands when nothing runs; also what is announced when a run ends. */
function restingState({ workspace }: Shell): string {
  const cells = workspace.document.cells;
  const count = (states: readonly string[]): number =>
    cells.filter((cell) => states.includes(workspace.state(cell.id))).length;
  const plural = (number: number): string => `${number} ${number === 1 ? 'cell' : 'cells'}`;
  const failed = count(['failed', 'not-saved']);
  if (failed > 0) return `${plural(failed)} failed`;
  const stopped = count(['cancelled', 'interrupted']);
  if (stopped > 0) return `${plural(stopped)} stopped before the end`;
  const fresh = cells.filter((cell) => workspace.freshness.get(cell.id) === 'fresh').length;
  if (fresh === cells.length && fresh > 0) return 'All cells are up to date';
  const stale = cells.filter((cell) => workspace.isStale(cell.id)).length;
  if (stale > 0) return `${plural(stale)} out of date`;
  return fresh === 0 ? 'Ready to run' : `${fresh} of ${plural(cells.length)} up to date`;
}
