/**
 * Zip files, made and read in small steps: `turn` is awaited between them, so that a page stays free. (fflate's own
 * background workers are made of blobs, which the page's policy forbids.)
 */
import { Unzip, UnzipInflate, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { LookbookError } from './errors';

export type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
type Turn = () => Promise<void>;

/** Bytes a step: about 20 ms of compressing. */
const STEP = 2 ** 19;

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function inSteps(bytes: Uint8Array, push: (part: Uint8Array, last: boolean) => void, turn: Turn): Promise<void> {
  for (let at = 0; at === 0 || at < bytes.length; at += STEP) {
    push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    await turn();
  }
}

/** @param files path -> bytes; pictures are stored as they are, since they are compressed already */
export async function zipFiles(files: Files, turn: Turn): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [name, bytes] of Object.entries(files)) {
    const entry = name.endsWith('.png') ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    archive.add(entry);
    await inSteps(bytes, (part, last) => entry.push(part, last), turn);
  }
  archive.end();
  return joined(chunks);
}

/**
 * @param limit bytes that the files may have in all, so that a small archive cannot fill the memory
 * @throws LookbookError `notebook/invalid` for what is no zip, is damaged, or holds more than the limit
 */
export async function unzipFiles(archive: Uint8Array, limit: number, turn: Turn): Promise<Files> {
  const files = new Map<string, Uint8Array[]>();
  const done: Record<string, Uint8Array<ArrayBuffer>> = {};
  let total = 0;
  let started = 0;
  const unzip = new Unzip((file) => {
    started += 1;
    file.ondata = (error, chunk, last) => {
      if (error) throw error;
      total += chunk.length;
      if (total > limit) throw new LookbookError('notebook/invalid', 'This file holds more than a run can.');
      const chunks = files.get(file.name) ?? [];
      chunks.push(chunk);
      files.set(file.name, chunks);
      if (last) done[file.name] = joined(chunks);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    await inSteps(archive, (part, last) => unzip.push(part, last), turn);
  } catch (cause) {
    if (cause instanceof LookbookError) throw cause;
    throw new LookbookError('notebook/invalid', 'This file is damaged: it cannot be unpacked.', { cause });
  }
  if (started === 0 || Object.keys(done).length < started)
    throw new LookbookError('notebook/invalid', 'This file is damaged or no run of Lookbook: it cannot be unpacked.');
  return done;
}
