/** When the page is to be kept for when there is no network. */
import type { Shell } from './shell.svelte';

/** The service worker downloads the whole page, so it waits until the first cell has answered, or nobody has asked for so long. */
const IDLE_MS = 10_000;
const LOOK_MS = 500;

export function registerOffline(shell: Shell): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  shell.offlineReady = navigator.serviceWorker.controller !== null;
  const { workspace } = shell;
  const started = performance.now();
  const timer = setInterval(() => {
    const answered = workspace.document.cells.some(({ id }) => workspace.state(id) === 'done');
    if (!answered && (workspace.running || performance.now() - started < IDLE_MS)) return;
    clearInterval(timer);
    // Without it the page works as long as the network does.
    void import('./service-worker').then(
      ({ register }) => register(shell),
      () => undefined,
    );
  }, LOOK_MS);
}
