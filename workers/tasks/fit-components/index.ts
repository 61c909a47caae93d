import { PIXELS } from '../../../src/core/dataset/types';
import { componentsFor, pixelPca, varianceShares } from '../../../src/core/profile/pca';
import { addProducts, productsFrom, type PixelProducts } from '../../../src/core/profile/products';
import type { NdArray } from '../../../src/core/results/types';
import type { Task } from '../types';
import { COMPONENT_ARTIFACTS, type FitComponentsSpec, type FitComponentsSummary } from './types';

export const task: Task<FitComponentsSpec, FitComponentsSummary> = {
  async run({ share, least, most }, context) {
    const runs: PixelProducts[] = [];
    for (const [name, run] of Object.entries(context.inputs)) {
      if (!name.startsWith('sums.')) continue;
      const arrays: Record<string, NdArray> = {};
      for (const [array, ref] of Object.entries(run.artifacts)) arrays[array] = await context.read(ref);
      runs.push(productsFrom((run.summary as { readonly images: number }).images, arrays));
      await context.turn();
    }
    const sums = addProducts(runs);
    context.report({ stage: 'Principal components', done: 0, total: 0, unit: 'components' });
    await context.turn();
    const pca = pixelPca(sums, most);
    const shares = varianceShares(pca.variances);
    const reaching = componentsFor(shares, share) ?? 0;
    // Beyond the rank of the sample there is nothing but rounding.
    const varying = shares.filter((value) => value > 1e-12).length;
    const kept = Math.min(most, varying, Math.max(least, reaching));
    await context.turn();
    return {
      summary: {
        images: sums.images,
        reaching,
        kept,
        held: shares.subarray(0, kept).reduce((sum, value) => sum + value, 0),
        shares: Array.from(shares.subarray(0, 10)),
      },
      artifacts: {
        [COMPONENT_ARTIFACTS.mean]: { data: pca.mean, shape: [PIXELS] },
        [COMPONENT_ARTIFACTS.components]: {
          data: pca.components.slice(0, kept * PIXELS),
          shape: [kept, PIXELS],
        },
      },
    };
  },
};
