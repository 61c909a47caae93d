/**
 * The contract of a feature step, and the fitted pipeline as data.
 * A step is one file in `steps/` and one line in `steps/index.ts`.
 */
import { sizeOf, type ImageSize } from '../dataset/shape';
import type { ParamSpec, ParamValues } from '../params';
import type { Json, NdArray } from '../results/types';

/** What the values between two steps are. */
export type Layout =
  /** height x width values an image, row-major. */
  | { readonly kind: 'image'; readonly height: number; readonly width: number; readonly values: ValueRange }
  /** A vector an image: pixels picked out, or named features. */
  | { readonly kind: 'vector'; readonly size: number; readonly values: ValueRange; readonly names?: readonly string[] };

/** `bytes`: whole numbers 0 to 255; `positive`: at least 0, with 0 as background; `signed`: anything. */
export type ValueRange = 'bytes' | 'positive' | 'signed';

export const layoutSize = (layout: Layout): number =>
  layout.kind === 'image' ? layout.height * layout.width : layout.size;

/** Values an image as tensors have them: [height, width] or [size]. */
export const layoutShape = (layout: Layout): readonly number[] =>
  layout.kind === 'image' ? [layout.height, layout.width] : [layout.size];

/** What every pipeline starts from: raw images of a size. */
export const rawLayout = (size: ImageSize): Layout => ({ kind: 'image', ...sizeOf(size), values: 'bytes' });

/** The raw images of a pipeline that was stored before pipelines said so. */
const UNSAID: ImageSize = { height: 28, width: 28 };

/** The size of the raw images that a stored pipeline takes. */
export const inputOf = ({ input = UNSAID }: { readonly input?: ImageSize }): ImageSize => input;

/** Whether a size is the one that pipelines without one have. */
export const isUnsaid = ({ height, width }: ImageSize): boolean => height === UNSAID.height && width === UNSAID.width;

/** Images on their way through the pipeline: count x layoutSize(layout) float32 values. */
export interface Block {
  readonly data: Float32Array;
  readonly count: number;
  readonly layout: Layout;
}

/** Learns from blocks in turn; the arrays it ends with belong to the fitted step. */
export interface Fitter {
  observe(block: Block): void;
  finish(): FittedArrays;
}
export type FittedArrays = Readonly<Record<string, NdArray<Float32Array>>>;

/** A fitted step with what it needs to run: parsed parameters, the layout it was fitted for, its arrays. */
export interface StepContext<P> {
  readonly params: P;
  readonly layout: Layout;
  readonly arrays: FittedArrays;
}

/** How to carry values back: `gradient` applies the transposed Jacobian; `attribution` moves values without weighting. */
export type PullBack = 'gradient' | 'attribution';

export interface StepDefinition<S extends ParamSpec = ParamSpec> {
  readonly kind: string;
  /** Raise it when the same parameters would now give other values. */
  readonly version: number;
  readonly title: string;
  /** What the step does and why one would use it, in a sentence or two. */
  readonly about: string;
  readonly params: S;
  /** Runs in training only. */
  readonly trainingOnly?: boolean;
  /** Every value that leaves depends on one value that came in, always at the same place. */
  readonly pointwise?: boolean;
  /**
   * The layout after the step.
   * @throws LookbookError `params/invalid` with a sentence if the step cannot take this layout with these parameters
   */
  plan(params: ParamValues<S>, layout: Layout): Layout;
  /** For steps that learn from the training split. */
  fitter?(params: ParamValues<S>, layout: Layout): Fitter;
  /** New values; the input is not changed. `seeds` has one seed an image, for steps of training only. */
  apply(context: StepContext<ParamValues<S>>, block: Block, seeds: Uint32Array): Block;
  /**
   * Values at the step's output, carried back to its input.
   * @param input what `apply` was given @param output count x size of the output layout
   * @throws LookbookError `params/invalid` if the step is not linear for a given image
   */
  pullBack(context: StepContext<ParamValues<S>>, input: Block, output: Float32Array, mode: PullBack): Float32Array;
  /**
   * The same on raw bytes, for a step of training only whose values are those of other pixels or black, so that they can be
   * looked up afterwards; undefined if these parameters make others.
   * @returns writes what an image's seed makes of `from` into `to`
   */
  onBytes?(
    params: ParamValues<S>,
    size: ImageSize,
  ): ((from: Uint8Array, to: Uint8Array, seed: number) => void) | undefined;
  /**
   * Python statements that turn `x` (count x height x width, or count x size; float32) into the step's output, with NumPy
   * as `np`. Arrays are there as `arrays["<name>"]`; `helpers` are functions put at the top of the file.
   */
  python(context: StepContext<ParamValues<S>>): {
    readonly lines: readonly string[];
    readonly helpers?: readonly string[];
  };
}

/** A step as a notebook writes it. */
export interface StepSpec {
  readonly kind: string;
  readonly params?: Json;
}

export interface FittedStep {
  readonly kind: string;
  readonly version: number;
  /** Complete: defaults filled in. */
  readonly params: { readonly [name: string]: Json };
  readonly arrays: FittedArrays;
}

/** A fitted pipeline is plain data: it can be stored, sent to a worker, written as JSON and turned into Python. */
export interface FittedPipeline {
  readonly schema: 'lookbook/pipeline';
  readonly version: 1;
  /** Pixels of the raw images that it was fitted on and takes. */
  readonly input: ImageSize;
  readonly steps: readonly FittedStep[];
  readonly output: Layout;
  /** Images it was fitted on. */
  readonly fittedOn: number;
}

/** Erases a step's own parameter types for the registry; parameters are parsed before they reach it. */
export function defineStep<S extends ParamSpec>(definition: StepDefinition<S>): StepDefinition {
  return definition as unknown as StepDefinition;
}
