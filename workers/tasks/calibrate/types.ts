/** Measures how fast a backend trains here. The speeds are times, so they stand in `timing`: seconds an image, by batch size. */
import type { Options } from '../../../src/core/options';
import type { Arrays, Backend } from '../../../src/core/results/types';
import type { SpeedMeasure } from '../types';

/** Named in full, and not by the environment: the result is to be found before there is one. */
export interface CalibrateSpec {
  readonly backend: Backend;
  readonly kernels: Options['kernels'];
  readonly arithmetic: Options['arithmetic'];
}

export interface CalibrateSummary {
  /** Name of the network. */
  readonly model: string;
}

/** How the coordinator asks for it. */
export const speed: SpeedMeasure = {
  spec: (backend, { kernels, arithmetic }) => ({ backend, kernels, arithmetic }) satisfies CalibrateSpec,
  speeds({ timing = {} }) {
    const speeds = Object.entries(timing)
      .map(([batchSize, seconds]) => ({ batchSize: Number(batchSize), imagesPerSecond: 1 / seconds }))
      .filter(({ batchSize, imagesPerSecond }) => batchSize >= 1 && Number.isFinite(imagesPerSecond))
      .sort((a, b) => a.batchSize - b.batchSize);
    return speeds.length > 0 ? speeds : undefined;
  },
};

export type CalibrateInputs = Record<string, never>;
export type CalibrateArrays = Arrays<never>;
