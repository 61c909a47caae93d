/** The service worker, which keeps the page for when there is no network. A new version is offered, never forced. */
import type { Shell } from './shell.svelte';

/** It downloads the whole page, so it waits until the first cell has answered, or until nobody has asked for so long. */
const IDLE_MS = 10_000;
const LOOK_MS = 500;

async function register(shell: Shell): Promise<void> {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(new URL('sw.js', document.baseURI));
  const offer = (): void => {
    const { waiting } = registration;
    // The first one of all takes over by itself.
    if (!waiting || !serviceWorker.controller) return;
    shell.update = () => {
      serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage({ type: 'SKIP_WAITING' });
    };
  };
  offer();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  await serviceWorker.ready;
  shell.offlineReady = true;
}

export function registerOffline(shell: Shell): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  shell.offlineReady = navigator.serviceWorker.controller !== null;
  const { workspace } = shell;
  const started = performance.now();
  const timer = setInterval(() => {
    const answered = workspace.document.cells.some(({ id }) => workspace.state(id) === 'done');
    if (!answered && (workspace.running || performance.now() - started < IDLE_MS)) return;
    clearInterval(timer);
    register(shell).catch((thrown: unknown) => {
      // Without it the page works as long as the network does.
      const message = `The service worker could not be registered: ${String(thrown)}`;
      workspace.log.add({ at: new Date().toISOString(), level: 'warning', where: 'page', message });
    });
  }, LOOK_MS);
}
