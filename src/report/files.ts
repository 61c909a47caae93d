/** The files that cells give to the hand-in kit beyond words and figures. Pure. */
import type { KitFile } from '../cells/types';
import { nextTask } from '../plots/queue';
import type { ReportCell } from './types';

/** A file with the cell it comes from. */
export interface GatheredFile {
  readonly name: string;
  /** The cell's title. */
  readonly from: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Parts of a path that every system takes, and that cannot leave the folder. */
const NAME = /^[\w][\w.-]*(\/[\w][\w.-]*)*$/;

const bytesOf = (file: KitFile): Uint8Array<ArrayBuffer> =>
  'bytes' in file ? file.bytes : new TextEncoder().encode(file.text);

/**
 * All cells' files. The last cell that offers a name keeps it; the same name from a cell above stands in a folder with
 * that cell's id, so that nothing replaces anything. What a cell could not make is told and costs no other file.
 */
export async function gatherFiles(
  cells: readonly ReportCell[],
): Promise<{ files: GatheredFile[]; failed: readonly string[] }> {
  const failed: string[] = [];
  const gathered: (GatheredFile & { readonly id: string })[] = [];
  for (const cell of cells) {
    const { id, definition, voice, content } = cell;
    if (!content || !voice.files) continue;
    const from = cell.title ?? definition.title;
    await nextTask();
    try {
      for (const file of await voice.files(content)) {
        if (!NAME.test(file.name)) throw new Error(`"${file.name}" cannot be the name of a file.`);
        gathered.push({ id, name: file.name, from, bytes: bytesOf(file) });
      }
    } catch (thrown) {
      failed.push(`${from}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  const files = gathered.map(({ id, name, from, bytes }, index) => {
    const later = gathered.slice(index + 1).some((other) => other.name === name);
    return { name: later ? `${id}/${name}` : name, from, bytes };
  });
  return { files, failed };
}
