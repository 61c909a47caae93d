/**
 * A finished run as one file: the notebook, what its cells found, the ledger, and the arrays that are shown. It is read
 * to be looked at, not to be computed with: big arrays (tables of features, data) are left out. Loaded when needed.
 */
import * as v from 'valibot';
import { LookbookError } from '../core/errors';
import { whyNotJson } from '../core/json';
import type { LedgerEvent } from '../core/ledger/types';
import { presentEvent, presentResult } from '../core/legacy/version-1';
import { own } from '../core/own';
import { bytesOf, verifiedArray } from '../core/results/arrays';
import type { ArtifactRef, CellStatus, Environment, NdArray, StoredResult } from '../core/results/types';
import { readNotebook } from './format';
import { event, number, numbers, refs, text } from './ledger-schema';
import type { NotebookDocument, Shapes, ShownRun } from './types';
import { unzipFiles, zipFiles } from './zip';

const SCHEMA = 'lookbook-run';
/** 2: splits are called as in notebooks of format 2, and a data set says its size and classes. */
const VERSION = 2;
const HEAD = 'run.json';
/** A run file holds 5 to 15 MB; unpacked it stays far below this. */
const LIMIT = 250e6;

const result = v.object({
  key: text,
  kind: text,
  version: number,
  summary: v.unknown(),
  artifacts: refs,
  outputHash: text,
  createdAt: text,
  seconds: number,
  timing: v.optional(numbers),
});
const status = v.object({
  cellId: text,
  state: v.picklist(['done', 'failed', 'cancelled', 'interrupted', 'not-saved', 'idle']),
  key: v.optional(text),
  error: v.optional(v.object({ code: text, message: text, retry: v.boolean() })),
  startedAt: v.optional(text),
  endedAt: v.optional(text),
  seconds: v.optional(number),
});
const head = v.object({
  schema: v.literal(SCHEMA),
  version: v.picklist([1, VERSION]),
  computedAt: text,
  document: v.unknown(),
  environment: v.object({
    backend: v.picklist(['webgpu', 'webgl', 'wasm', 'cpu']),
    description: text,
    numericMode: text,
    workers: number,
  }),
  statuses: v.array(status),
  results: v.array(result),
  ledger: v.array(event),
});

/** What a run file is made from. */
export interface RunParts {
  readonly document: NotebookDocument;
  readonly environment: Environment;
  readonly statuses: Iterable<CellStatus>;
  readonly results: Iterable<StoredResult>;
  readonly ledger: readonly LedgerEvent[];
  /** The arrays that go into the file. */
  readonly arrays: Iterable<ArtifactRef>;
  read(ref: ArtifactRef): Promise<NdArray>;
}

/** @returns the bytes of the file */
export async function writeRun(parts: RunParts): Promise<Uint8Array<ArrayBuffer>> {
  const statuses = [...parts.statuses].filter(({ state }) => state !== 'queued' && state !== 'running');
  const results = [...parts.results];
  const computedAt =
    results
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1) ?? '';
  const { document, environment, ledger } = parts;
  const described = { schema: SCHEMA, version: VERSION, computedAt, document, environment, statuses, results, ledger };
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    [HEAD]: new TextEncoder().encode(JSON.stringify(described)),
  };
  for (const wanted of parts.arrays) {
    const { data } = await parts.read(wanted);
    files[`arrays/${wanted.hash}`] = bytesOf(data).slice();
  }
  return zipFiles(files);
}

const invalid = (sentence: string, cause?: unknown): LookbookError =>
  new LookbookError('notebook/invalid', sentence, cause === undefined ? {} : { cause });

function readHead(bytes: Uint8Array | undefined): v.InferOutput<typeof head> {
  if (!bytes) throw invalid('This file is no run of Lookbook: it has no run.json.');
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalid('This run cannot be read: its run.json is not JSON.', cause);
  }
  const { schema, version } = (raw ?? {}) as { schema?: unknown; version?: unknown };
  if (schema === SCHEMA && typeof version === 'number' && version > VERSION) throw new LookbookError('storage/newer');
  const problem = whyNotJson(raw);
  if (problem !== undefined) throw invalid(`This run cannot be read: its run.json ${problem}.`);
  const parsed = v.safeParse(head, raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const path = (parsed.issues[0].path ?? []).map((step) => String(step.key)).join('.');
  throw invalid(`This run cannot be read: ${path || 'its description'} is not what it should be.`);
}

/** An array of the file, checked against its hash when it is first read. */
function arrayReader(files: Readonly<Record<string, Uint8Array>>): ShownRun['readArray'] {
  return (wanted) => {
    const bytes = own(files, `arrays/${wanted.hash}`);
    if (!bytes) return undefined;
    const array = verifiedArray({ ...wanted, bytes }, wanted);
    if (!array) throw invalid('An array of this run is damaged.');
    return array;
  };
}

/**
 * A run from a file, checked throughout.
 * @throws LookbookError `notebook/invalid` with a sentence that says what is wrong, `storage/newer`
 */
export async function readRun(
  archive: Uint8Array<ArrayBuffer>,
  shapes: Shapes,
): Promise<{ document: NotebookDocument; run: ShownRun }> {
  const files = await unzipFiles(archive, LIMIT);
  const { version, document: raw, computedAt, environment, statuses, results, ledger } = readHead(own(files, HEAD));
  const present = <T>(value: T, change: (value: T) => T): T => (version === 1 ? change(value) : value);
  const document = readNotebook(raw, shapes);
  const run: ShownRun = {
    computedAt,
    environment,
    statuses: new Map(statuses.map((one) => [one.cellId, { ...one, notebookId: document.id } as CellStatus])),
    results: new Map(results.map((one) => [one.key, present(one as StoredResult, presentResult)])),
    ledger: ledger.map((one) => present<LedgerEvent>(one, presentEvent)),
    readArray: arrayReader(files),
  };
  return { document, run };
}
