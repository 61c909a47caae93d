/** The files that cells offer beyond words and figures, made for the hand-in kit. */
import { exporterOf } from '../core/exchange';
import { makeFile } from '../core/exchange/make';
import { nextTask } from '../plots/queue';
import type { ReportSource } from './types';

/** A file with the cell it comes from. */
export interface GatheredFile {
  /** Where two cells have the same name, the lower one's keeps it, the other's stands in a folder with its cell's id. */
  readonly name: string;
  /** The cell's title. */
  readonly from: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How it is used, in a sentence. */
  readonly use?: string;
}

/**
 * All cells' files. The last cell that offers a name keeps it; the same name from a cell above stands in a folder with
 * that cell's id, so that nothing replaces anything. What could not be made is told and costs no other file.
 */
export async function gatherFiles(
  source: Pick<ReportSource, 'cells' | 'makeFile'>,
): Promise<{ files: GatheredFile[]; failed: readonly string[] }> {
  const failed: string[] = [];
  const gathered: (GatheredFile & { readonly id: string })[] = [];
  for (const { id, title, definition, presentation, content } of source.cells) {
    if (!content || !presentation.files) continue;
    const from = title ?? definition.title;
    const make = source.makeFile ?? ((request) => makeFile(request, (ref) => content.read(ref)));
    const tell = (thrown: unknown): void => {
      failed.push(`${from}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    };
    try {
      for (const request of presentation.files(content)) {
        await nextTask();
        try {
          const { name, use } = exporterOf(request.exporter);
          gathered.push({ id, name, from, bytes: await make(request), ...(use ? { use } : {}) });
        } catch (thrown) {
          tell(thrown);
        }
      }
    } catch (thrown) {
      tell(thrown);
    }
  }
  const files = gathered.map(({ id, name, ...file }, index) => {
    const later = gathered.slice(index + 1).some((other) => other.name === name);
    return { name: later ? `${id}/${name}` : name, ...file };
  });
  return { files, failed };
}
