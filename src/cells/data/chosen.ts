/** Files that a person drops or chooses: which is which, and keeping them for the load task. Loaded with the first file. */
import { unpackBlob } from '../../core/dataset/bytes';
import type { GivenFile } from '../../core/dataset/checks';
import { readGivenHeader, type GivenHeader } from '../../core/dataset/float-idx';
import { recogniseFiles } from '../../core/dataset/recognise';
import { withDatabase } from '../../storage/schema';
import { stageUpload } from '../../storage/uploads';

export { recogniseSoFar } from '../../core/dataset/recognise';

/** A chosen file whose header has been read. */
export interface ChosenFile extends GivenFile {
  readonly bytes: Blob;
  readonly header: GivenHeader;
}

/** Looks into a file's first bytes. @throws LookbookError saying what is wrong with it */
export async function inspectFile(file: File): Promise<ChosenFile> {
  const inHand = { name: file.name, advice: 'Choose one of the four Fashion-MNIST files, gzip or plain.' };
  // The header needs 16 bytes; a gzip of any of the four files yields them from its first kilobytes.
  const header = await readGivenHeader(unpackBlob(file, inHand), inHand);
  return { name: file.name, header, bytes: file };
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
