import { derive, randomSource } from '../../../src/core/seed';
import { assertBackendAlive } from '../../engine/backend';
import { deletionOf, lookAt, requireImages, type Deletion } from '../explained';
import { dataOf } from '../inputs';
import { openNetwork } from '../model';
import type { Task } from '../types';
import type { DeleteAtRandomArrays, DeleteAtRandomInputs, DeleteAtRandomSpec, DeleteAtRandomSummary } from './types';

function meanOf(curves: readonly Deletion[]): Deletion {
  const average = (of: (curve: Deletion) => readonly number[]): number[] =>
    of(curves[0]!).map((_, at) => curves.reduce((sum, curve) => sum + of(curve)[at]!, 0) / curves.length);
  return { deleted: curves[0]!.deleted, mean: average(({ mean }) => mean), areas: average(({ areas }) => areas) };
}

export const task: Task<DeleteAtRandomSpec, DeleteAtRandomSummary, never, DeleteAtRandomInputs, DeleteAtRandomArrays> =
  {
    async run(spec, context) {
      const { perClass, orders, deletionSteps } = spec;
      requireImages(perClass);
      const network = await openNetwork(context);
      const turn = async (): Promise<void> => {
        assertBackendAlive();
        await context.turn();
      };
      try {
        const validation = await context.images.split(dataOf(context), 'validation');
        const { batch, predicted } = await lookAt(network, validation, perClass, turn);
        const curves: Deletion[] = [];
        for (let order = 0; order < orders; order += 1) {
          const random = randomSource(derive(context.seed, 'order', order));
          const values = Float32Array.from(batch.images, () => random());
          curves.push(await deletionOf(network, batch, predicted, values, deletionSteps, turn));
          context.report({ stage: 'Blacking out at random', done: order + 1, total: orders, unit: 'orders' });
        }
        return { summary: { spec, deletion: meanOf(curves) } };
      } finally {
        network.dispose();
      }
    },
  };
