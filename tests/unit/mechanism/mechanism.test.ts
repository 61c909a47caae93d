import { beforeEach, describe, expect, it } from 'vitest';
import type { Output, StoredResult, TaskTypes } from '../../../src/core/results/types';
import type { TaskContext } from '../../../workers/tasks/types';
import { readArtifact, readLedger } from '../../../src/storage/results';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import { ENVIRONMENT, Laboratory, entry, plan, request, type AnyEntry } from './laboratory';
import { fittable } from '../../../src/cells/common/fittable';

/** Squares a number in `steps` steps and counts how often it was really run. */
function squaring(executed: number[]): Record<string, AnyEntry> {
  return {
    square: entry(async ({ value, steps = 3 }: { value: number; steps?: number }, context: TaskContext) => {
      for (let step = 0; step < steps; step += 1) {
        await context.turn();
        context.report({ stage: 'Squaring', done: step + 1, total: steps, unit: 'steps' });
      }
      executed.push(value);
      return { summary: { square: value * value }, artifacts: { row: { data: Float32Array.of(value), shape: [1] } } };
    }),
  };
}

type SquareTasks = { square: TaskTypes<{ value: number; steps?: number }, { square: number }, never> };

/** Sums the squares of the first `count` numbers, all tasks asked for at once. */
const sumJob = {
  kind: 'sum',
  version: 1,
  numeric: false,
  async run(context): Promise<Output<{ sum: number }>> {
    const values = Array.from({ length: (context.params as { count: number }).count }, (_, index) => index + 1);
    const results = await Promise.all(values.map((value) => context.task('square', { params: { value } })));
    await context.append({
      type: 'test-opening',
      id: 'opening',
      at: new Date().toISOString(),
      cellId: context.cellId,
      reason: 'test',
      modelHash: '',
      accuracy: 1,
    });
    return { summary: { sum: results.reduce((sum, result) => sum + result.summary.square, 0) } };
  },
} satisfies import('../../../src/core/results/types').CellJob<
  SquareTasks,
  { count: number },
  { sum: number }
> as unknown as AnyJob;

/** Passes the parity of its input's sum on: many sums share one parity. */
const parityJob = {
  kind: 'parity',
  version: 1,
  numeric: false,
  async run(context: { inputs: Record<string, StoredResult<{ sum: number }>> }) {
    parityRuns += 1;
    return { summary: { odd: context.inputs['sum']!.summary.sum % 2 } };
  },
} as unknown as AnyJob;
let parityRuns = 0;

/** Depends on the parity alone. */
const lastJob = {
  kind: 'last',
  version: 1,
  numeric: false,
  async run() {
    lastRuns += 1;
    return { summary: {} };
  },
} as unknown as AnyJob;
let lastRuns = 0;

const JOBS = [sumJob, parityJob, lastJob];

describe('the mechanism of tasks and jobs', () => {
  let laboratory: Laboratory;
  let executed: number[];
  beforeEach(() => {
    laboratory = new Laboratory();
    executed = [];
    parityRuns = 0;
    lastRuns = 0;
  });

  it('runs a job and stores its result, status and events before it says done', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed));
    await coordinator.run(request([plan('a', 'sum', { count: 4 })]));
    expect(laboratory.states('a')).toEqual(['queued', 'running', 'done']);
    const status = await laboratory.database.get('statuses', ['notebook', 'a']);
    expect(status?.state).toBe('done');
    expect((await laboratory.database.get('results', status!.key!))?.summary).toEqual({ sum: 30 });
    expect(await laboratory.database.get('jobs', 'notebook')).toBeUndefined();
    expect(await readLedger(laboratory.database)).toHaveLength(1);
  });

  it('does nothing again that is done, and appends no event twice', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed));
    await coordinator.run(request([plan('a', 'sum', { count: 3 })]));
    await coordinator.run(request([plan('a', 'sum', { count: 3 })]));
    await coordinator.run(request([plan('b', 'sum', { count: 5 })]));
    expect(executed.toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(await readLedger(laboratory.database)).toHaveLength(1);
  });

  it('gives equal outputs whatever the number of workers', async () => {
    const hashes: string[] = [];
    for (const workers of [1, 3]) {
      const own = new Laboratory();
      const coordinator = await own.open(JOBS, squaring([]), {}, { ...ENVIRONMENT, workers });
      await coordinator.run(request([plan('a', 'sum', { count: 7 })]));
      const status = await own.database.get('statuses', ['notebook', 'a']);
      hashes.push((await own.database.get('results', status!.key!))!.outputHash);
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('continues when a worker was killed midway, repeating only the task it was at', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed), {
      faults: [{ type: 'kill-worker', task: 'square', step: 2 }],
    });
    await coordinator.run(request([plan('a', 'sum', { count: 6 })]));
    expect(laboratory.states('a').at(-1)).toBe('done');
    expect(executed.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives up a worker that has fallen silent and starts its task again', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed), {
      silenceMs: 300,
      faults: [{ type: 'silence-worker', task: 'square', step: 1 }],
    });
    await coordinator.run(request([plan('a', 'sum', { count: 2 })]));
    expect(laboratory.states('a').at(-1)).toBe('done');
  });

  it('fails with a sentence when the worker dies a second time', async () => {
    const registry = {
      square: entry(async (_: unknown, context: TaskContext) => {
        await context.turn();
        for (const worker of laboratory.workers) worker.vanish();
        return new Promise<never>(() => undefined);
      }),
    };
    const coordinator = await laboratory.open(JOBS, registry);
    await coordinator.run(request([plan('a', 'sum', { count: 1 })]));
    const status = await laboratory.database.get('statuses', ['notebook', 'a']);
    expect(status?.state).toBe('failed');
    expect(status?.error?.code).toBe('worker/crashed');
  });

  it('continues in a new tab after the first was killed, losing and repeating no finished task', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first: number[] = [];
    const stuck = {
      square: entry(async ({ value }: { value: number }) => {
        if (value > 3) await new Promise(() => undefined);
        first.push(value);
        if (first.length === 3) release();
        return { summary: { square: value * value } };
      }),
    };
    const before = await laboratory.open(JOBS, stuck);
    // Nobody hears what becomes of it once its tab is gone.
    before.run(request([plan('a', 'sum', { count: 6 })])).catch(() => undefined);
    await gate;
    await new Promise((resolve) => setTimeout(resolve, 50));
    laboratory.crash();
    expect(await laboratory.database.get('jobs', 'notebook')).toBeDefined();

    const after = await laboratory.open(JOBS, squaring(executed));
    expect(await after.resume('notebook')).toBe(true);
    expect(first.toSorted()).toEqual([1, 2, 3]);
    expect(executed.toSorted()).toEqual([4, 5, 6]);
    expect((await laboratory.database.get('statuses', ['notebook', 'a']))?.state).toBe('done');
    expect(await after.resume('notebook')).toBe(false);
  });

  it('lets one tab at a time run a notebook, and hears a cancel that comes at once', async () => {
    const slow = { square: entry(() => new Promise<never>(() => undefined)) };
    const first = await laboratory.open(JOBS, slow);
    const second = await laboratory.open(JOBS, slow);
    const running = first.run(request([plan('a', 'sum', { count: 1 })]));
    await expect(second.run(request([plan('a', 'sum', { count: 1 })]))).rejects.toMatchObject({
      code: 'job/other-tab',
    });
    first.cancel();
    await running;
  });

  it('cancels within a second, also a task that does not listen, and keeps what was finished', async () => {
    const deaf = { square: entry(() => new Promise<never>(() => undefined)) };
    const coordinator = await laboratory.open(JOBS, deaf);
    const running = coordinator.run(request([plan('a', 'sum', { count: 9 }), plan('b', 'parity', {}, { sum: 'a' })]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const asked = performance.now();
    coordinator.cancel();
    await running;
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(laboratory.states('a').at(-1)).toBe('cancelled');
    expect(laboratory.states('b').at(-1)).toBe('cancelled');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(laboratory.workers.size).toBe(0);
  });

  it('stops a cascade where an output is unchanged', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed));
    const cells = (count: number) => [
      plan('a', 'sum', { count }),
      plan('b', 'parity', {}, { sum: 'a' }),
      plan('c', 'last', {}, { parity: 'b' }),
    ];
    await coordinator.run(request(cells(3)));
    await coordinator.run(request(cells(4)));
    expect(parityRuns).toBe(2);
    expect(lastRuns).toBe(1);
  });

  it('does not run what depends on a failed cell, and says why', async () => {
    const failing = { square: entry(async () => Promise.reject(new Error('broken on purpose'))) };
    const coordinator = await laboratory.open(JOBS, failing);
    await coordinator.run(request([plan('a', 'sum', { count: 1 }), plan('b', 'parity', {}, { sum: 'a' })]));
    const [a, b] = await laboratory.database.getAll('statuses');
    expect(a?.error?.message).toContain('broken on purpose');
    expect(b?.error?.code).toBe('input/missing');
    expect(parityRuns).toBe(0);
  });

  it.each([true, false])('gives a data set of one class only to cells that take any (%s)', async (any) => {
    const split = { count: 100, perClass: [100] };
    const splits = Object.fromEntries(
      ['train', 'validation', 'calibration', 'stream', 'test'].map((name) => [name, split]),
    );
    const data = {
      kind: 'data',
      version: 1,
      numeric: false,
      run: async () => ({ summary: { name: 'One kind', height: 28, width: 28, classes: ['kind'], splits } }),
    } as unknown as AnyJob;
    let runs = 0;
    const model = {
      kind: 'model',
      version: 1,
      numeric: false,
      ...(any ? {} : { accepts: fittable }),
      run: async () => {
        runs += 1;
        return { summary: {} };
      },
    } as unknown as AnyJob;
    const coordinator = await laboratory.open([data, model], {});
    await coordinator.run(request([plan('a', 'data', {}), plan('b', 'model', {}, { data: 'a' })]));
    expect(laboratory.states('b').at(-1)).toBe(any ? 'done' : 'failed');
    expect(runs).toBe(any ? 1 : 0);
    const [, refused] = await laboratory.database.getAll('statuses');
    expect(refused?.error?.code).toBe(any ? undefined : 'data/unfit');
    if (!any) expect(refused?.error?.message).toMatch(/^The data set "One kind" has 1 class, but this cell works/);
  });

  it.each([
    ['collects what others left', { collectsAll: true }],
    ['can do without an input', { dispensable: ['bad'] }],
  ])('lets a cell that %s run without those that failed', async (_what, traits) => {
    const collected: string[][] = [];
    const collector = {
      kind: 'collector',
      version: 1,
      numeric: false,
      ...traits,
      async run(context: { inputs: Record<string, StoredResult> }) {
        collected.push(Object.keys(context.inputs));
        return { summary: {} };
      },
    } as unknown as AnyJob;
    const registry = {
      square: entry(async ({ value }: { value: number }) => {
        if (value === 2) throw new Error('broken on purpose');
        return { summary: { square: value * value } };
      }),
    };
    const coordinator = await laboratory.open([...JOBS, collector], registry);
    await coordinator.run(
      request([
        plan('good', 'sum', { count: 1 }),
        plan('bad', 'sum', { count: 2 }),
        plan('all', 'collector', {}, { good: 'good', bad: 'bad' }),
      ]),
    );
    expect(laboratory.states('bad').at(-1)).toBe('failed');
    expect(laboratory.states('all').at(-1)).toBe('done');
    expect(collected).toEqual([['good']]);
  });

  it('goes on showing the last result after a later run failed', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed));
    await coordinator.run(request([plan('a', 'sum', { count: 1 })]));
    const first = await laboratory.database.get('statuses', ['notebook', 'a']);
    const failing = { square: entry(async () => Promise.reject(new Error('broken on purpose'))) };
    await (await laboratory.open(JOBS, failing)).run(request([plan('a', 'sum', { count: 2 })]));
    const second = await laboratory.database.get('statuses', ['notebook', 'a']);
    expect(second).toMatchObject({ state: 'failed', key: first!.key });
  });

  it('runs only the targets and what they depend on', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed));
    const cells = [
      plan('a', 'sum', { count: 2 }),
      plan('b', 'sum', { count: 3 }),
      plan('c', 'parity', {}, { sum: 'a' }),
    ];
    await coordinator.run(request(cells, ['c']));
    expect(laboratory.states('b')).toEqual([]);
    expect(laboratory.states('c').at(-1)).toBe('done');
  });

  it('says that the disk is full, and keeps what was stored before', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed), {
      faults: [{ type: 'quota', task: 'square' }],
    });
    await coordinator.run(request([plan('a', 'sum', { count: 1 })]));
    const status = await laboratory.database.get('statuses', ['notebook', 'a']);
    expect(status?.error?.code).toBe('storage/quota');
    // The drill has fired: with room made, the same run ends well.
    await coordinator.run(request([plan('a', 'sum', { count: 1 })]));
    expect(laboratory.states('a').at(-1)).toBe('done');
  });

  it('keeps arrays under their content and notices when they were changed', async () => {
    const coordinator = await laboratory.open(JOBS, squaring(executed));
    await coordinator.run(request([plan('a', 'sum', { count: 1 })]));
    const task = (await laboratory.database.getAll('results')).find((result) => result.kind === 'task:square')!;
    const ref = task.artifacts['row']!;
    expect((await readArtifact(laboratory.database, ref)).data).toEqual(Float32Array.of(1));
    const record = (await laboratory.database.get('artifacts', ref.hash))!;
    await laboratory.database.put('artifacts', { ...record, bytes: Uint8Array.of(1, 2, 3, 4) });
    await expect(readArtifact(laboratory.database, ref)).rejects.toMatchObject({ code: 'storage/corrupt' });
  });
});
