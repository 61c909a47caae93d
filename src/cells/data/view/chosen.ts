/** Files that a person drops or chooses: which is which, and keeping them for the load task. Loaded with the first file. */
import { unpackBlob } from '../../../core/dataset/bytes';
import type { GivenFile } from '../../../core/dataset/checks';
import { readGivenHeader, type GivenHeader } from '../../../core/dataset/float-idx';
import { labelRange, readIdxLabels, type LabelRange } from '../../../core/dataset/labels';
import { recogniseFiles, recogniseSoFar } from '../../../core/dataset/recognise';
import type { FileRole } from '../../../core/dataset/files';
import { withDatabase } from '../../../storage/schema';
import { stageUpload } from '../../../storage/uploads';

export { recogniseSoFar };

/** A chosen file whose header has been read. */
export interface ChosenFile extends GivenFile {
  readonly bytes: Blob;
  readonly header: GivenHeader;
  /** Of a file of labels. */
  readonly labels?: LabelRange;
}

/** Looks into a file's first bytes; labels are read whole. @throws LookbookError saying what is wrong with it */
export async function inspectFile(file: File): Promise<ChosenFile> {
  const inHand = { name: file.name, advice: 'Choose one of the four files of a set, gzip or plain.' };
  // The header needs 16 bytes; a gzip of any of the four files yields them from its first kilobytes.
  const header = await readGivenHeader(unpackBlob(file, inHand), inHand);
  const chosen = { name: file.name, header, bytes: file };
  if (header.kind === 'images') return chosen;
  return { ...chosen, labels: labelRange(await readIdxLabels(unpackBlob(file, inHand), inHand)) };
}

/**
 * The chosen files with some more. A later file takes the place of an earlier one of its name, though it be refused: what is
 * not in the list is not loaded.
 * @returns the files, and a sentence for each that was refused
 */
export async function gather(
  chosen: readonly ChosenFile[],
  given: readonly File[],
): Promise<{ files: readonly ChosenFile[]; problems: readonly string[] }> {
  let files = chosen;
  const problems: string[] = [];
  for (const file of given) {
    files = files.filter(({ name }) => name !== file.name);
    try {
      files = [...files, await inspectFile(file)];
    } catch (thrown) {
      problems.push(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
  return { files, problems };
}

type Found = Partial<Record<FileRole, ChosenFile>>;

/** Files that have no role among those found. */
export function unusedOf(files: readonly ChosenFile[], found: Found): ChosenFile[] {
  const used = new Set(Object.values(found));
  return files.filter((file) => !used.has(file));
}

/** Least and greatest label of both files; undefined before both are there. */
export function labelsOf(found: Found): LabelRange | undefined {
  const [train, test] = [found['train-labels']?.labels, found['test-labels']?.labels];
  if (!train || !test) return undefined;
  return { least: Math.min(train.least, test.least), greatest: Math.max(train.greatest, test.greatest) };
}

/**
 * Keeps the four files of a set for the load task.
 * @returns their token
 * @throws LookbookError as {@link recogniseFiles} does; `storage/quota`
 */
export function keepFiles(files: readonly ChosenFile[]): Promise<string> {
  const found = Object.values(recogniseFiles(files));
  return withDatabase((db) => stageUpload(db, found));
}
