/** Sums of products of pixels, chunk by chunk, and what follows from them: principal components and correlations. */
import { pixelsOf } from '../../../src/core/dataset/shape';
import { coarseImages, coarseSize } from '../../../src/core/profile/coarse';
import { componentSummary, pixelPca } from '../../../src/core/profile/pca';
import { clusteredOrder } from '../../../src/core/profile/pixel-order';
import { pixelPairs } from '../../../src/core/profile/pixel-pairs';
import {
  addProducts,
  pixelCorrelations,
  productArrays,
  productsFrom,
  productsOf,
  type PixelProducts,
} from '../../../src/core/profile/products';
import type { NdArray, Output } from '../../../src/core/results/types';
import { ProductSums, hasIntegerSimd } from '../../engine/kernels/integers/products';
import { dataOf, numbered } from '../inputs';
import type { Task, TaskContext } from '../types';
import type {
  PixelProductsArrays,
  PixelProductsInputs,
  PixelProductsSpec,
  PixelProductsSummary,
  ProductsChunkSummary,
} from './types';

/** Images between two step boundaries: about 20 ms of work with SIMD. */
const STEP = 2048;
/** The same without SIMD. */
const SLOW_STEP = 128;

export const task: Task<PixelProductsSpec, PixelProductsSummary, never, PixelProductsInputs, PixelProductsArrays> = {
  async run(spec, context) {
    if (spec.mode === 'chunk') return chunk(spec, context);
    const chunks = await readChunks(context);
    const sums = addProducts(chunks, chunks[0]?.sum.length ?? 0);
    await context.turn();
    if (spec.mode === 'correlations') return correlations(sums, context);
    const { mean, variances, components } = pixelPca(sums, spec.components);
    const pixels = mean.length;
    return {
      summary: { mode: 'components', images: sums.images, ...componentSummary(variances) },
      artifacts: {
        mean: { data: mean, shape: [pixels] },
        variances: { data: variances, shape: [pixels] },
        components: { data: Float32Array.from(components), shape: [Math.min(spec.components, pixels), pixels] },
      },
    };
  },
};

async function chunk(
  { split, start, end }: Extract<PixelProductsSpec, { mode: 'chunk' }>,
  context: TaskContext<never, PixelProductsInputs>,
): Promise<Output<PixelProductsSummary, PixelProductsArrays>> {
  const batch = await context.images.split(dataOf(context), split, end, start);
  const images = coarseImages(batch.images, batch);
  const pixels = pixelsOf(coarseSize(batch));
  const total = batch.labels.length;
  const report = (done: number): void =>
    context.report({ stage: `Pixel products of ${split}`, done, total, unit: 'images' });
  const sums = hasIntegerSimd() ? new ProductSums(pixels) : undefined;
  const parts: PixelProducts[] = [];
  const sum = new Float64Array(pixels);
  const step = sums ? STEP : SLOW_STEP;
  for (let from = 0; from < total; from += step) {
    const part = images.subarray(from * pixels, (from + step) * pixels);
    if (sums) {
      sums.add(part);
      for (let at = 0; at < part.length; at += pixels) {
        for (let pixel = 0; pixel < pixels; pixel += 1) sum[pixel]! += part[at + pixel]!;
      }
    } else {
      parts.push(productsOf(part, pixels));
      if (parts.length > 8) parts.splice(0, parts.length, addProducts(parts, pixels));
    }
    report(Math.min(total, from + step));
    await context.turn();
  }
  const products = sums ? { images: total, sum, products: sums.finish() } : addProducts(parts, pixels);
  return { summary: { mode: 'chunk', images: total }, artifacts: productArrays(products) };
}

async function readChunks(context: TaskContext<never, PixelProductsInputs>): Promise<PixelProducts[]> {
  const chunks: PixelProducts[] = [];
  for (const { summary, artifacts } of numbered(context.inputs, 'chunk.')) {
    const arrays: Record<string, NdArray> = {};
    for (const [array, ref] of Object.entries(artifacts)) arrays[array] = await context.read(ref);
    chunks.push(productsFrom((summary as ProductsChunkSummary).images, arrays));
    await context.turn();
  }
  return chunks;
}

async function correlations(
  sums: PixelProducts,
  context: TaskContext<never, PixelProductsInputs>,
): Promise<Output<PixelProductsSummary, PixelProductsArrays>> {
  const matrix = pixelCorrelations(sums);
  const pixels = sums.sum.length;
  await context.turn();
  return {
    summary: { mode: 'correlations', images: sums.images, pairs: pixelPairs(matrix, pixels) },
    artifacts: {
      correlations: { data: matrix, shape: [matrix.length] },
      order: { data: clusteredOrder(matrix, pixels), shape: [pixels] },
    },
  };
}
