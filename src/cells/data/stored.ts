/** What the Data cell's view reads from and writes to storage. Page only. */
import { chunksOf, unpack } from '../../core/dataset/bytes';
import { readIdxHeader } from '../../core/dataset/idx';
import type { GivenFile } from '../../core/dataset/recognise';
import { readFirst, type PartImages } from '../../storage/datasets';
import { openDatabase, type Database } from '../../storage/schema';
import { stageUpload } from '../../storage/uploads';

/** A chosen file whose header has been read. */
export interface ChosenFile extends GivenFile {
  readonly bytes: Blob;
}

async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase();
  try {
    return await use(db);
  } finally {
    db.close();
  }
}

/** The first 2,000 training images of a stored set. @throws LookbookError `data/missing`, `storage/corrupt` */
export function firstImages(datasetHash: string): Promise<PartImages> {
  return withDatabase((db) => readFirst(db, datasetHash));
}

/** Looks into a file's first bytes. @throws LookbookError saying what is wrong with it */
export async function inspectFile(file: File): Promise<ChosenFile> {
  const inHand = { name: file.name, advice: 'Choose one of the four Fashion-MNIST files, gzip or plain.' };
  // The header needs 16 bytes; a gzip of any of the four files yields them from its first kilobytes.
  const header = await readIdxHeader(unpack(chunksOf(file.stream()), inHand), inHand);
  return { name: file.name, header, bytes: file };
}

/** Keeps the files for the load task. @returns their token */
export function keepFiles(files: readonly ChosenFile[]): Promise<string> {
  return withDatabase((db) => stageUpload(db, files));
}
