/** Report, figures and notebook as files. The report's code is loaded when it is first asked for. */
import type { ReportSource } from '../report/types';
import { resolveParams } from '../notebook/document';
import { quoteValues } from '../notebook/live-values';
import { asLookbookError } from '../core/errors';
import { contentOf } from './content';
import { download, pickFile } from './download';
import type { Shell } from './shell.svelte';

async function reportSource(shell: Shell): Promise<ReportSource> {
  const { workspace } = shell;
  const { document, ledger, environment } = workspace;
  return {
    document: { ...document },
    cells: await Promise.all(
      document.cells.map(async (cell) => {
        const definition = shell.definition(cell.kind);
        const content = contentOf(workspace, cell);
        const status = workspace.statuses.get(cell.id);
        return {
          id: cell.id,
          definition,
          voice: (await definition.voice()).voice,
          params: resolveParams(document, workspace.shapes, cell),
          stale: workspace.isStale(cell.id),
          note: quoteValues(cell.note, (name) => workspace.summary(name)),
          ...(content ? { content } : {}),
          ...(status ? { status } : {}),
        };
      }),
    ),
    environment,
    ledger,
    appVersion: __APP_VERSION__,
    notebookJson: workspace.editor.exportText(),
  };
}

/** One file at a time: what is asked for while another is being made is not started. */
async function make(shell: Shell, what: string, name: string, work: () => Promise<Blob>): Promise<void> {
  if (shell.making !== undefined) return;
  shell.making = what;
  try {
    download(await work(), name);
    shell.workspace.notices.add(`${name} is in your downloads.`);
  } catch (thrown) {
    shell.workspace.notices.add(`${what} failed: ${asLookbookError(thrown).message}`, 'danger');
  } finally {
    shell.making = undefined;
  }
}

export const exportReport = (shell: Shell): Promise<void> =>
  make(shell, 'Making the report', 'report.html', async () => {
    const report = await import('../report/export');
    return report.exportReport(await reportSource(shell));
  });

export const saveFigures = (shell: Shell): Promise<void> =>
  make(shell, 'Saving the figures', 'figures.zip', async () => {
    const report = await import('../report/export');
    return report.saveFigures(await reportSource(shell));
  });

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
