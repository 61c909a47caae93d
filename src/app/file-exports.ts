/** Makes the files that leave the page: report, figures, kit, run. Loaded when the first is asked for. */
import { imageSize } from '../cells/sizes';
import type { CellContent } from '../cells/types';
import { LookbookError, asLookbookError } from '../core/errors';
import type { FileRequest } from '../core/exchange';
import { exporterOf } from '../core/exchange';
import { arraysOf } from '../core/exchange/make';
import type { ArtifactRef } from '../core/results/types';
import { resolveParams } from '../notebook/document';
import { quoteValues, type Lookup } from '../notebook/live-values';
import { zipFiles } from '../notebook/zip';
import { nextTask } from '../plots/queue';
import { exportReport as reportBlob, figurePngs } from '../report/export';
import { exportKit as kitBlob, kitParts as partsOf, type KitPart } from '../report/kit';
import { hasPixels, showsImages, withoutImages } from '../report/privacy';
import type { ReportSource } from '../report/types';
import { contentOf } from './content';
import { download } from './download';
import { madeFile } from './made-file';
import { quotable } from './quotable';
import type { Shell } from './shell.svelte';

export async function reportSource(shell: Shell): Promise<ReportSource> {
  const { workspace } = shell;
  const { document, ledger, computedOn: environment, shown } = workspace;
  const loaded = await Promise.all(
    document.cells.map(async (cell) => {
      const definition = shell.definition(cell.kind);
      return {
        cell,
        definition,
        presentation: (await definition.presentation()).presentation,
        content: contentOf(workspace, cell),
      };
    }),
  );
  const lookup: Lookup = (name) => {
    const quoted = workspace.cellOf(name);
    const found = loaded.find(({ cell }) => cell.id === quoted?.id);
    return found?.content && quotable(found.presentation, found.content);
  };
  return {
    document: { ...document },
    cells: loaded.map(({ cell, definition, presentation, content }) => {
      const status = workspace.statuses.get(cell.id);
      return {
        id: cell.id,
        title: shell.titleOf(cell),
        definition,
        presentation,
        params: resolveParams(document, workspace.shapes, cell),
        stale: workspace.isStale(cell.id),
        note: quoteValues(cell.note, lookup),
        ...(content ? { content } : {}),
        ...(status ? { status } : {}),
      };
    }),
    environment,
    ledger,
    ...(shown?.run ? { notice: shown.sentence } : {}),
    appVersion: __APP_VERSION__,
    makeFile: (request) => madeFile(shell, request),
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
    shell.workspace.notices.add(`${name} was not made: ${asLookbookError(thrown).message}`, 'danger');
  } finally {
    shell.making = undefined;
  }
}

export const exportReport = (shell: Shell): Promise<void> =>
  make(shell, 'Making the report', 'report.html', async () => reportBlob(await reportSource(shell)));

export const saveFigures = (shell: Shell): Promise<void> =>
  make(shell, 'Saving the figures', 'figures.zip', async () => {
    const bytes = await zipFiles(await figurePngs(await reportSource(shell)));
    return new Blob([bytes], { type: 'application/zip' });
  });

export const exportKit = (shell: Shell): Promise<void> =>
  make(shell, 'Making the hand-in kit', 'hand-in-kit.zip', async () => kitBlob(await reportSource(shell)));

/** Arrays up to this are kept in a saved run whatever uses them: a cell's own view may. */
const SMALL_BYTES = 300_000;

/** The arrays that a file is made from; none of one that cannot be made. */
function neededBy(request: FileRequest): ArtifactRef[] {
  try {
    return Object.values(arraysOf(request)).flatMap((refs) => Object.values(refs));
  } catch {
    return [];
  }
}

/**
 * The arrays that the cells' figures, images and files are made from, and all small ones. Where images are left out, those
 * alone of the arrays of pixels that figures and aggregates are made from.
 */
async function shownArrays({ cells }: ReportSource): Promise<ArtifactRef[]> {
  const noImages = withoutImages(cells);
  const found = new Map<string, ArtifactRef>();
  for (const { presentation, content } of cells) {
    if (!content) continue;
    const size = imageSize(content);
    for (const ref of Object.values(content.result.artifacts)) {
      if (ref.bytes <= SMALL_BYTES && !(noImages && hasPixels(ref, size))) found.set(ref.hash, ref);
    }
    const seen: CellContent = {
      ...content,
      async read(ref) {
        const array = await content.read(ref);
        found.set(ref.hash, ref);
        return array;
      },
    };
    // What cannot be drawn or made here reads nothing that the run would need.
    const ignore = (): void => undefined;
    try {
      for (const block of presentation.blocks(seen)) {
        await nextTask();
        if (block.type === 'figure') await block.draw().catch(ignore);
        if (block.type === 'images' && !(noImages && showsImages(block))) await block.load().catch(ignore);
      }
      for (const request of presentation.files?.(seen) ?? [])
        for (const ref of neededBy(request)) found.set(ref.hash, ref);
    } catch {
      // The page says the same where this cell's blocks should be.
    }
  }
  return [...found.values()];
}

/** The run as one file: opened on any Lookbook, it shows the notebook with its results. */
export const saveRun = (shell: Shell): Promise<void> =>
  make(shell, 'Saving the run', 'lookbook-run.zip', async () => {
    const { workspace } = shell;
    const { document, statuses, ledger, computedOn } = workspace;
    if (!computedOn) throw new LookbookError('input/missing', 'It is not known yet where the results were computed.');
    const results = document.cells.flatMap(({ id }) => workspace.result(id) ?? []);
    const parts = {
      document,
      environment: computedOn,
      statuses: statuses.values(),
      results,
      ledger,
      arrays: await shownArrays(await reportSource(shell)),
      read: (ref: ArtifactRef) => workspace.readArray(ref),
    };
    const { writeRun } = await import('../notebook/run-file');
    return new Blob([await writeRun(parts)], { type: 'application/zip' });
  });

/** The kit's files but the figures, to be taken one by one. */
export const kitParts = async (shell: Shell): Promise<readonly KitPart[]> => partsOf(await reportSource(shell));

/** Makes one file that a cell offers and downloads it. */
export async function saveFile(shell: Shell, request: FileRequest): Promise<void> {
  const { name, mediaType } = exporterOf(request.exporter);
  download(new Blob([await madeFile(shell, request)], { type: mediaType }), name);
}
