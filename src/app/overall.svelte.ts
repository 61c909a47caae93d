/** How far all cells that were asked for are, and how long it will take: from what has been done since, and what cells cost. */
import type { Shell } from './shell.svelte';

/** Share that must be done since the start before a time is told. */
const TELLING = 0.15;
const UNKNOWN_WEIGHT = 1;

export interface Part {
  readonly weight: number;
  /** 0 to 1 */
  readonly done: number;
}

/** The share of all parts that is done, each by its weight. Pure. */
export function shareOf(parts: readonly Part[]): number {
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  return all === 0 ? 0 : parts.reduce((sum, { weight, done }) => sum + weight * done, 0) / all;
}

/** Seconds left, if what was done since the start goes on as it did; undefined as long as that is too little to tell. Pure. */
export function secondsLeft(share: number, atStart: number, seconds: number): number | undefined {
  const since = share - atStart;
  return since < TELLING || share >= 1 ? undefined : (seconds * (1 - share)) / since;
}

export interface Overall {
  readonly cells: number;
  readonly done: number;
  readonly secondsLeft: number | undefined;
}

/** What a run of several cells is at. Lives in a component, from before the run on. */
export function watchRun(shell: Shell): () => Overall | undefined {
  const { workspace } = shell;
  let asked: ReadonlySet<string> = $state.raw(new Set());
  let start: { readonly at: number; readonly share: number } | undefined = $state.raw();
  let now = $state(0);

  const parts = $derived(
    workspace.document.cells
      .filter(({ id }) => asked.has(id))
      .map(({ id, kind }) => {
        const current = workspace.progress.get(id)?.progress;
        const running = current && current.total > 0 ? Math.min(1, current.done / current.total) : 0;
        const done = workspace.isActive(id) ? running : 1;
        return { weight: shell.definition(kind).weight ?? UNKNOWN_WEIGHT, done };
      }),
  );
  const share = $derived(shareOf(parts));

  $effect(() => {
    const active = workspace.document.cells.filter(({ id }) => workspace.isActive(id)).map(({ id }) => id);
    if (active.length === 0) {
      if (asked.size > 0 && !workspace.busy) [asked, start] = [new Set(), undefined];
      return;
    }
    // Cells that are asked for become active at once: those that join later belong to it too.
    if (active.some((id) => !asked.has(id))) asked = new Set([...asked, ...active]);
  });
  $effect(() => {
    if (asked.size === 0) return;
    if (!start) start = { at: performance.now(), share };
    const timer = setInterval(() => (now = performance.now()), 1000);
    return () => clearInterval(timer);
  });

  return () => {
    if (parts.length < 2 || !start) return undefined;
    const left = secondsLeft(share, start.share, Math.max(0, now - start.at) / 1000);
    return { cells: parts.length, done: parts.filter(({ done }) => done === 1).length, secondsLeft: left };
  };
}
