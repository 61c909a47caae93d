import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { definitions } from '../../../src/cells/registry';
import { pipelineFromJson, pipelineToJson } from '../../../src/core/features/json';
import { fitPipeline } from '../../../src/core/features/pipeline';
import { metricNames, bestRun } from '../../../src/core/ledger/runs';
import { decisionsOf, labelDecision } from '../../../src/core/ledger/decisions';
import { runsText } from '../exchange/text';
import { fromErrorRecord } from '../../../src/core/errors';
import { real } from '../../../src/core/params';
import { parseParams } from '../../../src/core/params/parse';
import { refOf } from '../../../src/core/results/arrays';
import { hashJson, sha256Hex } from '../../../src/core/results/canonical';
import { choice, float, int } from '../../../src/core/search/space';
import { ask, createStudy, studyFromJson, tell } from '../../../src/core/search/study';
import { addCell, defaultNotebook, setNote } from '../../../src/notebook/document';
import { parseNotebook, readNotebook } from '../../../src/notebook/format';
import { linkHash, readLink } from '../../../src/notebook/link';
import { readRun, writeRun, type RunParts } from '../../../src/notebook/run-file';
import { unzipFiles, zipFiles } from '../../../src/notebook/zip';
import { openShards } from '../../../src/storage/datasets';
import { readArtifact, readLedger, readResult, readStatuses } from '../../../src/storage/results';
import { openDatabase } from '../../../src/storage/schema';
import { runEvent } from '../ledger/events';
import { answers, INHERITED, nested, spoilt, withMember } from './hostile';
import { SIZE } from '../features/images';
import { MEDIAN_PRUNER, TPE } from '../search/configs';

const start = setNote(defaultNotebook(definitions, ['data', 'explore', 'features', 'explain']), 'data', 'A *note*.');
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const invalid = expect.objectContaining({ name: 'LookbookError', code: 'notebook/invalid' }) as Error;
const withCell = (change: object): unknown => ({
  ...start,
  cells: start.cells.map((cell, index) => (index === 1 ? { ...cell, ...change } : cell)),
});

describe('a notebook', () => {
  it.each(INHERITED)('that uses the name "%s" as a kind, a parameter, an input or a field is refused', (name) => {
    for (const raw of [
      withCell({ kind: name }),
      withCell({ kind: name, params: { a: 1 } }),
      withCell({ params: withMember({}, name, 1) }),
      withCell({ inputs: withMember({ data: 'data' }, name, 'data') }),
      withMember(start, name, 1),
      withCell(withMember({}, name, 1)),
    ]) {
      expect(() => readNotebook(raw, definitions), JSON.stringify(raw).slice(0, 200)).toThrowError(invalid);
      expect(() => parseNotebook(JSON.stringify(raw), definitions)).toThrowError(invalid);
    }
  });

  it('with a parameter of 3,000 nested brackets is refused in a sentence that names it', () => {
    const text = JSON.stringify(withCell({ params: { scope: 0 } })).replace(
      '"scope":0',
      `"scope":${'['.repeat(3000)}${']'.repeat(3000)}`,
    );
    expect(() => parseNotebook(text, definitions)).toThrow(
      'Cell "explore": the field "params.scope" is nested more than 64 deep.',
    );
    expect(() => parseNotebook(text, definitions)).toThrowError(invalid);
  });

  it('with a number that is not finite inside sixty brackets is refused at once', () => {
    const text = JSON.stringify(withCell({ params: { scope: 0 } })).replace(
      '"scope":0',
      `"scope":${'['.repeat(60)}1e999${']'.repeat(60)}`,
    );
    expect(() => parseNotebook(text, definitions)).toThrow('holds a number that is not finite');
  });

  it('spoilt in any one place is read, or refused by a Lookbook error', () => {
    const plain = json({ ...start, cells: [{ ...start.cells[1]!, params: { scope: 'all' } }, ...start.cells] });
    fc.assert(
      fc.property(spoilt(plain), (raw) => answers(() => readNotebook(raw, definitions))),
      { numRuns: 600 },
    );
  });

  it('whose cell is called "constructor" is one like any other', () => {
    const { document } = addCell(start, definitions, 'explore');
    const called = { ...document, cells: [{ ...document.cells[0]!, id: 'constructor', inputs: {} }] };
    expect(readNotebook(json(called), definitions).cells[0]!.id).toBe('constructor');
  });
});

describe('a link', () => {
  it('of any text, and of a spoilt notebook, is read, or refused by a Lookbook error', async () => {
    const refuses = async (hash: string): Promise<boolean> =>
      readLink(hash, definitions).then(
        () => true,
        (thrown: unknown) =>
          answers(() => {
            throw thrown;
          }),
      );
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), (text) => refuses(`#n=${text}`)),
      { numRuns: 100 },
    );
    await fc.assert(
      fc.asyncProperty(spoilt(json(start)), async (raw) => {
        if (raw === null || typeof raw !== 'object' || !Array.isArray((raw as { cells?: unknown }).cells)) return true;
        const cells = (raw as { cells: unknown[] }).cells;
        if (!cells.every((cell) => cell !== null && typeof cell === 'object')) return true;
        const safe = json({
          ...raw,
          cells: cells.map((cell) => ({ params: {}, inputs: {}, note: '', ...(cell as object) })),
        });
        return linkHash(safe as never, { named: true }).then(refuses, () => true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a run file', () => {
  const small = { data: Float32Array.from([1, 2, 3]), shape: [3] };
  const ref = refOf(small);
  const parts: RunParts = {
    document: start,
    environment: { backend: 'wasm', description: 'WASM', numericMode: 'wasm/strict', workers: 2 },
    statuses: [{ notebookId: 'main', cellId: 'explain', state: 'done', key: 'k' }],
    results: [
      {
        key: 'k',
        kind: 'cell:explain',
        version: 1,
        summary: { accuracy: 0.9, list: [1, { deep: [2] }] },
        artifacts: { small: ref },
        outputHash: 'h',
        createdAt: '2026-03-04T05:06:07.000Z',
        seconds: 1,
      },
    ],
    ledger: [
      runEvent({ id: 'r' }),
      labelDecision({
        at: '2026',
        cellId: 'labels',
        datasetHash: 'd'.repeat(64),
        image: 3,
        given: 1,
        suggested: 2,
        selfConfidence: 0.1,
        decision: 'confirmed',
      }),
    ],
    arrays: [ref],
    read: () => Promise.resolve(small),
  };
  const files = async () => unzipFiles(await writeRun(parts), 1e6);
  const reading = async (head: unknown, more: Record<string, Uint8Array<ArrayBuffer>> = {}) => {
    const text = new TextEncoder().encode(JSON.stringify(head));
    return readRun(await zipFiles({ ...(await files()), 'run.json': text, ...more }), definitions);
  };
  const headOf = async (): Promise<Record<string, unknown>> =>
    JSON.parse(new TextDecoder().decode((await files())['run.json'])) as Record<string, unknown>;

  it('with a float64 array of three numbers in twelve bytes is refused, and so is one that is read from such bytes', async () => {
    const head = await headOf();
    const bytes = new Uint8Array(12);
    const shape = [3];
    const hash = hashJson({ dtype: 'float64', shape, bytes: sha256Hex(bytes) });
    const wrong = { hash, dtype: 'float64', shape, bytes: 12 };
    const [result] = head['results'] as object[];
    await expect(
      reading({ ...head, results: [{ ...result, artifacts: { a: wrong } }] }, { [`arrays/${hash}`]: bytes }),
    ).rejects.toThrow('results.0.artifacts.a is not what it should be');
    const right = { ...wrong, bytes: 24 };
    const { run } = await reading(
      { ...head, results: [{ ...result, artifacts: { a: right } }] },
      { [`arrays/${hash}`]: bytes },
    );
    expect(() => run.readArray(right as never)).toThrowError(invalid);
  });

  it('whose results nest 3,000 deep, or use a name of the prototype, is refused in a sentence', async () => {
    const head = await headOf();
    const [result] = head['results'] as object[];
    await expect(reading({ ...head, results: [{ ...result, summary: nested(3000) }] })).rejects.toThrow(
      'its run.json is nested more than 64 deep',
    );
    await expect(
      reading({ ...head, results: [{ ...result, summary: withMember({}, '__proto__', 1) }] }),
    ).rejects.toThrow('uses the name "__proto__"');
  });

  it('spoilt in any one place, its ledger and its decisions on labels among them, is read or refused by a Lookbook error', async () => {
    const head = await headOf();
    const only = { ...head, document: { ...start, cells: start.cells.slice(0, 1) } };
    await fc.assert(
      fc.asyncProperty(spoilt(only), (raw) =>
        reading(raw ?? null).then(
          ({ run }) =>
            answers(() => {
              for (const { artifacts } of run.results.values())
                for (const each of Object.values(artifacts)) run.readArray(each);
              runsText(run.ledger);
              decisionsOf(run.ledger, 'd'.repeat(64));
            }),
          (thrown: unknown) =>
            answers(() => {
              throw thrown;
            }),
        ),
      ),
      { numRuns: 300 },
    );
  });

  it('of any bytes is refused by a Lookbook error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await expect(readRun(new Uint8Array(bytes), definitions)).rejects.toThrowError(invalid);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a pipeline and a study', () => {
  const images = Uint8Array.from({ length: 20 * 784 }, (_, at) => (at * 31) % 256);
  const pipeline = json(
    pipelineToJson(
      fitPipeline(
        [{ kind: 'centre' }, { kind: 'scale' }, { kind: 'standardise', params: { scope: 'all' } }],
        images,
        20,
        SIZE,
      ),
    ),
  );

  it('of a pipeline, spoilt in any one place, is read or refused by a Lookbook error', () => {
    fc.assert(
      fc.property(spoilt(pipeline), (raw) => answers(() => pipelineFromJson(raw))),
      { numRuns: 600 },
    );
  });

  it('of a study, spoilt in any one place, is read or refused by a Lookbook error', async () => {
    const config = {
      space: { rate: float(0, 1), units: int(2, 9), kind: choice('a', 'b') },
      direction: 'maximize' as const,
      width: 2,
      seed: 3,
      sampler: TPE,
      pruner: MEDIAN_PRUNER,
    };
    const { study, trials } = await ask(createStudy(config));
    const told = tell(
      study,
      trials.map(({ number }) => ({
        number,
        state: 'complete',
        value: 0.5,
        reports: [{ step: 1, value: 0.5 }],
        metrics: { loss: 1 },
      })),
    );
    const plain = json(told);
    expect(await studyFromJson(plain)).toEqual(plain);
    await fc.assert(
      fc.asyncProperty(spoilt(plain), (raw) =>
        studyFromJson(raw).then(
          () => true,
          (thrown: unknown) =>
            answers(() => {
              throw thrown;
            }),
        ),
      ),
      { numRuns: 600 },
    );
  });
});

describe('dictionaries asked with names from outside', () => {
  it('give a parameter of a prototype name no value and no place', () => {
    const spec = { rate: real({ label: 'Rate', default: 0.5, min: 0, max: 1 }) };
    for (const name of INHERITED)
      expect(() => parseParams(spec, withMember({}, name, 1), 'Test')).toThrow(`there is no parameter "${name}"`);
    expect(() => parseParams(spec, { rate: nested(30_000) }, 'Test')).toThrow('"Rate" is');
  });

  it('find no metric, interval or parameter in a run that another has under a name of the prototype', () => {
    const odd = runEvent({ id: 'odd', metrics: { toString: 0.5 }, params: { valueOf: 1 } });
    const usual = runEvent({ id: 'usual', metrics: {}, params: {}, intervals: {} });
    expect(metricNames([odd, usual])).toEqual(['toString']);
    expect(bestRun([usual, odd], 'toString')).toBe(odd);
    expect(bestRun([usual], 'toString')).toBeUndefined();
    expect(runsText([odd, usual])).not.toContain('native code');
  });

  it('know no code of an error from the prototype', () => {
    expect(fromErrorRecord({ code: 'toString' as never, message: 'm', retry: false }).code).toBe('internal');
  });
});

describe('records of the database', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
  });

  it('that are no results, statuses or events count as not stored, and the sound ones beside them are read', async () => {
    const db = await openDatabase();
    const status = { notebookId: 'main', cellId: 'data', state: 'done' as const, key: 'k' };
    await db.put('results', { key: 'k', artifacts: null } as never);
    await db.put('statuses', { ...status, cellId: 'odd', state: 'toString' } as never);
    await db.put('statuses', { ...status, cellId: 'odder', state: { toString: 1 } } as never);
    await db.put('statuses', status);
    await db.add('ledger', { id: 'a', at: 'b', type: 'run' } as never);
    await db.add('ledger', runEvent({ id: 'r' }));
    expect(await readResult(db, 'k')).toBeUndefined();
    expect(await readStatuses(db, 'main')).toEqual([status]);
    expect((await readLedger(db)).map(({ id }) => id)).toEqual(['r']);
  });

  it('of an array whose type, shape or bytes are not right are told as damaged', async () => {
    const db = await openDatabase();
    const array = { data: Float64Array.from([1, 2, 3]), shape: [3] };
    const ref = refOf(array);
    const bytes = new Uint8Array(array.data.buffer);
    await db.put('artifacts', { hash: ref.hash, dtype: 'float64', shape: [3], bytes });
    expect(await readArtifact(db, ref)).toEqual(array);
    for (const wrong of [
      { bytes: bytes.slice(0, 12) },
      { dtype: 'toString' },
      { dtype: 'float32' },
      { shape: [2] },
      { shape: [3e300] },
      { shape: 'x' },
      { bytes: 'x' },
    ]) {
      await db.put('artifacts', { hash: ref.hash, dtype: 'float64', shape: [3], bytes, ...wrong } as never);
      await expect(readArtifact(db, ref)).rejects.toMatchObject({ code: 'storage/corrupt' });
    }
  });

  it('of a data set that cannot be read are told as damaged, and those without images', async () => {
    const db = await openDatabase();
    await db.put('datasets', { hash: 'd' } as never);
    await expect(openShards(db, 'd')).rejects.toMatchObject({ code: 'storage/corrupt' });
    await expect(openShards(db, 'e')).rejects.toMatchObject({ code: 'data/missing' });
  });
});
