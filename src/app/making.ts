/** Makes the files that leave the page: report, figures, kit, run. Loaded when the first is asked for. */
import { asLookbookError } from '../core/errors';
import { zipFiles } from '../core/zip';
import { resolveParams } from '../notebook/document';
import { quoteValues } from '../notebook/live-values';
import { nextTask } from '../plots/queue';
import { exportReport as reportBlob, figurePngs } from '../report/export';
import { exportKit as kitBlob, kitParts as partsOf, type KitPart } from '../report/kit';
import type { ReportSource } from '../report/types';
import { contentOf } from './content';
import { download } from './download';
import type { Shell } from './shell.svelte';

export async function reportSource(shell: Shell): Promise<ReportSource> {
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
          title: shell.titleOf(cell),
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
  make(shell, 'Making the report', 'report.html', async () => reportBlob(await reportSource(shell)));

export const saveFigures = (shell: Shell): Promise<void> =>
  make(shell, 'Saving the figures', 'figures.zip', async () => {
    const bytes = await zipFiles(await figurePngs(await reportSource(shell)), nextTask);
    return new Blob([bytes], { type: 'application/zip' });
  });

export const exportKit = (shell: Shell): Promise<void> =>
  make(shell, 'Making the hand-in kit', 'hand-in-kit.zip', async () => kitBlob(await reportSource(shell)));

/** The kit's files but the figures, to be taken one by one. */
export const kitParts = async (shell: Shell): Promise<readonly KitPart[]> => partsOf(await reportSource(shell));
