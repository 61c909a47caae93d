import { randomBytes } from 'node:crypto';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { hashJson, sha256Hex } from '../../../src/core/results/canonical';
import { refOf } from '../../../src/core/results/arrays';
import type { ArtifactRef, CellStatus, NdArray, StoredResult } from '../../../src/core/results/types';
import { defaultNotebook, setNote } from '../../../src/notebook/document';
import { readRun, writeRun, type RunParts } from '../../../src/notebook/run-file';
import { unzipFiles, zipFiles } from '../../../src/notebook/zip';
import { runEvent } from '../ledger/events';
import { shapes } from '../notebook/shapes';

const small: NdArray = { data: Float32Array.from([1, 2, 3, 4, 5, 6]), shape: [2, 3] };
const big: NdArray = { data: new Float64Array(1000).fill(1 / 3), shape: [1000] };
const refs = { small: refOf(small), big: refOf(big) };
const arrays = new Map([
  [refs.small.hash, small],
  [refs.big.hash, big],
]);

const result: StoredResult = {
  key: hashJson('key'),
  kind: 'cell:explain',
  version: 1,
  summary: { accuracy: 0.87, words: 'é <b>' },
  artifacts: refs,
  outputHash: hashJson('out'),
  createdAt: '2026-03-04T05:06:07.000Z',
  seconds: 12,
};
const status: CellStatus = { notebookId: 'main', cellId: 'explain', state: 'done', key: result.key, seconds: 12 };

const parts: RunParts = {
  document: setNote(defaultNotebook(shapes), 'explain', 'A *note*.'),
  environment: { backend: 'wasm', description: 'WASM, SIMD', numericMode: 'wasm/strict', workers: 2 },
  statuses: [status, { notebookId: 'main', cellId: 'track', state: 'running' }],
  results: [result],
  ledger: [
    runEvent({ id: 'r' }),
    {
      id: 'o',
      at: '2026-03-04T05:06:07.000Z',
      type: 'test-opening',
      cellId: 'tune',
      reason: 'End',
      modelHash: 'm',
      accuracy: 0.87,
    },
    { id: 'g', at: '2026-03-04T05:06:07.000Z', type: 'registry', runId: 'r', to: 'champion', reason: 'Chosen' },
    {
      id: 's',
      at: '2026-03-04T05:06:07.000Z',
      type: 'stream',
      cellId: 'monitor',
      runId: 'r',
      scenario: 'Noise from batch 9',
      batches: [{ batch: 1, images: 500, correct: 430, p: 0.4 }],
      retrain: true,
      decision: 'Retrain',
    },
  ],
  arrays: [refs.small],
  read: (ref: ArtifactRef) => Promise.resolve(arrays.get(ref.hash)!),
};

/** The file with its description changed. */
async function changed(change: (head: Record<string, unknown>) => unknown): Promise<Uint8Array<ArrayBuffer>> {
  const files = await unzipFiles(await writeRun(parts), 1e6);
  const head = JSON.parse(new TextDecoder().decode(files['run.json'])) as Record<string, unknown>;
  const text = JSON.stringify(change(head) ?? head);
  return zipFiles({ ...files, 'run.json': new TextEncoder().encode(text) });
}

describe('a saved run', () => {
  it('brings back notebook, results, states and ledger, and the arrays it was kept with', async () => {
    const { document, run } = await readRun(await writeRun(parts), shapes);
    expect(document).toEqual(parts.document);
    expect(run.environment).toEqual(parts.environment);
    expect(run.computedAt).toBe(result.createdAt);
    expect([...run.statuses.values()]).toEqual([status]);
    expect(run.results.get(result.key)).toEqual(result);
    expect(run.ledger).toEqual(parts.ledger);
    expect(run.readArray(refs.small)).toEqual(small);
    expect(run.readArray(refs.big)).toBeUndefined();
  });

  it.each<[string, (head: Record<string, unknown>) => unknown, RegExp]>([
    ['a later version', (head) => ({ ...head, version: 3 }), /newer version/],
    ['something else', () => ({ hello: 1 }), /This run cannot be read/],
    ['nothing', () => 5, /This run cannot be read/],
    ['a result without a key', (head) => ({ ...head, results: [{ ...result, key: 5 }] }), /results.0.key is not what/],
    [
      'an array without a hash',
      (head) => ({ ...head, results: [{ ...result, artifacts: { a: { ...refs.small, hash: '../x' } } }] }),
      /artifacts.a.hash/,
    ],
    ['an event of no known type', (head) => ({ ...head, ledger: [{ id: 'a', at: 'b', type: 'party' }] }), /ledger.0/],
    [
      'a run of which a tag is no text',
      (head) => ({ ...head, ledger: [{ ...runEvent({ id: 'a' }), tags: { role: 5 } }] }),
      /ledger.0.tags.role/,
    ],
    [
      'a run whose parent is no id',
      (head) => ({ ...head, ledger: [{ ...runEvent({ id: 'a' }), parent: {} }] }),
      /ledger.0.parent/,
    ],
    [
      'a cell of an unknown kind',
      (head) => ({ ...head, document: { ...parts.document, cells: [{ id: 'a', kind: 'oracle' }] } }),
      /no kind of cell "oracle"/,
    ],
  ])('with %s is refused in a sentence', async (_name, change, sentence) => {
    await expect(readRun(await changed(change), shapes)).rejects.toThrow(sentence);
  });

  it('whose arrays were changed is told when they are read', async () => {
    const files = { ...(await unzipFiles(await writeRun(parts), 1e6)) };
    const name = `arrays/${refs.small.hash}`;
    files[name] = files[name]!.map((byte) => byte ^ 1);
    const { run } = await readRun(await zipFiles(files), shapes);
    expect(() => run.readArray(refs.small)).toThrow(/damaged/);
    files[name] = new Uint8Array(5);
    const cut = await readRun(await zipFiles(files), shapes);
    expect(() => cut.run.readArray(refs.small)).toThrow(/damaged/);
  });

  it('that is cut off, another file, or a zip of something else is refused in a sentence', async () => {
    const file = await writeRun(parts);
    for (const length of [0, 1, 21, 22, 100, file.length - 30, file.length - 1])
      await expect(readRun(file.slice(0, length), shapes)).rejects.toThrow(/damaged, or it is no run/);
    await expect(readRun(new TextEncoder().encode('{"format": 1}'.repeat(20)), shapes)).rejects.toThrow(/no run/);
    await expect(readRun(await zipFiles({ 'a.txt': new Uint8Array(3) }), shapes)).rejects.toThrow(/no run.json/);
  });
});

type Bytes = Readonly<Record<string, Uint8Array>>;
/** Names and contents; comparing long arrays item by item would take seconds. */
const digests = (files: Bytes): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256Hex(bytes)]));

describe('zip files', () => {
  const files = {
    'empty.txt': new Uint8Array(0),
    'folder/ünïcode.txt': new TextEncoder().encode('words '.repeat(50_000)),
    'random.bin': new Uint8Array(randomBytes(200_000)),
    'half.bin': new Uint8Array(Float32Array.from({ length: 60_000 }, (_, i) => (i % 3 ? Math.sin(i) : 0)).buffer),
  };

  it('are read by another implementation, and read what it writes', async () => {
    const ours = await zipFiles(files);
    expect(digests(unzipSync(ours))).toEqual(digests(files));
    const theirs = zipSync(files) as Uint8Array<ArrayBuffer>;
    expect(digests(await unzipFiles(theirs, 1e6))).toEqual(digests(files));
    expect(digests(await unzipFiles(ours, 1e6))).toEqual(digests(files));
    expect(ours.length).toBeLessThan(200_000 + 240_000 + 5_000);
  });

  it('are the same bytes for the same files', async () => {
    expect(sha256Hex(await zipFiles(files))).toBe(sha256Hex(await zipFiles(files)));
  });

  it('that would unpack to more than the limit are refused, whatever their directory says of their size', async () => {
    const bomb = await zipFiles({ 'a.txt': new Uint8Array(3_000_000) });
    await expect(unzipFiles(bomb, 1e6)).rejects.toThrow(/cannot be unpacked/);
    const view = new DataView(bomb.buffer);
    const entry = bomb.length - 22 - 46 - 'a.txt'.length;
    view.setUint32(entry + 24, 10, true);
    await expect(unzipFiles(bomb, 1e6)).rejects.toThrow(/cannot be unpacked/);
  });

  it('with a byte changed anywhere are refused or give the same files', async () => {
    const file = await zipFiles({ 'a.txt': new TextEncoder().encode('some words and some words') });
    for (let at = 0; at < file.length; at += 1) {
      const other = file.slice();
      other[at]! ^= 0x10;
      const read = await unzipFiles(other, 1e6).catch(() => undefined);
      const contents = read && Object.values(read)[0];
      if (contents) expect(new TextDecoder().decode(contents)).toBe('some words and some words');
    }
  });
});
