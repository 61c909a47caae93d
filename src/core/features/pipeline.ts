/**
 * Feature pipelines: declared steps, fitted on the training split alone, applied in blocks, hashed by what they contain.
 * Functions take the list of known steps last; it is {@link STEPS} unless a caller brings its own.
 */
import { pixelsOf, sizeOf, type ImageSize } from '../dataset/shape';
import { LookbookError } from '../errors';
import { parseParams } from '../params/parse';
import { refOf } from '../results/arrays';
import { hashJson } from '../results/canonical';
import type { Json, NdArray } from '../results/types';
import { STEPS } from './steps';
import { isUnsaid, layoutShape, layoutSize, rawLayout } from './types';
import type {
  Block,
  FittedArrays,
  FittedPipeline,
  FittedStep,
  Layout,
  PullBack,
  StepContext,
  StepDefinition,
  StepSpec,
} from './types';

/** count x pixels of 0-255: bytes, or real numbers such as the points between two images. */
export type RawImages = Uint8Array | Float32Array;

/** Images that are on their way at once: large enough to be quick, small enough to stay in the cache's reach. */
const BLOCK_IMAGES = 512;

/** A step ready to run: its definition with its context. */
interface Stage {
  readonly definition: StepDefinition;
  readonly context: StepContext<never>;
}

function definitionOf(kind: string, known: readonly StepDefinition[]): StepDefinition {
  const found = known.find((definition) => definition.kind === kind);
  if (!found) throw new LookbookError('params/invalid', `There is no feature step "${kind}".`);
  return found;
}

interface PlannedStep {
  readonly definition: StepDefinition;
  readonly params: FittedStep['params'];
  readonly input: Layout;
  readonly output: Layout;
}

/**
 * Checks a list of steps without data: parameters completed, layouts worked out.
 * @param size of the raw images
 * @throws LookbookError `params/invalid` naming the step and the reason
 */
export function planPipeline(
  steps: readonly StepSpec[],
  size: ImageSize,
  known: readonly StepDefinition[] = STEPS,
): readonly PlannedStep[] {
  let layout = rawLayout(size);
  return steps.map(({ kind, params: given }) => {
    const definition = definitionOf(kind, known);
    const params = parseParams(definition.params, given ?? {}, definition.title);
    const input = layout;
    layout = definition.plan(params, input);
    return { definition, params: params as FittedStep['params'], input, output: layout };
  });
}

function checkImages(images: RawImages, count: number, size: ImageSize): void {
  const pixels = pixelsOf(size);
  if (!Number.isInteger(count) || count < 0 || images.length < count * pixels) {
    throw new RangeError(`pipeline: ${count} images of ${pixels} pixels wanted, ${images.length} values given`);
  }
}

function* blocksOf(
  images: RawImages,
  count: number,
  input: ImageSize,
): Generator<{ readonly block: Block; readonly start: number }> {
  const pixels = pixelsOf(input);
  const layout = rawLayout(input);
  for (let start = 0; start < count; start += BLOCK_IMAGES) {
    const size = Math.min(BLOCK_IMAGES, count - start);
    const data = new Float32Array(images.subarray(start * pixels, (start + size) * pixels));
    yield { block: { data, count: size, layout }, start };
  }
}

const NO_SEEDS = new Uint32Array(0);

const evaluated = (stages: readonly Stage[], block: Block): Block =>
  stages.reduce(
    (at, { definition, context }) => (definition.trainingOnly ? at : definition.apply(context, at, NO_SEEDS)),
    block,
  );

const stageOf = ({ definition, params, input }: PlannedStep, arrays: FittedArrays): Stage => ({
  definition,
  context: { params: params as never, layout: input, arrays },
});

/**
 * Fits a pipeline: each step that learns does so on what the steps before it give, without augmentation.
 * @param images count x pixels, 0-255, of the training split
 * @param size of these images
 * @throws LookbookError `params/invalid` if the steps do not fit together or there is no image
 */
export function fitPipeline(
  steps: readonly StepSpec[],
  images: Uint8Array,
  count: number,
  size: ImageSize,
  known: readonly StepDefinition[] = STEPS,
): FittedPipeline {
  checkImages(images, count, size);
  if (count === 0) throw new LookbookError('params/invalid', 'A feature pipeline cannot be fitted on no images.');
  const planned = planPipeline(steps, size, known);
  const stages: Stage[] = [];
  for (const step of planned) {
    const fitter = step.definition.fitter?.(step.params as never, step.input);
    if (fitter) for (const { block } of blocksOf(images, count, size)) fitter.observe(evaluated(stages, block));
    stages.push(stageOf(step, fitter?.finish() ?? {}));
  }
  return {
    schema: 'lookbook/pipeline',
    version: 1,
    input: sizeOf(size),
    steps: planned.map(({ definition, params }, index) => ({
      kind: definition.kind,
      version: definition.version,
      params,
      arrays: stages[index]!.context.arrays,
    })),
    output: planned.at(-1)?.output ?? rawLayout(size),
    fittedOn: count,
  };
}

/** The stages of a fitted pipeline. @throws LookbookError `storage/newer` for a step of a later version than known here */
function stagesOf(fitted: FittedPipeline, known: readonly StepDefinition[]): readonly Stage[] {
  return planPipeline(fitted.steps, fitted.input, known).map((step, index) => {
    const { version, arrays } = fitted.steps[index]!;
    if (version !== step.definition.version) {
      throw new LookbookError(
        'storage/newer',
        `The step "${step.definition.title}" was fitted by another version of Lookbook.`,
      );
    }
    return stageOf(step, arrays);
  });
}

export interface ApplyOptions {
  /** Given: training, with augmentation from this seed. Left out: evaluation. Derive it for each epoch. */
  readonly augmentSeed?: number;
  /** Place of the first image in the epoch, so that an image's augmentation does not depend on the batch size. */
  readonly firstIndex?: number;
}

/** A seed an image: the epoch's seed and the image's place, mixed so that neighbours differ (the finaliser of murmur3). */
export function imageSeeds(seed: number, first: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => {
    let mixed = (seed ^ Math.imul(first + index + 1, 0x9e3779b1)) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  });
}

/**
 * Runs images through a fitted pipeline.
 * @param images count x pixels, 0-255
 * @returns float32 values of shape [count, height, width] or [count, size]
 */
export function applyPipeline(
  fitted: FittedPipeline,
  images: RawImages,
  count: number,
  options: ApplyOptions = {},
  known: readonly StepDefinition[] = STEPS,
): NdArray<Float32Array> {
  checkImages(images, count, fitted.input);
  const stages = stagesOf(fitted, known);
  const { augmentSeed, firstIndex = 0 } = options;
  const data = new Float32Array(count * layoutSize(fitted.output));
  for (const { block, start } of blocksOf(images, count, fitted.input)) {
    let at = block;
    if (augmentSeed === undefined) at = evaluated(stages, block);
    else {
      const seeds = imageSeeds(augmentSeed, firstIndex + start, block.count);
      for (const { definition, context } of stages) at = definition.apply(context, at, seeds);
    }
    data.set(at.data, start * layoutSize(fitted.output));
  }
  return { data, shape: [count, ...layoutShape(fitted.output)] };
}

/** What stands after one step, for a look at the pipeline. */
export interface TracedStep {
  readonly kind: string;
  readonly title: string;
  readonly trainingOnly: boolean;
  readonly block: Block;
  /** count x pixels: the same values where they stand within the raw image; absent for values that are no pixels. */
  readonly placed?: Float32Array;
}

/**
 * The images after every step, as training with this seed would see them. Meant for hundreds of images: all stay in memory.
 * @param images count x pixels, 0-255
 */
export function tracePipeline(
  fitted: FittedPipeline,
  images: Uint8Array,
  count: number,
  augmentSeed: number,
  known: readonly StepDefinition[] = STEPS,
): readonly TracedStep[] {
  checkImages(images, count, fitted.input);
  const seeds = imageSeeds(augmentSeed, 0, count);
  const stages = stagesOf(fitted, known);
  const raw = new Float32Array(images.subarray(0, count * pixelsOf(fitted.input)));
  const blocks: Block[] = [{ data: raw, count, layout: rawLayout(fitted.input) }];
  return stages.map(({ definition, context }, index): TracedStep => {
    const block = definition.apply(context, blocks[index]!, seeds);
    blocks.push(block);
    const { kind, title, trainingOnly = false } = definition;
    const placed = placedOf(stages, blocks, fitted.input);
    return { kind, title, trainingOnly, block, ...(placed ? { placed } : {}) };
  });
}

/** Carries the last block back by the steps that picked its values out, as far as the last whole image. */
function placedOf(
  stages: readonly Stage[],
  blocks: readonly Block[],
  { height, width }: ImageSize,
): Float32Array | undefined {
  const whole = ({ layout }: Block): boolean =>
    layout.kind === 'image' && layout.height === height && layout.width === width;
  let values = blocks.at(-1)!.data;
  for (let index = blocks.length - 1; !whole(blocks[index]!); index -= 1) {
    const { layout } = blocks[index]!;
    if (layout.kind === 'vector' && layout.names) return undefined;
    const { definition, context } = stages[index - 1]!;
    values = definition.pullBack(context, blocks[index - 1]!, values, 'attribution');
  }
  return values;
}

/**
 * Carries values at a pipeline's output back to the raw pixels.
 *
 * For one image every step but named features is linear (centring moves by whole pixels that small changes of the image
 * leave as they are), so its Jacobian J is known. `gradient` gives transpose(J) times the values: the gradient with
 * respect to pixels of 0-255, from a gradient with respect to the output. `attribution` moves each value to the pixel
 * that it came from without weighting it: for contributions, whose sum must stay. Values of pixels that no output
 * comes from (cropped, masked, shifted out) are 0.
 * @param images the raw images, count x pixels @param values count x output size
 * @returns count x pixels
 * @throws LookbookError `params/invalid` for pipelines with named features
 */
export function pullBackToPixels(
  fitted: FittedPipeline,
  images: RawImages,
  count: number,
  values: Float32Array,
  mode: PullBack,
  known: readonly StepDefinition[] = STEPS,
): Float32Array {
  checkImages(images, count, fitted.input);
  const size = layoutSize(fitted.output);
  if (values.length !== count * size)
    throw new RangeError(`pullBackToPixels: ${count} x ${size} values wanted, ${values.length} given`);
  const stages = stagesOf(fitted, known).filter(({ definition }) => !definition.trainingOnly);
  const rawSize = pixelsOf(fitted.input);
  const pixels = new Float32Array(count * rawSize);
  for (const { block, start } of blocksOf(images, count, fitted.input)) {
    const inputs: Block[] = [];
    let at = block;
    for (const { definition, context } of stages) {
      inputs.push(at);
      at = definition.apply(context, at, NO_SEEDS);
    }
    let back: Float32Array = values.slice(start * size, (start + block.count) * size);
    for (let index = stages.length - 1; index >= 0; index -= 1) {
      const { definition, context } = stages[index]!;
      back = definition.pullBack(context, inputs[index]!, back, mode);
    }
    pixels.set(back, start * rawSize);
  }
  return pixels;
}

/**
 * A pipeline's JSON part, with arrays by reference; what its hash is made of. The size of the first versions is left out,
 * so that equal pipelines keep the hash that stored models know them by.
 */
function describe(fitted: FittedPipeline): Json {
  return {
    schema: fitted.schema,
    version: fitted.version,
    fittedOn: fitted.fittedOn,
    ...(isUnsaid(fitted.input) ? {} : { input: { ...fitted.input } }),
    steps: fitted.steps.map(({ kind, version, params, arrays }) => ({
      kind,
      version,
      params,
      arrays: Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, refOf(array).hash])),
    })),
  };
}

/** SHA-256 of what a fitted pipeline contains: the size of its images, steps, versions, parameters and the bytes of its arrays. */
export function pipelineHash(fitted: FittedPipeline): string {
  return hashJson(describe(fitted));
}
