/** Notebooks that come from elsewhere: from a link, from a file, or the site's ready-made example. Loaded after the start. */
import { asLookbookError } from '../core/errors';
import { day } from '../core/words/moments';
import type { NotebookDocument, ShownRun } from '../notebook/types';
import type { Shell } from './shell.svelte';

/** Asks the person for one file. Never settles if they change their mind and the browser does not tell. */
function pickFile(accept: string): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
}

/** @param file that failed */
function tell(shell: Shell, thrown: unknown, file?: File): void {
  const name = file ? `${file.name}: ` : '';
  shell.workspace.notices.add(name + asLookbookError(thrown).message, 'danger');
}

/** Whether a document from elsewhere is the study that is open here, wherever it is stored; a link may be without a name. */
const sameStudy = (theirs: NotebookDocument, own: NotebookDocument): boolean =>
  JSON.stringify({ ...theirs, id: '', author: theirs.author || own.author }) === JSON.stringify({ ...own, id: '' });

/** @param empty nothing is stored here, so that nothing can be lost by taking the link's notebook at once */
export async function openLink(shell: Shell, empty: boolean): Promise<void> {
  const { workspace } = shell;
  const { hash, pathname, search } = location;
  // A reload must not open the link again over what was done since.
  history.replaceState(history.state, '', pathname + search);
  try {
    const { readLink } = await import('../notebook/link');
    const document = await readLink(hash, workspace.shapes);
    if (!document) return;
    if (sameStudy(document, workspace.document)) {
      workspace.notices.add('The link holds the very notebook that is open here.');
      return;
    }
    const sentence = 'From a link: cells and parameters, without results. Your own notebook is kept as it is.';
    await workspace.show({ sentence, label: 'open a link', document });
    if (!empty) return;
    await workspace.endShow(true);
    const { editor } = workspace;
    workspace.notices.add('Opened from the link.', 'info', { label: 'Undo', run: () => editor.undo() });
  } catch (thrown) {
    tell(shell, thrown);
  }
}

async function readRunFile(
  shell: Shell,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ document: NotebookDocument; run: ShownRun }> {
  const { readRun } = await import('../notebook/run-file');
  return readRun(bytes, shell.workspace.shapes);
}

/** The site's example; whatever is wrong with it, the page goes on without. @param address of the saved run */
export async function openExample(shell: Shell, address: URL): Promise<void> {
  const { workspace } = shell;
  try {
    const packed = await fetch(address);
    if (!packed.ok) return;
    const example = await readRunFile(shell, new Uint8Array(await packed.arrayBuffer()));
    // The person may have begun meanwhile.
    if (workspace.busy || workspace.shown || workspace.statuses.size > 0 || workspace.editor.undoLabel) return;
    const { computedAt, environment } = example.run;
    const sentence = `Example: computed on ${day(computedAt)} with ${environment.description}; run it yourself.`;
    await workspace.show({ sentence, label: 'take the example', ...example });
  } catch (thrown) {
    const message = `The example could not be shown: ${asLookbookError(thrown).message}`;
    workspace.log.add({ at: new Date().toISOString(), level: 'info', where: 'page', message });
  }
}

/** A notebook.json, which takes the place of the notebook (undoable), or a saved run, which is shown. */
export async function openFile(shell: Shell, file: File): Promise<void> {
  const { workspace } = shell;
  const { editor, notices } = workspace;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    // "PK": a zip.
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      const saved = await readRunFile(shell, bytes);
      const { computedAt, environment } = saved.run;
      const sentence = `${file.name}: a run computed on ${day(computedAt)} with ${environment.description}. Your own notebook is kept as it is.`;
      await workspace.show({ sentence, label: 'take an opened run', ...saved });
      return;
    }
    await workspace.endShow(false);
    if (await editor.importText(new TextDecoder().decode(bytes), file.name))
      notices.add(`${file.name} opened.`, 'info', { label: 'Undo', run: () => editor.undo() });
  } catch (thrown) {
    tell(shell, thrown, file);
  }
}

export async function importNotebook(shell: Shell): Promise<void> {
  const file = await pickFile('.json,.zip,application/json,application/zip');
  if (file) await openFile(shell, file);
}

/** Puts the notebook's link on the clipboard, or into the address bar where the clipboard is refused. */
export async function copyLink(shell: Shell, options: { readonly named: boolean }): Promise<void> {
  const { workspace } = shell;
  const { linkHash } = await import('../notebook/link');
  const hash = await linkHash(workspace.document, options);
  try {
    await navigator.clipboard.writeText(new URL(hash, new URL(location.pathname, location.href)).href);
    workspace.notices.add(
      `The link is copied: it holds the cells, parameters and notes, but no results${options.named ? '; it names you' : ' and no name'}.`,
    );
  } catch {
    history.replaceState(history.state, '', hash);
    workspace.notices.add('The browser keeps the clipboard closed: the link is in the address bar instead.');
  }
}
