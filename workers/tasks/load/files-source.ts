/** Files that a person dropped or chose; the page has kept them in storage. Loaded when they are asked for. */
import { chunksOf, unpackBlob, type Bytes } from '../../../src/core/dataset/bytes';
import { byRole, type FileRole } from '../../../src/core/dataset/files';
import {
  floatsAsBytes,
  isFloat,
  readGivenHeader,
  scaleOf,
  scanFloats,
  type FloatHeader,
  type FloatScan,
  type GivenHeader,
} from '../../../src/core/dataset/float-idx';
import { labelRange, readIdxLabels, type LabelRange } from '../../../src/core/dataset/labels';
import { recogniseFiles } from '../../../src/core/dataset/recognise';
import { LookbookError } from '../../../src/core/errors';
import type { DatasetRecord } from '../../../src/storage/records';
import { pixelsOf } from '../../../src/core/dataset/shape';
import type { TaskContext } from '../types';
import type { Source, SourceFile } from './source';
import type { LoadSpec } from './types';

const advice = 'Choose an undamaged copy of the file.';

interface GivenBlob {
  readonly name: string;
  readonly header: GivenHeader;
  readonly bytes: Blob;
}

export async function filesSource(
  spec: LoadSpec,
  { datasets, turn }: Pick<TaskContext, 'datasets' | 'turn'>,
): Promise<Source> {
  const upload = spec.uploadToken ? await datasets.upload(spec.uploadToken) : undefined;
  const stored = upload ? undefined : await storedWithOtherLabels(spec, datasets);
  if (stored) return stored;
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
    const header = await readGivenHeader(unpackBlob(bytes, { name, advice }), { name, advice });
    given.push({ name, header, bytes });
  }
  const found: Record<FileRole, GivenBlob> = recogniseFiles(given);
  const floats = await readFloats(found, turn);
  const { least } = await readLabelRange(found);
  return {
    title: 'dropped files',
    verb: 'Reading',
    advice,
    synthetic: false,
    official: spec.acceptUnofficial ? 'not-asked' : 'expected',
    uploadToken: spec.uploadToken,
    remarks: { ...floats?.remarks, labels: { least, shift: spec.shiftLabels ? least : 0 } },
    files: byRole((role) => {
      const float = floats?.files[role];
      if (float) return float;
      const { name, header, bytes } = found[role];
      return {
        name,
        bytes: header.headerBytes + header.count * header.itemBytes,
        open: () => chunksOf(bytes.stream()),
        reopens: true,
      };
    }),
  };
}

/** The same files' set with labels that are not numbered as asked, where it is stored and knows where they begin. */
async function storedWithOtherLabels(
  { uploadToken, shiftLabels, acceptUnofficial }: LoadSpec,
  datasets: TaskContext['datasets'],
): Promise<Source | undefined> {
  if (!uploadToken || !acceptUnofficial) return undefined;
  const shiftFor = ({ labels }: DatasetRecord): number => (shiftLabels ? (labels?.least ?? 0) : 0);
  const record = (await datasets.records()).find(
    (one) => one.uploadToken === uploadToken && one.labels && one.labels.shift !== shiftFor(one),
  );
  return record && (await import('./stored-source')).storedSource(record, shiftFor(record), datasets);
}

function readLabelRange(found: Readonly<Record<FileRole, GivenBlob>>): Promise<LabelRange> {
  const read = ({ name, bytes }: GivenBlob): Promise<Uint8Array> =>
    readIdxLabels(unpackBlob(bytes, { name, advice }), { name, advice });
  return Promise.all([read(found['train-labels']), read(found['test-labels'])]).then((parts) => labelRange(...parts));
}

/**
 * The files that hold floating-point numbers, read once through: how they become bytes, and what is missing in them.
 * @returns undefined if all four hold bytes
 */
async function readFloats(
  found: Readonly<Record<FileRole, GivenBlob>>,
  turn: () => Promise<void>,
): Promise<{ files: Partial<Record<FileRole, SourceFile>>; remarks: NonNullable<Source['remarks']> } | undefined> {
  const unpacked = ({ name, bytes }: GivenBlob): Bytes => unpackBlob(bytes, { name, advice });
  const scans: { readonly role: FileRole; readonly header: FloatHeader; readonly scan: FloatScan }[] = [];
  for (const role of ['train-images', 'test-images'] as const) {
    const file = found[role];
    const { name, header } = file;
    if (!isFloat(header)) continue;
    scans.push({ role, header, scan: await scanFloats(unpacked(file), header, { name, advice }, turn) });
  }
  const all = scans.map(({ scan }) => scan);
  if (all.length === 0) return undefined;
  const scale = scaleOf(all, 'Rescale the values and choose the files again.');
  const files: Partial<Record<FileRole, SourceFile>> = {};
  for (const { role, header, scan } of scans) {
    const file = found[role];
    const { name, bytes, sha256 } = scan;
    files[role] = {
      name,
      bytes: 16 + header.count * pixelsOf(header.size),
      open: () => floatsAsBytes(unpacked(file), header, { name, advice }, scale),
      original: { bytes, sha256 },
    };
  }
  const missingOf = (role: 'train-images' | 'test-images'): Uint16Array =>
    scans.find((one) => one.role === role)?.scan.missing ?? new Uint16Array(found[role].header.count);
  const missing = { train: missingOf('train-images'), test: missingOf('test-images') };
  const any = all.some((scan) => scan.missing.some((values) => values > 0));
  return {
    files,
    remarks: {
      converted: `floating-point numbers from 0 to ${scale === 255 ? '1, times 255 and' : '255,'} rounded to whole numbers`,
      ...(any ? { missing } : {}),
    },
  };
}
