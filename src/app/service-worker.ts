/** The service worker, which keeps the page for when there is no network. A new version is offered, never forced. */
import type { Shell } from './shell.svelte';

async function follow(shell: Shell): Promise<void> {
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

export function register(shell: Shell): void {
  follow(shell).catch((thrown: unknown) => {
    const message = `The service worker could not be registered: ${String(thrown)}`;
    shell.workspace.log.add({ at: new Date().toISOString(), level: 'warning', where: 'page', message });
  });
}
