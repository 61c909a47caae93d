/** Report, figures, kit and notebook as files. What makes them is loaded when it is first asked for. */
import type { ShellActions } from '../ui/actions';
import { download, pickFile } from './download';
import type { Shell } from './shell.svelte';

const making = (): Promise<typeof import('./making')> => import('./making');

export const exportReport = async (shell: Shell): Promise<void> => (await making()).exportReport(shell);
export const saveFigures = async (shell: Shell): Promise<void> => (await making()).saveFigures(shell);

export const exportNotebook = (shell: Shell): void => download(shell.workspace.editor.exportText(), 'notebook.json');

export const downloadLog = (shell: Shell): void =>
  download(`${shell.workspace.log.toText()}\n`, 'lookbook-log.txt', 'text/plain');

export async function importNotebook(shell: Shell): Promise<void> {
  const file = await pickFile('.json,application/json');
  if (!file) return;
  const { editor, notices } = shell.workspace;
  if (editor.importText(await file.text())) {
    notices.add(`${file.name} opened.`, 'info', { label: 'Undo', run: () => editor.undo() });
  }
}

/** What cells' own views may ask the shell to make. */
export const exportActions = (shell: Shell): ShellActions => ({
  exportReport: () => exportReport(shell),
  saveFigures: () => saveFigures(shell),
  exportKit: async () => (await making()).exportKit(shell),
  kitParts: async () => (await making()).kitParts(shell),
  download: ({ name, bytes }) => download(new Blob([bytes]), name),
});
