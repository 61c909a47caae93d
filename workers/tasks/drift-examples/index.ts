import { CLASSES, CLASS_NAMES, PIXELS, type ImageBatch } from '../../../src/core/dataset/types';
import { takeImages } from '../../../src/core/dataset/batch';
import { readStream } from '../images';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import { EXAMPLE_ARTIFACTS, type DriftExamplesSpec, type DriftExamplesSummary } from './types';

function perClass(labels: Uint8Array): number[] {
  const counts = new Array<number>(CLASSES).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}

export const task: Task<DriftExamplesSpec, DriftExamplesSummary> = {
  async run(spec, context) {
    const none = { ...spec, scenario: { ...spec.scenario, type: 'none' as const } };
    const [before, after] = (await readStream(context.db, dataOf(context), [none, spec])) as [ImageBatch, ImageBatch];
    await context.turn();
    const first = CLASS_NAMES.map((_, label) => before.labels.indexOf(label)).filter((position) => position >= 0);
    const shown = takeImages(before, first);
    // A class mix leaves images out, and changes none.
    const changed = spec.scenario.type !== 'none' && spec.scenario.type !== 'class-mix';
    const shape = [first.length, PIXELS];
    return {
      summary: {
        labels: Array.from(shown.labels),
        classes: { before: perClass(before.labels), after: perClass(after.labels) },
      },
      artifacts: {
        [EXAMPLE_ARTIFACTS.before]: { data: shown.images, shape },
        ...(changed ? { [EXAMPLE_ARTIFACTS.after]: { data: takeImages(after, first).images, shape } } : {}),
      },
    };
  },
};
