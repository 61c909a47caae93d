/** Report, figures, kit and notebook as files. What makes them is loaded when it is first asked for. */
import type { LedgerActions, NeighbourActions, ShellActions } from '../ui/actions';
import { download } from './download';
import type { Shell } from './shell.svelte';

const fileExports = (): Promise<typeof import('./file-exports')> => import('./file-exports');

export const exportReport = async (shell: Shell): Promise<void> => (await fileExports()).exportReport(shell);
export const saveFigures = async (shell: Shell): Promise<void> => (await fileExports()).saveFigures(shell);

export const exportNotebook = (shell: Shell): void => download(shell.workspace.editor.exportText(), 'notebook.json');

export const importNotebook = async (shell: Shell): Promise<void> => (await import('./opening')).importNotebook(shell);
/** Copies the notebook's link; asks before, where it could carry a name. */
export async function shareLink(shell: Shell): Promise<void> {
  if (shell.workspace.document.author.trim()) shell.dialog = 'ShareLink';
  else await (await import('./opening')).copyLink(shell, { named: false });
}

/** What cells' own views may ask the shell to make. */
export const exportActions = (shell: Shell): Omit<ShellActions, keyof NeighbourActions | keyof LedgerActions> => ({
  dataUrl: shell.dataUrl,
  exportReport: () => exportReport(shell),
  saveFigures: () => saveFigures(shell),
  exportKit: async () => (await fileExports()).exportKit(shell),
  saveRun: async () => (await fileExports()).saveRun(shell),
  saveFile: async (request) => (await fileExports()).saveFile(shell, request),
  kitParts: async () => (await fileExports()).kitParts(shell),
  download: ({ name, bytes }) => download(new Blob([bytes]), name),
});
