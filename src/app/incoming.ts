/** Watches for notebooks that come as links or as files; what opens them is loaded when one comes. */
import type { Shell } from './shell.svelte';

const opening = (): Promise<typeof import('./opening')> => import('./opening');
// Without a network there is nothing to open it with, and the page goes on with what it has.
const ignore = (): void => undefined;

const isLink = (): boolean => location.hash.startsWith('#n=');

/** Address of the site's ready-made example; undefined if it has none. */
async function exampleAddress(): Promise<URL | undefined> {
  const folder = new URL('example/', document.baseURI);
  const answer = await fetch(new URL('index.json', folder));
  if (!answer.ok) return undefined;
  const { file } = (await answer.json()) as { file?: unknown };
  return typeof file === 'string' && /^[\w.-]+$/.test(file) ? new URL(file, folder) : undefined;
}

async function openAtStart(shell: Shell, empty: boolean): Promise<void> {
  if (isLink()) return (await opening()).openLink(shell, empty);
  const address = empty ? await exampleAddress() : undefined;
  shell.example = address;
  if (address) await (await opening()).openExample(shell, address);
}

/**
 * Opens the link that the page was asked for, or the example where nothing is stored; then waits for links and for files
 * that are dropped beside the places made for them.
 */
export function watchIncoming(shell: Shell, empty: boolean): void {
  void openAtStart(shell, empty).catch(ignore);
  window.addEventListener('hashchange', () => {
    if (isLink()) void opening().then(({ openLink }) => openLink(shell, false), ignore);
  });
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (event.defaultPrevented || !file) return;
    event.preventDefault();
    if (event.dataTransfer && event.dataTransfer.files.length > 1)
      shell.workspace.notices.add(`One notebook is opened at a time: ${file.name}.`);
    void opening().then(({ openFile }) => openFile(shell, file), ignore);
  });
}
