/** Watches for notebooks that come from elsewhere (a link, the site's example, a dropped file); opening.ts opens them. */
import type { Shell } from './shell.svelte';

const isLink = (): boolean => location.hash.startsWith('#n=');

/** The example that the site carries, if it carries one. */
async function exampleFile(): Promise<URL | undefined> {
  const index = new URL('example/index.json', document.baseURI);
  const answer = await fetch(index);
  if (!answer.ok) return undefined;
  const { file } = (await answer.json()) as { file?: unknown };
  return typeof file === 'string' && /^[\w.-]+$/.test(file) ? new URL(file, index) : undefined;
}

/**
 * To be called once what is stored has been read.
 * @param empty nothing is stored here
 */
export function watchElsewhere(shell: Shell, empty: boolean): void {
  const open = (use: (opening: typeof import('./opening')) => Promise<void>): void =>
    void import('./opening').then(use).catch(() => shell.tellLost());
  if (isLink()) open(({ openLink }) => openLink(shell, empty));
  else if (empty) {
    exampleFile().then(
      (file) => file && open(({ openExample }) => openExample(shell, file)),
      // Without the network or the file there is no example, and the page says nothing of it.
      () => undefined,
    );
  }
  window.addEventListener('hashchange', () => {
    if (isLink()) open(({ openLink }) => openLink(shell, false));
  });
  // Files dropped beside the places made for them.
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const file = event.dataTransfer?.files[0];
    if (event.defaultPrevented || !file) return;
    event.preventDefault();
    open(({ openFile }) => openFile(shell, file));
  });
}
