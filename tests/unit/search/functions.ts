/** The test functions of tests/reference/search.py, to be minimised. */
import { choice, float, logFloat, logInt } from '../../../src/core/search/space';
import type { Point, SearchSpace } from '../../../src/core/search/space';
import { ask, createStudy, tell } from '../../../src/core/search/study';
import type { SamplerConfig, Study } from '../../../src/core/search/types';

export interface TestFunction {
  readonly space: SearchSpace;
  readonly value: (point: Point) => number;
}

const number = (point: Point, name: string): number => point[name] as number;

export const FUNCTIONS: Readonly<Record<'bowl' | 'branin' | 'mixed', TestFunction>> = {
  bowl: {
    space: { rate: logFloat(1e-5, 1e-1), x0: float(-5, 5), x1: float(-5, 5), x2: float(-5, 5), x3: float(-5, 5) },
    value: (point) =>
      (Math.log10(number(point, 'rate')) + 3) ** 2 +
      [0, 1, 2, 3].reduce((sum, index) => sum + (number(point, `x${index}`) - index) ** 2, 0),
  },
  branin: {
    space: { x: float(-5, 10), y: float(0, 15) },
    value: (point) => {
      const x = number(point, 'x');
      const inner = number(point, 'y') - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
      return inner ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    },
  },
  mixed: {
    space: { rate: logFloat(1e-4, 1e-1), units: logInt(8, 512), kind: choice('a', 'b', 'c', 'd') },
    value: (point) =>
      (Math.log10(number(point, 'rate')) + 2.5) ** 2 +
      (Math.log2(number(point, 'units')) - 7) ** 2 / 4 +
      ({ a: 0, b: 0.5, c: 1, d: 2 }[point['kind'] as string] ?? 9),
  },
};

/** Runs a study to so many trials. */
export async function minimise(
  { space, value }: TestFunction,
  options: { sampler: SamplerConfig; seed: number; trials: number; width: number },
): Promise<Study> {
  let study = createStudy({
    space,
    direction: 'minimize',
    width: options.width,
    seed: options.seed,
    sampler: options.sampler,
    pruner: { type: 'none' },
  });
  while (study.trials.length < options.trials) {
    const asked = await ask(study, options.trials - study.trials.length);
    if (asked.trials.length === 0) break;
    study = tell(
      asked.study,
      asked.trials.map(({ number: trial, params }) => ({ number: trial, state: 'complete', value: value(params) })),
    );
  }
  return study;
}
