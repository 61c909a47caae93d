/** What a source of the four files gives: every one the same, so that all are read and checked by one piece of code. */
import type { Bytes } from '../../../src/core/dataset/bytes';
import { FILE_ROLES, type FileRole } from '../../../src/core/dataset/files';
import type { DatasetRecord } from '../../../src/storage/records';

export interface SourceFile {
  /** What the file is called there. */
  readonly name: string;
  /** Expected length unpacked, for progress. */
  readonly bytes: number;
  /** The file's bytes, gzip or plain. */
  open(): Bytes;
  /** Whether `open` can be called again at no cost. */
  readonly reopens?: boolean;
  /** Length and hash of the file as it was given, where `open` gives it in another form. */
  readonly original?: { readonly bytes: number; readonly sha256: string };
}

export interface Source {
  /** For people: "the site's own folder". */
  readonly title: string;
  /** What is being done to the files: "Downloading". */
  readonly verb: string;
  /** What to do if a file is bad; ends error messages. */
  readonly advice: string;
  readonly synthetic: boolean;
  /** Name of the set, where the source decides it. */
  readonly datasetName?: string;
  readonly official: 'required' | 'expected' | 'not-asked';
  readonly uploadToken?: string;
  /** What is to be remembered of the files beside their images. */
  readonly remarks?: Pick<DatasetRecord, 'missing' | 'converted' | 'labels'>;
  readonly files: Readonly<Record<FileRole, SourceFile>>;
}

/** Bytes of all four files unpacked. */
export function totalBytes(source: Source): number {
  return FILE_ROLES.reduce((sum, role) => sum + source.files[role].bytes, 0);
}
