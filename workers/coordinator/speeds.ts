/** What is asked to know the speed of a backend, and when WASM is taken instead of a GPU. */
import { topSpeed, type Calibration } from '../../src/core/models/speed';
import type { Options } from '../../src/core/options';
import type { Backend, Environment } from '../../src/core/results/types';

/** WASM must train so many times as fast in one worker to be taken instead of a GPU: it has several, but figures waver. */
const CLEARLY = 1.25;

export const CALIBRATE = 'calibrate';
export const callFor = (backend: Backend, { kernels, arithmetic }: Options) => ({
  params: { backend, kernels, arithmetic },
});

/** Backends that `auto` may come down to here: the probe's own, and WASM where that is a GPU. */
export const candidates = ({ backend }: Environment, options: Options): readonly Backend[] =>
  options.backend === 'auto' && backend.startsWith('webg') ? [backend, 'wasm'] : [backend];

/** How many times as fast as the GPU WASM was found to be, where that is clear. */
export function fasterThanGpu(measured: ReadonlyMap<Backend, Calibration>, gpu: Backend): number | undefined {
  const [ofGpu, ofWasm] = [measured.get(gpu), measured.get('wasm')];
  if (gpu === 'wasm' || !ofGpu || !ofWasm) return undefined;
  const times = topSpeed(ofWasm) / topSpeed(ofGpu);
  return times >= CLEARLY ? times : undefined;
}
