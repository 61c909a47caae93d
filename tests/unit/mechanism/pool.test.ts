/** The pool with the real training task: equal bytes whatever the workers, restarts, shapes, and loans. */
import { beforeEach, describe, expect, it } from 'vitest';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';
import { SPLIT_VERSION } from '../../../src/core/dataset/types';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import type { Fault, Options } from '../../../src/core/options';
import { MODELS } from '../../support/networks';
import type { CellJob, Environment, StoredResult } from '../../../src/core/results/types';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import { registry, type TaskMap } from '../../../workers/tasks/registry';
import type { TaskContext } from '../../../workers/tasks/types';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import { bands } from '../tasks/harness';
import { ENVIRONMENT, Laboratory, entry, plan, request, type AnyEntry } from './laboratory';
import { serveImages } from '../images';

serveImages({
  split: (_summary, split, limit = Number.POSITIVE_INFINITY) => Promise.resolve(bands(split, limit)),
});

const WASM: Environment = { ...ENVIRONMENT, backend: 'wasm', numericMode: 'wasm/strict' };
const TRAIN = { train: registry.train as unknown as AnyEntry };
const spec: TrainSpec = { model: MODELS.softmax, trainImages: 100, epochs: 3, batchSize: 20, learningRate: 0.003 };
const STEPS_PER_EPOCH = 5;

const data = {
  key: 'data',
  kind: 'task:load',
  version: 1,
  summary: { hash: 'h', name: 'test', splitVersion: SPLIT_VERSION, height: 28, width: 28, classes: CLASS_NAMES },
  artifacts: {},
  outputHash: 'data',
  createdAt: '',
  seconds: 0,
} as unknown as StoredResult<DatasetSummary>;

/** Asks for all its trainings at once. */
const trials = {
  kind: 'trials',
  version: 1,
  numeric: true,
  async run(context) {
    const results = await Promise.all(
      context.params.specs.map((params, index) =>
        context.task('train', { params, inputs: { data }, seed: index }, ({ done }) => told.push(done)),
      ),
    );
    return { summary: { hashes: results.map(({ outputHash }) => outputHash) } };
  },
} satisfies CellJob<Pick<TaskMap, 'train'>, { specs: readonly TrainSpec[] }, { hashes: string[] }> as unknown as AnyJob;
/** Images trained, as the trainings reported them. */
let told: number[] = [];

interface Ended {
  readonly state: string | undefined;
  readonly hashes: readonly string[];
  readonly error: { code: string; message: string; retry: boolean; detail?: string } | undefined;
  readonly laboratory: Laboratory;
}

async function run(
  specs: readonly TrainSpec[],
  options: Partial<Options> = {},
  {
    environment = WASM,
    tasks = TRAIN as Record<string, AnyEntry>,
    during = async (_: Laboratory): Promise<void> => undefined,
  } = {},
): Promise<Ended> {
  const laboratory = new Laboratory();
  const coordinator = await laboratory.open([trials], tasks, options, environment);
  const running = coordinator.run(request([plan('a', 'trials', { specs } as never)]));
  await during(laboratory);
  await running;
  const status = await laboratory.database.get('statuses', ['notebook', 'a']);
  const result = status?.key ? await laboratory.database.get('results', status.key) : undefined;
  const { hashes = [] } = (result?.summary ?? {}) as { hashes?: string[] };
  return { state: status?.state, hashes, error: status?.error, laboratory };
}

beforeEach(() => {
  told = [];
});

describe('trials side by side', () => {
  it('have equal outputs on one, two and four workers', async () => {
    const specs = [spec, { ...spec, model: MODELS.mlp }, { ...spec, batchSize: 32 }, { ...spec, shards: 2 }, spec];
    const ended = [];
    for (const workers of [1, 2, 4]) ended.push(await run(specs, {}, { environment: { ...WASM, workers } }));
    expect(ended.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(new Set(ended[0]!.hashes).size).toBe(specs.length);
    for (const { hashes } of ended) expect(hashes).toEqual(ended[0]!.hashes);
  });
});

const CAUSES: readonly [string, (step: number) => Fault, Partial<Options>][] = [
  ['crash', (step) => ({ type: 'kill-worker', task: 'train', step }), {}],
  ['silence', (step) => ({ type: 'silence-worker', task: 'train', step }), { silenceMs: 1500 }],
  ['lost device', (step) => ({ type: 'lose-device', task: 'train', step }), {}],
];
const WORDS: Record<string, [string, RegExp]> = {
  crash: ['worker/crashed', /"train" was started twice.*twice its worker stopped unexpectedly.*free memory/],
  silence: ['worker/silent', /"train" was started twice.*twice its worker stopped answering.*Run the cell again/],
  'lost device': ['backend/lost', /"train" was started twice.*twice the GPU device was lost.*backend=wasm/],
};
/** Turns before the first step of the training (pixels are prepared) and at the end of an epoch (predictions), at most. */
const INSIDE_SECOND_EPOCH = STEPS_PER_EPOCH + 5;

describe.each(CAUSES)('a training whose worker is lost by %s', (cause, fault, options) => {
  it('goes on from its checkpoint and ends with the bytes of one never disturbed', async () => {
    const calm = await run([spec]);
    const whole = told.splice(0);
    const disturbed = await run([spec], { ...options, faults: [fault(INSIDE_SECOND_EPOCH)] });
    expect(disturbed.state).toBe('done');
    expect(disturbed.hashes).toEqual(calm.hashes);
    // Nothing of the first epoch was trained again: only what came after its checkpoint was.
    expect(told.filter((images) => images <= spec.trainImages)).toEqual(
      whole.filter((images) => images <= spec.trainImages),
    );
    expect(disturbed.laboratory.events.filter(startedAgain)).toHaveLength(1);
  });

  it('fails with a sentence that says what happened twice and what to do, when it is lost again', async () => {
    const ended = await run([spec], { ...options, faults: [fault(3), fault(3)] });
    const [code, words] = WORDS[cause]!;
    expect(ended.state).toBe('failed');
    expect(ended.error).toMatchObject({ code, retry: true, message: expect.stringMatching(words) });
    expect(ended.laboratory.events.filter(startedAgain)).toHaveLength(1);
  });
});

const startedAgain = (event: Laboratory['events'][number]): boolean =>
  event.type === 'log' && /Starting the train task again/.test(event.entry.message);

it('a worker lost in two ways is told of in their order', async () => {
  const faults: Fault[] = [
    { type: 'kill-worker', task: 'train', step: 3 },
    { type: 'lose-device', task: 'train', step: 4 },
  ];
  const { error } = await run([spec], { faults });
  expect(error).toMatchObject({ code: 'backend/lost' });
  expect(error?.message).toMatch(/first its worker stopped unexpectedly, then the GPU device was lost/);
});

it('a drill that is given once fires once, though two workers reach it', async () => {
  const faults: Fault[] = [{ type: 'kill-worker', task: 'train', step: 2 }];
  const ended = await run([spec, { ...spec, batchSize: 10 }], { faults });
  expect(ended.state).toBe('done');
  expect(ended.laboratory.events.filter(startedAgain)).toHaveLength(1);
});

describe('shapes', () => {
  /** Notes which worker served which batch size: each spawn has a number. */
  function noting(served: [worker: unknown, size: number][]): Record<string, AnyEntry> {
    return {
      train: entry(async ({ batchSize }: TrainSpec, context: TaskContext) => {
        await context.turn();
        served.push([context.datasets, batchSize]);
        return { summary: { batchSize, seed: context.seed } };
      }),
    };
  }
  const sizes = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2].map((batchSize) => ({ ...spec, batchSize }));

  it('on a GPU a worker serves one shape and then ends', async () => {
    const served: [unknown, number][] = [];
    const environment: Environment = { ...WASM, backend: 'webgpu', workers: 1 };
    expect((await run(sizes, {}, { environment, tasks: noting(served) })).state).toBe('done');
    // Every worker opens the database once: its connection names it.
    const shapes = new Map<unknown, Set<number>>();
    for (const [worker, size] of served) shapes.set(worker, (shapes.get(worker) ?? new Set()).add(size));
    expect([...shapes.values()].every((seen) => seen.size === 1)).toBe(true);
    // Equal shapes are served together: two workers, where turns would need twelve.
    expect(shapes.size).toBe(2);
    expect(served).toHaveLength(sizes.length);
  });

  it('lets no task wait for ever behind those of another shape', async () => {
    const served: [unknown, number][] = [];
    const environment: Environment = { ...WASM, backend: 'webgpu', workers: 1 };
    const many = [1, 2, ...Array.from({ length: 30 }, () => 1)].map((batchSize) => ({ ...spec, batchSize }));
    await run(many, {}, { environment, tasks: noting(served) });
    expect(served.findIndex(([, size]) => size === 2)).toBeLessThan(12);
  });

  it('on WASM a worker serves any shape, and ends after a number of tasks', async () => {
    const served: [unknown, number][] = [];
    const environment: Environment = { ...WASM, workers: 1 };
    await run([...sizes, ...sizes, ...sizes], {}, { environment, tasks: noting(served) });
    const workers = new Set(served.map(([worker]) => worker));
    expect(served).toHaveLength(36);
    expect(workers.size).toBe(2);
  });
});

describe('workers lent to a training in shards', () => {
  const spread = { ...spec, shards: 3, epochs: 6 };

  it('help, and change no byte of the result', async () => {
    const alone = await run([spread], {}, { environment: { ...WASM, workers: 1 } });
    let most = 0;
    const helped = await run(
      [spread],
      {},
      {
        environment: { ...WASM, workers: 3 },
        during: async (laboratory) => {
          while (laboratory.states('a').at(-1) !== 'done') {
            most = Math.max(most, laboratory.workers.size);
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        },
      },
    );
    expect(most).toBe(3);
    // Six epochs of five steps, with two helpers most of the time.
    expect(helped.laboratory.answered).toBeGreaterThan(30);
    expect(helped.hashes).toEqual(alone.hashes);
  });

  it('are done without when they crash, and are not replaced without end', async () => {
    const alone = await run([spread], {}, { environment: { ...WASM, workers: 1 } });
    let killed = 0;
    const helped = await run(
      [spread],
      {},
      {
        environment: { ...WASM, workers: 2 },
        during: async (laboratory) => {
          while (laboratory.states('a').at(-1) !== 'done') {
            const [, helper] = laboratory.workers;
            if (helper && told.length > 0) {
              helper.vanish();
              killed += 1;
            }
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        },
      },
    );
    expect(killed).toBeGreaterThan(0);
    expect(killed).toBeLessThanOrEqual(2);
    expect(helped.state).toBe('done');
    expect(helped.hashes).toEqual(alone.hashes);
    expect(helped.laboratory.events.filter(startedAgain)).toHaveLength(0);
  });

  it('are called back when a task waits', async () => {
    const laboratory = new Laboratory();
    const coordinator = await laboratory.open([trials], TRAIN, {}, { ...WASM, workers: 2 });
    const running = coordinator.run(request([plan('long', 'trials', { specs: [{ ...spread, epochs: 60 }] } as never)]));
    while (laboratory.answered === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await coordinator.run({
      ...request([plan('short', 'trials', { specs: [spec] } as never)]),
      notebookId: 'another',
    });
    const asked = laboratory.answered;
    expect(laboratory.states('long').at(-1)).toBe('running');
    expect(laboratory.workers.size).toBe(2);
    await running;
    expect(laboratory.states('long').at(-1)).toBe('done');
    // With nothing else to do, the worker helps again.
    expect(laboratory.answered).toBeGreaterThan(asked);
  });
});
