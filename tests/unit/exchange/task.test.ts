/** Files made by the task `export` over the real mechanism, and on the page where no worker can. */
import { describe, expect, it } from 'vitest';
import { madeFile } from '../../../src/app/made-file';
import type { Shell } from '../../../src/app/shell.svelte';
import { EXPORTERS, type FileRequest } from '../../../src/core/exchange';
import { makeFile } from '../../../src/core/exchange/make';
import { RingLog } from '../../../src/core/log';
import type { StoredResult } from '../../../src/core/results/types';
import { commit, prepareResult, readArtifact } from '../../../src/storage/results';
import type { Coordinator } from '../../../workers/coordinator/coordinator';
import { registry } from '../../../workers/tasks/registry';
import { ENVIRONMENT, Laboratory, type AnyEntry } from '../mechanism/laboratory';
import { REQUESTS, ledger, read } from './given';

/** The request with its results stored, as those of cells are. */
async function storedRequest(request: FileRequest, { database }: Laboratory): Promise<FileRequest> {
  const results: Record<string, StoredResult> = {};
  for (const [name, result] of Object.entries<StoredResult>(request.results ?? {})) {
    const arrays = await Promise.all(
      Object.entries(result.artifacts).map(async ([array, ref]) => [array, await read(ref)] as const),
    );
    const prepared = prepareResult(
      { summary: result.summary, artifacts: Object.fromEntries(arrays) },
      { key: `cell ${name}`, kind: 'cell:t', version: 1, seconds: 1 },
    );
    await commit(database, { prepared });
    results[name] = prepared.result;
  }
  return { ...request, ...(request.results ? { results } : {}) } as FileRequest;
}

/** What the page has, with a coordinator behind it. */
function pageOf(laboratory: Laboratory, coordinator: Coordinator, state: { running?: boolean; shown?: object } = {}) {
  const asked: StoredResult[] = [];
  const log = new RingLog();
  const workspace = { ...state, log, readArray: (ref: never) => readArtifact(laboratory.database, ref) };
  const client = {
    task: async (kind: string, call: never) => {
      const made = await coordinator.task(kind, call);
      asked.push(made);
      return made;
    },
  };
  return { asked, log, shell: { workspace, client } as unknown as Shell };
}

async function open(entries: Readonly<Record<string, AnyEntry>> = registry as never) {
  const laboratory = new Laboratory();
  const coordinator = await laboratory.open([], entries, {}, ENVIRONMENT);
  return { laboratory, coordinator };
}

describe('a file that a cell offers', () => {
  it('is made in a worker by every exporter, with the bytes that it has on the page', async () => {
    const { laboratory, coordinator } = await open();
    const { shell, asked, log } = pageOf(laboratory, coordinator);
    for (const request of Object.values(REQUESTS)) {
      const file = await madeFile(shell, await storedRequest(request, laboratory));
      expect(file).toEqual(await makeFile(request, read));
    }
    expect(asked).toHaveLength(EXPORTERS.length);
    expect(log.entries).toEqual([]);
  });

  it('is found again for equal results and events, and made anew for others', async () => {
    const { laboratory, coordinator } = await open();
    const { shell, asked } = pageOf(laboratory, coordinator);
    await madeFile(shell, { exporter: 'runs', ledger });
    await madeFile(shell, { exporter: 'runs', ledger: [...ledger] });
    await madeFile(shell, { exporter: 'runs', ledger: ledger.slice(0, 1) });
    const [first, second, other] = asked;
    expect(second).toEqual(first);
    expect(other!.key).not.toBe(first!.key);
  });

  it('is made on the page for a run that is only shown, and while cells run', async () => {
    const { laboratory, coordinator } = await open();
    for (const state of [{ shown: { run: {} } }, { running: true }]) {
      const { shell, asked } = pageOf(laboratory, coordinator, state);
      const request = await storedRequest(REQUESTS['predictions.csv']!, laboratory);
      expect(await madeFile(shell, request)).toEqual(await makeFile(REQUESTS['predictions.csv']!, read));
      expect(asked).toEqual([]);
    }
  });

  it('is made on the page where the worker fails, which the log tells; what the exporter refuses is refused', async () => {
    const { laboratory, coordinator } = await open({});
    const { shell, log } = pageOf(laboratory, coordinator);
    const file = await madeFile(shell, { exporter: 'runs', ledger });
    expect(file).toEqual(await makeFile({ exporter: 'runs', ledger }, read));
    expect(log.entries).toMatchObject([
      { level: 'warning', where: 'runs', message: expect.stringContaining('no task of kind "export"') as string },
    ]);
    await expect(madeFile(shell, { exporter: 'runs' })).rejects.toThrow('runs.csv needs the ledger.');
  });
});
