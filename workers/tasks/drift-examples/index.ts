import { pixelsOf } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { takeImages } from '../../../src/core/dataset/batch';
import { readStream } from '../images';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import {
  EXAMPLE_ARTIFACTS,
  type DriftExamplesSpec,
  type DriftExamplesSummary,
  type DriftExamplesArrays,
  type DriftExamplesInputs,
} from './types';

function perClass(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

export const task: Task<DriftExamplesSpec, DriftExamplesSummary, never, DriftExamplesInputs, DriftExamplesArrays> = {
  async run(spec, context) {
    const data = dataOf(context);
    const none = { ...spec, scenario: { ...spec.scenario, type: 'none' as const } };
    const [before, after] = (await readStream(context.images, data, [none, spec])) as [ImageBatch, ImageBatch];
    await context.turn();
    const first = data.classes.map((_, label) => before.labels.indexOf(label)).filter((position) => position >= 0);
    const shown = takeImages(before, first);
    // A class mix leaves images out, and changes none.
    const changed = spec.scenario.type !== 'none' && spec.scenario.type !== 'class-mix';
    const shape = [first.length, pixelsOf(before)];
    return {
      summary: {
        labels: Array.from(shown.labels),
        classes: {
          before: perClass(before.labels, data.classes.length),
          after: perClass(after.labels, data.classes.length),
        },
      },
      artifacts: {
        [EXAMPLE_ARTIFACTS.before]: { data: shown.images, shape },
        ...(changed ? { [EXAMPLE_ARTIFACTS.after]: { data: takeImages(after, first).images, shape } } : {}),
      },
    };
  },
};
