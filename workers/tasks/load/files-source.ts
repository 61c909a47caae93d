/** Files that a person dropped or chose; the page has kept them in storage. Loaded when they are asked for. */
import { chunksOf, unpack } from '../../../src/core/dataset/bytes';
import { byRole } from '../../../src/core/dataset/files';
import { readIdxHeader } from '../../../src/core/dataset/idx';
import { recogniseFiles } from '../../../src/core/dataset/recognise';
import { LookbookError } from '../../../src/core/errors';
import type { Database } from '../../../src/storage/schema';
import { readUpload } from '../../../src/storage/uploads';
import type { Source } from './source';
import type { LoadSpec } from './types';

export async function filesSource(spec: LoadSpec, db: Database): Promise<Source> {
  const advice = 'Choose an undamaged copy of the file.';
  const upload = spec.uploadToken ? await readUpload(db, spec.uploadToken) : undefined;
  if (!upload || !spec.uploadToken) {
    throw new LookbookError(
      'data/missing',
      spec.uploadToken
        ? 'The dropped files are no longer kept in this browser. Drop or choose the four files again.'
        : 'No files have been chosen yet. Drop the four files (gzip or plain IDX) on the Data cell, or choose another source.',
    );
  }
  const given = [];
  for (const { name, bytes } of upload.files) {
    const header = await readIdxHeader(unpack(chunksOf(bytes.stream()), { name, advice }), { name, advice });
    given.push({ name, header, bytes });
  }
  const found = recogniseFiles(given);
  return {
    title: 'dropped files',
    verb: 'Reading',
    advice,
    synthetic: false,
    official: spec.acceptUnofficial ? 'not-asked' : 'expected',
    uploadToken: spec.uploadToken,
    files: byRole((role) => {
      const { name, header, bytes } = found[role];
      return {
        name,
        bytes: header.headerBytes + header.count * header.itemBytes,
        open: () => chunksOf(bytes.stream()),
      };
    }),
  };
}
