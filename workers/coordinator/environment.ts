/**
 * Where to compute: what the probe says, unless the backend is free to choose and an earlier measurement found WASM clearly
 * faster than the GPU. To change it while results are being made would put them out of date, so it holds from the next start on.
 */
import { topSpeed } from '../../src/core/models/speed';
import type { Options } from '../../src/core/options';
import type { Backend, Calibration, Environment } from '../../src/core/results/types';
import { readResult } from '../../src/storage/results';
import type { Database } from '../../src/storage/schema';
import type { SpeedMeasure } from '../tasks/types';
import { taskKey, type TaskFacts } from './task-runner';

/** WASM must train so many times as fast in one worker to be taken instead of a GPU: it has several, but figures waver. */
const CLEARLY = 1.25;

/** The task that measures speed, if there is one. */
export function speedTask(facts: TaskFacts): { readonly kind: string; readonly measures: SpeedMeasure } | undefined {
  for (const [kind, { measures }] of Object.entries(facts)) if (measures) return { kind, measures };
  return undefined;
}

/** Backends that `auto` may come down to here: the probe's own, and WASM where that is a GPU. */
export const candidates = ({ backend }: Environment, options: Options): readonly Backend[] =>
  options.backend === 'auto' && backend.startsWith('webg') ? [backend, 'wasm'] : [backend];

/** What has been measured earlier, by backend. */
async function measuredEarlier(
  db: Database,
  facts: TaskFacts,
  environment: Environment,
  options: Options,
): Promise<ReadonlyMap<Backend, Calibration>> {
  const found = new Map<Backend, Calibration>();
  const task = speedTask(facts);
  if (!task) return found;
  const { kind, measures } = task;
  for (const backend of candidates(environment, options)) {
    const call = { params: measures.spec(backend, options) };
    const result = await readResult(db, taskKey(kind, facts[kind]!, call, environment));
    const speeds = result && measures.speeds(result);
    if (speeds) found.set(backend, { speeds });
  }
  return found;
}

/** How many times as fast as the GPU WASM was found to be, where that is clear. */
export function fasterThanGpu(measured: ReadonlyMap<Backend, Calibration>, gpu: Backend): number | undefined {
  const [ofGpu, ofWasm] = [measured.get(gpu), measured.get('wasm')];
  if (gpu === 'wasm' || !ofGpu || !ofWasm) return undefined;
  const times = topSpeed(ofWasm) / topSpeed(ofGpu);
  return times >= CLEARLY ? times : undefined;
}

/**
 * The environment to compute in: the probe's, unless the backend is free to choose and WASM was found to be clearly faster
 * than the GPU here. With what was measured, if anything was.
 */
export async function chooseEnvironment(
  db: Database,
  facts: TaskFacts,
  options: Options,
  probe: (options: Options) => Promise<Environment>,
): Promise<Environment> {
  const probed = await probe(options);
  const measured = await measuredEarlier(db, facts, probed, options);
  const environment =
    fasterThanGpu(measured, probed.backend) === undefined ? probed : await probe({ ...options, backend: 'wasm' });
  const calibration = measured.get(environment.backend);
  return calibration ? { ...environment, calibration } : environment;
}
