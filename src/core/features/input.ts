/**
 * What a model looks at: how raw images (0-255) become its input values, and how what is found at the input is carried
 * back to the pixels. Training, prediction and attribution all go through here, so that they cannot disagree.
 *
 * To attribute to raw pixels: take `values`, differentiate the network by them (`gradientsAtInput` of workers/engine/attribute),
 * and carry the result back by `pullBack`.
 */
import { pixelsOf, sizeOf, type ImageSize } from '../dataset/shape';
import { pixelLookup, type PixelLookup } from './lookup';
import { applyPipeline, planPipeline, pullBackToPixels, type ApplyOptions, type RawImages } from './pipeline';
import { refuse } from './steps/refuse';
import { layoutSize, rawLayout, type FittedPipeline, type Layout, type PullBack } from './types';

export interface ModelInput {
  readonly pipeline: FittedPipeline;
  /** Pixels of the raw images. */
  readonly raw: ImageSize;
  readonly layout: Layout;
  /** Values an image. */
  readonly size: number;
  /** Values an image as tensors have them: [height, width, 1] or [size]. */
  readonly shape: readonly number[];
  /** Whether images look different each time they are trained on. */
  readonly augments: boolean;
  /**
   * Input values of raw images, count x size.
   * @param raw count x pixels of 0-255; whole numbers for named features, any for other steps
   * @param training left out in evaluation and attribution; with a seed, augmentation runs
   */
  values(raw: RawImages, count: number, training?: ApplyOptions): Float32Array;
  /** The same values by a table, for pipelines that allow it: what training takes its batches from. Made when first asked for. */
  lookup(): PixelLookup | undefined;
  /**
   * Values at the input (count x size) carried back to raw pixels (count x pixels).
   * @param mode `gradient` of what depends on the input, or `attribution` whose sum must stay
   * @throws LookbookError `params/invalid` for named features, which are not linear in the pixels
   */
  pullBack(raw: RawImages, count: number, values: Float32Array, mode: PullBack): Float32Array;
}

/** The pipeline of no steps: pixels of 0-255 as they are. */
export const rawPipeline = (size: ImageSize): FittedPipeline => ({
  schema: 'lookbook/pipeline',
  version: 1,
  input: sizeOf(size),
  steps: [],
  output: rawLayout(size),
  fittedOn: 0,
});

/** The input of a model that was given no pipeline: pixels divided by 255. */
export function plainInput(size: ImageSize): ModelInput {
  const { definition, params, output } = planPipeline([{ kind: 'scale' }], size)[0]!;
  const step = { kind: definition.kind, version: definition.version, params, arrays: {} };
  return modelInput({ ...rawPipeline(size), steps: [step], output });
}

/**
 * The input of a model for images of a size: that of its pipeline, or plain pixels where it has none.
 * @throws LookbookError `params/invalid` if the pipeline was fitted on images of another size
 */
export function inputFor(pipeline: FittedPipeline | undefined, size: ImageSize): ModelInput {
  if (!pipeline) return plainInput(size);
  const { height, width } = pipeline.input;
  if (height !== size.height || width !== size.width)
    refuse(
      `These features were fitted on images of ${height} x ${width} pixels, and the data set's have ${size.height} x ${size.width}: fit them on this data set.`,
    );
  return modelInput(pipeline);
}

/** The input of a model trained on a fitted pipeline. */
export function modelInput(pipeline: FittedPipeline): ModelInput {
  const layout = pipeline.output;
  let lookup: { readonly found: PixelLookup | undefined } | undefined;
  return {
    pipeline,
    raw: pipeline.input,
    layout,
    size: layoutSize(layout),
    shape: layout.kind === 'image' ? [layout.height, layout.width, 1] : [layout.size],
    augments: planPipeline(pipeline.steps, pipeline.input).some(({ definition }) => definition.trainingOnly),
    values: (raw, count, training) => applyPipeline(pipeline, raw, count, training).data,
    lookup: () => (lookup ??= { found: pixelLookup(pipeline) }).found,
    pullBack: (raw, count, values, mode) => pullBackToPixels(pipeline, raw, count, values, mode),
  };
}

/** Images whose input is worked out between two turns: some 30 ms with the slowest steps. */
const PREPARED_AT_ONCE = 1000;

/**
 * Input values of many images for evaluation, count x size, yielding in between.
 * @param images count x pixels
 */
export async function prepareValues(
  input: ModelInput,
  images: Uint8Array,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const pixels = pixelsOf(input.raw);
  const count = images.length / pixels;
  const values = new Float32Array(count * input.size);
  const lookup = input.lookup();
  for (let from = 0; from < count; from += PREPARED_AT_ONCE) {
    const to = Math.min(count, from + PREPARED_AT_ONCE);
    const part = images.subarray(from * pixels, to * pixels);
    const positions = Uint32Array.from({ length: to - from }, (_, row) => row);
    values.set(lookup?.values(part, positions) ?? input.values(part, to - from), from * input.size);
    await turn();
  }
  return values;
}
