/**
 * What a model looks at: how raw images (0-255) become its input values, and how what is found at the input is carried
 * back to the pixels. Training, prediction and attribution all go through here, so that they cannot disagree.
 *
 * To attribute to raw pixels: take `values`, differentiate the network by them (`gradientsAtInput` of workers/engine/attribute),
 * and carry the result back by `pullBack`.
 */
import { PIXELS } from '../dataset/types';
import { pixelLookup, type PixelLookup } from './lookup';
import { applyPipeline, planPipeline, pullBackToPixels, RAW, type ApplyOptions, type RawImages } from './pipeline';
import { layoutSize, type FittedPipeline, type Layout, type PullBack } from './types';

export interface ModelInput {
  readonly pipeline: FittedPipeline;
  readonly layout: Layout;
  /** Values an image. */
  readonly size: number;
  /** Values an image as tensors have them: [height, width, 1] or [size]. */
  readonly shape: readonly number[];
  /** Whether images look different each time they are trained on. */
  readonly augments: boolean;
  /**
   * Input values of raw images, count x size.
   * @param raw count x 784 of 0-255; whole numbers for named features, any for other steps
   * @param training left out in evaluation and attribution; with a seed, augmentation runs
   */
  values(raw: RawImages, count: number, training?: ApplyOptions): Float32Array;
  /** The same values by a table, for pipelines that allow it: what training takes its batches from. Made when first asked for. */
  lookup(): PixelLookup | undefined;
  /**
   * Values at the input (count x size) carried back to raw pixels (count x 784).
   * @param mode `gradient` of what depends on the input, or `attribution` whose sum must stay
   * @throws LookbookError `params/invalid` for named features, which are not linear in the pixels
   */
  pullBack(raw: RawImages, count: number, values: Float32Array, mode: PullBack): Float32Array;
}

/** The pipeline of no steps: pixels of 0-255 as they are. */
export const RAW_PIPELINE: FittedPipeline = {
  schema: 'lookbook/pipeline',
  version: 1,
  steps: [],
  output: RAW,
  fittedOn: 0,
};

/** What a model takes that was given no pipeline: pixels divided by 255. */
const PLAIN: FittedPipeline = (() => {
  const { definition, params, output } = planPipeline([{ kind: 'scale' }])[0]!;
  const step = { kind: definition.kind, version: definition.version, params, arrays: {} };
  return { ...RAW_PIPELINE, steps: [step], output };
})();

/** The input of a model trained on a fitted pipeline; pixels divided by 255 if there is none. */
export function modelInput(pipeline: FittedPipeline = PLAIN): ModelInput {
  const layout = pipeline.output;
  let lookup: { readonly found: PixelLookup | undefined } | undefined;
  return {
    pipeline,
    layout,
    size: layoutSize(layout),
    shape: layout.kind === 'image' ? [layout.height, layout.width, 1] : [layout.size],
    augments: planPipeline(pipeline.steps).some(({ definition }) => definition.trainingOnly),
    values: (raw, count, training) => applyPipeline(pipeline, raw, count, training).data,
    lookup: () => (lookup ??= { found: pixelLookup(pipeline) }).found,
    pullBack: (raw, count, values, mode) => pullBackToPixels(pipeline, raw, count, values, mode),
  };
}

/** Images whose input is worked out between two turns: some 30 ms with the slowest steps. */
const PREPARED_AT_ONCE = 1000;

/**
 * Input values of many images for evaluation, count x size, yielding in between.
 * @param images count x 784
 */
export async function prepareValues(
  input: ModelInput,
  images: Uint8Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const count = images.length / PIXELS;
  const values = new Float32Array(count * input.size);
  const lookup = input.lookup();
  for (let from = 0; from < count; from += PREPARED_AT_ONCE) {
    const to = Math.min(count, from + PREPARED_AT_ONCE);
    const part = images.subarray(from * PIXELS, to * PIXELS);
    const positions = Uint32Array.from({ length: to - from }, (_, row) => row);
    values.set(lookup?.values(part, positions) ?? input.values(part, to - from), from * input.size);
    await turn();
  }
  return values;
}
