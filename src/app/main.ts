/** Starts the page. */
import { mount } from 'svelte';
import { KINDS } from '../cells/kinds';
import { definitions } from '../cells/registry';
import { DEFAULTS } from '../core/default-options';
import type { Options } from '../core/options';
import { JobsClient } from '../jobs/client';
import { Workspace } from '../notebook/workspace.svelte';
import { followTheme } from '../ui/theme.svelte';
import App from './App.svelte';
import { watchIncoming } from './incoming';
import { registerOffline } from './offline';
import { Shell } from './shell.svelte';

/** The job's lock is held by the tab that runs it; see the coordinator. */
async function jobHeld(notebookId: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === `lookbook-job-${notebookId}`);
}

/** What reads the address is loaded only where there is something to read. */
async function readOptions(): Promise<{ options: Options; refused: readonly string[] }> {
  if (location.search === '') return { options: DEFAULTS, refused: [] };
  const { parseOptions } = await import('../core/options');
  return parseOptions(new URLSearchParams(location.search));
}

function start(target: HTMLElement, { options, refused }: Awaited<ReturnType<typeof readOptions>>): void {
  // Not there without a secure context.
  const persist = 'storage' in navigator ? () => navigator.storage.persist() : undefined;
  // Workers resolve relative addresses against their own file, so they are given whole ones.
  const dataUrl = new URL(options.dataUrl, document.baseURI).href;
  const client = new JobsClient({ ...options, dataUrl });
  const workspace = new Workspace({
    client,
    shapes: definitions,
    mission: KINDS,
    channel: new BroadcastChannel('lookbook'),
    ...('locks' in navigator ? { jobHeld } : {}),
    onLoaded: (empty) => watchIncoming(shell, empty),
    ...(persist ? { persist } : {}),
  });
  const shell = new Shell(workspace, definitions, client, dataUrl);
  followTheme();
  mount(App, { target, props: { shell } });
  if (refused.length > 0)
    workspace.notices.add(`The address asks for what cannot be used: ${refused.join('; ')}. The usual settings stand.`);
  window.addEventListener('pagehide', () => void workspace.editor.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void workspace.editor.flush();
  });
  void workspace.start();
  registerOffline(shell);
}

document.getElementById('unserved')?.remove();
const target = document.getElementById('app');
if (target) void readOptions().then((read) => start(target, read));
