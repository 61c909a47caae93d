/** The service worker: registered after the first paint; a new version is offered, never forced. */
import type { Shell } from './shell.svelte';

export function registerOffline(shell: Shell): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  shell.offlineReady = navigator.serviceWorker.controller !== null;
  const register = async (): Promise<void> => {
    try {
      const { registerSW } = await import('virtual:pwa-register');
      const update = registerSW({
        onOfflineReady: () => (shell.offlineReady = true),
        onNeedRefresh: () => (shell.update = () => void update(true)),
      });
    } catch (thrown) {
      // Without it the page works as long as the network does.
      const message = `The service worker could not be registered: ${String(thrown)}`;
      shell.workspace.log.add({ at: new Date().toISOString(), level: 'warning', where: 'page', message });
    }
  };
  setTimeout(() => void register(), 1500);
}
