/** Measures how fast the backends train. Loaded with the first training. */
import { topSpeed, type Calibration } from '../../src/core/models/speed';
import type { Backend } from '../../src/core/results/types';
import { count } from '../../src/core/words/numbers';
import { speedsOf } from '../tasks/calibrate/types';
import type { CalibratorSurroundings } from './calibrator';
import { CALIBRATE, callFor, candidates, fasterThanGpu } from './speeds';

export { expectedSeconds } from '../../src/core/models/expected';

/** What the backends of this environment were measured to be, or undefined if its own could not be. */
export async function measure({
  environment,
  options,
  tasks,
  log,
}: CalibratorSurroundings): Promise<Calibration | undefined> {
  const found = new Map<Backend, Calibration>();
  for (const backend of candidates(environment, options)) {
    try {
      const speeds = speedsOf(await tasks.run(CALIBRATE, callFor(backend, options), new AbortController().signal));
      if (speeds) found.set(backend, { speeds });
    } catch (thrown) {
      log('warning', `The speed of ${backend} could not be measured: ${String(thrown)}`);
    }
  }
  const own = found.get(environment.backend);
  if (!own) return undefined;
  log('info', `One worker trains ${count(Math.round(topSpeed(own)))} images a second (small CNN).`);
  const times = fasterThanGpu(found, environment.backend);
  return { ...own, ...(times === undefined ? {} : { faster: { backend: 'wasm', times } }) };
}
