import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import 'fake-indexeddb/auto';
import { refOf } from '../../../src/core/results/arrays';
import type { RunRequest } from '../../../src/core/results/events';
import type { CellStatus, Environment, StoredResult } from '../../../src/core/results/types';
import { defaultNotebook, setHead } from '../../../src/notebook/document';
import type { ShownNotebook } from '../../../src/notebook/types';
import { Workspace, type JobsPort } from '../../../src/notebook/workspace.svelte';
import { presentKey } from '../../../src/notebook/staleness';
import { commit, prepareResult } from '../../../src/storage/results';
import { openDatabase } from '../../../src/storage/schema';
import { shapes } from '../notebook/shapes';

const HERE: Environment = { backend: 'wasm', description: 'WASM', numericMode: 'wasm/strict', workers: 1 };
const THERE: Environment = { backend: 'webgpu', description: 'A GPU', numericMode: 'webgpu', workers: 1 };
const ARRAY = { data: Float32Array.from([1, 2]), shape: [2] };

const document = setHead(defaultNotebook(shapes), { title: 'The example' });
const data = document.cells.find(({ kind }) => kind === 'data')!;
const exampleResult: StoredResult = {
  key: presentKey(document, shapes, data, {}, THERE.numericMode, []),
  kind: 'cell:data',
  version: 1,
  summary: { accuracy: 0.9 },
  artifacts: {},
  outputHash: 'o',
  createdAt: '2026-01-01T00:00:00.000Z',
  seconds: 1,
};
const status: CellStatus = { notebookId: 'main', cellId: data.id, state: 'done', key: exampleResult.key };
const example: ShownNotebook = {
  sentence: 'Example.',
  label: 'take the example',
  document,
  run: {
    computedAt: exampleResult.createdAt,
    environment: THERE,
    statuses: new Map([[data.id, status]]),
    results: new Map([[exampleResult.key, exampleResult]]),
    ledger: [],
    readArray: (ref) => (ref.hash === refOf(ARRAY).hash ? ARRAY : undefined),
  },
};
const link: ShownNotebook = { sentence: 'From a link.', label: 'open a link', document };

async function started(): Promise<{ workspace: Workspace; requests: RunRequest[]; empty: boolean | undefined }> {
  const requests: RunRequest[] = [];
  const client: JobsPort = {
    subscribe: () => () => undefined,
    environment: () => Promise.resolve(HERE),
    run: (request) => Promise.resolve(void requests.push(request)),
    cancel: () => Promise.resolve(),
    resume: () => Promise.resolve(false),
  };
  const seen: { empty?: boolean } = {};
  const workspace = new Workspace({ client, shapes, onLoaded: (empty) => (seen.empty = empty) });
  await workspace.start();
  return { workspace, requests, empty: seen.empty };
}

/** A notebook of one's own with a result. */
async function mine(): Promise<void> {
  const { workspace } = await started();
  workspace.editor.setHead({ title: 'Mine' });
  await workspace.editor.flush();
  const about = { key: 'own', kind: 'cell:data', version: 1, seconds: 1 };
  const prepared = prepareResult({ summary: { accuracy: 0.5 } }, about);
  const db = await openDatabase();
  await commit(db, { prepared, status: { ...status, key: 'own' } });
  db.close();
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('where nothing is stored', () => {
  it('the page is told so; a notebook that was changed or run is not nothing', async () => {
    expect((await started()).empty).toBe(true);
    await mine();
    expect((await started()).empty).toBe(false);
  });

  it('an example shows its results as they were computed, fresh, and stores nothing', async () => {
    const { workspace } = await started();
    await workspace.show(example);
    expect(workspace.document.title).toBe('The example');
    expect(workspace.state('data')).toBe('done');
    expect(workspace.summary('data')).toEqual({ accuracy: 0.9 });
    expect(workspace.isStale('data')).toBe(false);
    expect(workspace.computedOn).toEqual(THERE);
    expect(await workspace.readArray(refOf(ARRAY))).toBe(ARRAY);
    await workspace.editor.flush();
    expect((await started()).empty).toBe(true);
  });

  it('an example is not changed by mistake: changes are refused in a sentence', async () => {
    const { workspace } = await started();
    await workspace.show(example);
    workspace.editor.setNote('data', 'typed');
    workspace.editor.setHead({ preset: 'thorough' });
    expect(workspace.document).toEqual(document);
    expect(workspace.notices.list.at(-1)?.text).toContain('Make it yours');
  });

  it("running an example makes it one's own, without its results, and computes it", async () => {
    const { workspace, requests } = await started();
    await workspace.show(example);
    await workspace.runAll();
    expect(workspace.shown).toBeUndefined();
    expect(workspace.document.title).toBe('The example');
    expect(workspace.result('data')).toBeUndefined();
    expect(workspace.computedOn).toEqual(HERE);
    expect(requests).toHaveLength(1);
    expect((await started()).workspace.document.title).toBe('The example');
  });
});

describe('where a notebook is stored', () => {
  beforeEach(mine);

  it('another one is shown beside it and left again without a trace', async () => {
    for (const shown of [example, link]) {
      const { workspace } = await started();
      await workspace.show(shown);
      expect(workspace.document.title).toBe('The example');
      await workspace.endShow(false);
      expect(workspace.document.title).toBe('Mine');
      expect(workspace.summary('data')).toEqual({ accuracy: 0.5 });
      await workspace.editor.flush();
      expect((await started()).workspace.document.title).toBe('Mine');
    }
  });

  it('taking another one can be undone, and keeps what is stored for its cells', async () => {
    const { workspace } = await started();
    await workspace.show(example);
    await workspace.endShow(true);
    expect(workspace.document.title).toBe('The example');
    expect(workspace.summary('data')).toEqual({ accuracy: 0.5 });
    expect(workspace.editor.undoLabel).toBe('take the example');
    workspace.editor.undo();
    expect(workspace.document.title).toBe('Mine');
  });

  it('one without a name of its author leaves a person their own', async () => {
    const { workspace } = await started();
    workspace.editor.setHead({ author: 'Ada' });
    await workspace.show(link);
    expect(workspace.document.author).toBe('');
    await workspace.endShow(true);
    expect(workspace.document.author).toBe('Ada');
    await workspace.show({ ...link, document: { ...document, author: 'Grace' } });
    await workspace.endShow(true);
    expect(workspace.document.author).toBe('Grace');
  });

  it('showing a second one first leaves the first', async () => {
    const { workspace } = await started();
    await workspace.show(example);
    await workspace.show(link);
    expect(workspace.summary('data')).toEqual({ accuracy: 0.5 });
    await workspace.endShow(false);
    expect(workspace.document.title).toBe('Mine');
  });

  it('none is shown while a run is under way', async () => {
    const { workspace } = await started();
    workspace.running = true;
    await workspace.show(example);
    expect(workspace.shown).toBeUndefined();
    expect(workspace.document.title).toBe('Mine');
    expect(workspace.notices.list.at(-1)?.tone).toBe('danger');
  });
});
