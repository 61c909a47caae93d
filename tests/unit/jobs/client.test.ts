import * as Comlink from 'comlink';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import type { CoordinatorApi } from '../../../src/core/results/coordinator-api';
import type { JobEvent } from '../../../src/core/results/events';
import type { Environment, StoredResult, TaskCall } from '../../../src/core/results/types';
import { JobsClient } from '../../../src/jobs/client';
import type { CoordinatorHandle } from '../../../src/jobs/spawn';

const ENVIRONMENT: Environment = { backend: 'cpu', description: 'test', numericMode: 'cpu/test', workers: 1 };
const RESULT: StoredResult = {
  key: 'k',
  kind: 'task:t',
  version: 1,
  summary: { bytes: 1 },
  artifacts: {},
  outputHash: 'h',
  createdAt: '',
  seconds: 0,
};
const REQUEST = { notebookId: 'n', plan: [], targets: [], rootSeed: 1 };

/** Coordinators on message channels; `kill` ends the latest without a word, as a crash does. */
function factory(overrides: Partial<CoordinatorApi> = {}) {
  const state = { spawned: 0, kill: (): void => undefined };
  const spawn = (): CoordinatorHandle => {
    state.spawned += 1;
    const { port1, port2 } = new MessageChannel();
    const death = new Promise<string>((resolve) => {
      state.kill = () => {
        port2.close();
        resolve('killed');
      };
    });
    const api: CoordinatorApi = {
      start: async (_options, listener) => {
        listener({ type: 'environment', environment: ENVIRONMENT });
        return { ok: true, value: ENVIRONMENT };
      },
      run: async () => ({ ok: true, value: undefined }),
      resume: async () => ({ ok: true, value: false }),
      task: async () => ({ ok: true, value: RESULT }),
      cancel: () => undefined,
      ...overrides,
    };
    Comlink.expose(api, port2 as unknown as Comlink.Endpoint);
    return {
      api: Comlink.wrap<CoordinatorApi>(port1 as unknown as Comlink.Endpoint),
      ready: Promise.resolve(),
      death,
      terminate: () => port1.close(),
    };
  };
  return { state, spawn };
}

describe("the page's client of the coordinator", () => {
  it('starts one coordinator for many calls and passes its events on', async () => {
    const { state, spawn } = factory();
    const client = new JobsClient(DEFAULT_OPTIONS, spawn);
    const events: JobEvent[] = [];
    client.subscribe((event) => events.push(event));
    expect(await client.environment()).toEqual(ENVIRONMENT);
    await client.run(REQUEST);
    expect(state.spawned).toBe(1);
    expect(events).toEqual([{ type: 'environment', environment: ENVIRONMENT }]);
    client.close();
  });

  it('runs a task that belongs to no cell', async () => {
    const asked: unknown[] = [];
    const task = async (kind: string, call: TaskCall<unknown>) => {
      asked.push([kind, call]);
      return { ok: true as const, value: RESULT };
    };
    const client = new JobsClient(DEFAULT_OPTIONS, factory({ task }).spawn);
    const params = { exporter: 'runs', version: 1, settings: null, ledger: [] };
    expect(await client.task('export', { params })).toEqual(RESULT);
    expect(asked).toEqual([['export', { params }]]);
    client.close();
  });

  it('makes the errors of the other side again, with code and sentence', async () => {
    const error = { code: 'job/other-tab' as const, message: 'Busy there.', retry: true };
    const { spawn } = factory({ run: async () => ({ ok: false, error }) });
    const client = new JobsClient(DEFAULT_OPTIONS, spawn);
    await expect(client.run(REQUEST)).rejects.toMatchObject({
      code: 'job/other-tab',
      message: 'Busy there.',
      retry: true,
    });
    client.close();
  });

  it('rejects all that is pending when the coordinator dies, and starts afresh at the next call', async () => {
    const { state, spawn } = factory({ run: () => new Promise(() => undefined) });
    const client = new JobsClient(DEFAULT_OPTIONS, spawn);
    await client.environment();
    const running = client.run(REQUEST);
    const failed = expect(running).rejects.toMatchObject({ code: 'worker/crashed' });
    state.kill();
    await failed;
    expect(await client.resume('n')).toBe(false);
    expect(state.spawned).toBe(2);
    client.close();
  });

  it('does not remember a start that failed', async () => {
    let failures = 1;
    const { state, spawn } = factory({
      start: async () =>
        failures-- > 0
          ? { ok: false, error: { code: 'backend/unavailable', message: 'No.', retry: false } }
          : { ok: true, value: ENVIRONMENT },
    });
    const client = new JobsClient(DEFAULT_OPTIONS, spawn);
    await expect(client.environment()).rejects.toMatchObject({ code: 'backend/unavailable' });
    expect(await client.environment()).toEqual(ENVIRONMENT);
    expect(state.spawned).toBe(2);
    client.close();
  });
});
