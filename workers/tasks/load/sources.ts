/** Where the four files come from. Every source gives the same thing, so that all are read and checked by one piece of code. */
import { chunksOf, looksLikeHtml, unpack, type Bytes } from '../../../src/core/dataset/bytes';
import { FILE_ROLES, MIRROR, OFFICIAL_FILES, byRole, type FileRole } from '../../../src/core/dataset/files';
import { encodeIdxHeader, readIdxHeader } from '../../../src/core/dataset/idx';
import { recogniseFiles } from '../../../src/core/dataset/recognise';
import { parseSiteIndex } from '../../../src/core/dataset/site-index';
import {
  SYNTHETIC_COUNTS,
  SYNTHETIC_NAME,
  syntheticImages,
  syntheticLabels,
} from '../../../src/core/dataset/synthetic';
import { LookbookError } from '../../../src/core/errors';
import { SHARD_SIZE } from '../../../src/storage/shards';
import { readUpload } from '../../../src/storage/uploads';
import type { Database } from '../../../src/storage/schema';
import type { LoadSpec } from './types';

export interface SourceFile {
  /** What the file is called there. */
  readonly name: string;
  /** Expected length unpacked, for progress. */
  readonly bytes: number;
  /** The file's bytes, gzip or plain. */
  open(): Bytes;
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
  readonly files: Readonly<Record<FileRole, SourceFile>>;
}

const OTHER_WAYS = 'load the synthetic sample, drop the four files on the Data cell, or use the public mirror';

export async function openSource(spec: LoadSpec, dataUrl: string, db: Database, signal: AbortSignal): Promise<Source> {
  switch (spec.source) {
    case 'site':
      return siteSource(dataUrl, signal);
    case 'mirror':
      return mirrorSource(signal);
    case 'files':
      return filesSource(spec, db);
    case 'synthetic':
      return syntheticSource();
  }
}

async function siteSource(dataUrl: string, signal: AbortSignal): Promise<Source> {
  const advice = `This site's copy is not usable as it is: tell whoever hosts it, and meanwhile ${OTHER_WAYS}.`;
  const entries = parseSiteIndex(await fetchIndex(new URL('index.json', dataUrl), signal, advice), advice);
  return {
    title: "the site's own folder",
    verb: 'Downloading',
    advice,
    synthetic: false,
    official: 'required',
    files: byRole((role) => {
      const { pack, bytes } = entries[role];
      return { name: pack, bytes, open: () => download(new URL(pack, dataUrl), signal, advice) };
    }),
  };
}

/** @throws LookbookError `data/not-found` if there is no index (404, or a page in its place), which alone permits the fallback */
async function fetchIndex(url: URL, signal: AbortSignal, advice: string): Promise<unknown> {
  const response = await request(url, signal);
  const text = response.ok ? await bodyText(response, url, signal) : '';
  const page = looksLikeHtml(new TextEncoder().encode(text.slice(0, 256)));
  if (response.status === 404 || response.status === 410 || page) {
    throw new LookbookError(
      'data/not-found',
      `This site does not hold the data set: ${page ? 'a web page was answered' : `status ${response.status}`} for index.json of its data folder. ` +
        `You can ${OTHER_WAYS}.`,
    );
  }
  if (!response.ok) throw statusError(response, url);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const start = JSON.stringify(text.slice(0, 20));
    throw new LookbookError(
      'data/wrong-magic',
      `index.json of the data folder is not JSON: it begins with ${start}. ${advice}`,
      {
        cause,
      },
    );
  }
}

function mirrorSource(signal: AbortSignal): Source {
  const advice = `The mirror (${MIRROR.host}) may have changed: try again later, or drop the four files on the Data cell.`;
  return {
    title: `${MIRROR.name} (${MIRROR.host})`,
    verb: 'Downloading',
    advice,
    synthetic: false,
    official: 'required',
    files: byRole((role) => {
      const { name, bytes } = OFFICIAL_FILES[role];
      return { name: `${name}.gz`, bytes, open: () => download(new URL(`${name}.gz`, MIRROR.base), signal, advice) };
    }),
  };
}

async function filesSource(spec: LoadSpec, db: Database): Promise<Source> {
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

function syntheticSource(): Source {
  const files = byRole((role): SourceFile => {
    const { part, kind, name } = OFFICIAL_FILES[role];
    const count = SYNTHETIC_COUNTS[part];
    const header = encodeIdxHeader(kind, count);
    const open = async function* (): AsyncGenerator<Uint8Array> {
      yield header;
      const labels = syntheticLabels(part);
      if (kind === 'labels') {
        yield labels;
        return;
      }
      // A tenth of a shard at a time: about 15 ms, so that cancelling and heartbeats come in between.
      const step = SHARD_SIZE / 10;
      for (let start = 0; start < count; start += step) {
        yield syntheticImages(part, start, labels.subarray(start, start + step));
      }
    };
    return { name, bytes: header.length + count * (kind === 'images' ? 784 : 1), open };
  });
  return {
    title: 'the built-in generator',
    verb: 'Drawing',
    advice: 'This is a defect of Lookbook: please report it.',
    synthetic: true,
    datasetName: SYNTHETIC_NAME,
    official: 'not-asked',
    files,
  };
}

async function* download(url: URL, signal: AbortSignal, advice: string): AsyncGenerator<Uint8Array> {
  const response = await request(url, signal);
  if (!response.ok) {
    if (response.status !== 404) throw statusError(response, url);
    throw new LookbookError(
      'data/network',
      `The data folder is incomplete: there is no ${url.href} (status 404). ${advice}`,
    );
  }
  if (!response.body) return;
  try {
    yield* chunksOf(response.body);
  } catch (cause) {
    throw networkError(cause, url, signal);
  }
}

async function request(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal });
  } catch (cause) {
    throw networkError(cause, url, signal);
  }
}

async function bodyText(response: Response, url: URL, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw networkError(cause, url, signal);
  }
}

function networkError(cause: unknown, url: URL, signal: AbortSignal): unknown {
  if (signal.aborted || cause instanceof LookbookError) return cause;
  return new LookbookError(
    'data/network',
    `The connection to ${url.host} failed or broke off while ${url.pathname.split('/').at(-1)} was fetched. ` +
      'Check the network and run the cell again.',
    { cause },
  );
}

function statusError(response: Response, url: URL): LookbookError {
  return new LookbookError(
    'data/network',
    `${url.host} answered with status ${response.status} for ${url.pathname.split('/').at(-1)}. Try again later.`,
  );
}

/** Bytes of all four files unpacked. */
export function totalBytes(source: Source): number {
  return FILE_ROLES.reduce((sum, role) => sum + source.files[role].bytes, 0);
}
