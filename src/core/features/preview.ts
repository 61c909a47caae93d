/** What a pipeline does to a few images: each step's values as pictures, their range and their histogram. */
import { pixelsOf } from '../dataset/shape';
import type { NdArray } from '../results/types';
import { equalButForRounding } from '../stats/constant';
import { planPipeline, tracePipeline, type TracedStep } from './pipeline';
import { layoutShape, rawLayout } from './types';
import type { FittedPipeline, ValueRange } from './types';

/** Of all values of the images looked at. */
export interface ValueStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  /** Share of values that are exactly 0. */
  readonly zeros: number;
}

export interface ValueHistogram {
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
}

export interface PreviewStage {
  /** `raw` for what the pipeline is given. */
  readonly kind: string;
  readonly title: string;
  readonly trainingOnly: boolean;
  /** Values an image: [height, width] or [size]. */
  readonly shape: readonly number[];
  readonly values: ValueRange;
  readonly stats: ValueStats;
  /** Whether there are pictures of this stage: values that are no pixels have none. */
  readonly pictured: boolean;
}

/** What a step has learnt on the training split. */
export interface LearntArray {
  readonly step: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly stats: ValueStats;
  /** The values themselves where they are few, with what each belongs to if that has a name. */
  readonly values?: readonly { readonly of: string; readonly value: number }[];
}

export interface Preview {
  /** The raw images, then what stands after each step. */
  readonly stages: readonly PreviewStage[];
  readonly learnt: readonly LearntArray[];
  readonly before: ValueHistogram;
  readonly after: ValueHistogram;
}

/** Artifact of stage n: float32 [images, pixels of a raw image]. */
export const stageArtifact = (stage: number): string => `stage.${stage}`;

const BINS = 64;

/** @throws RangeError for no values */
export function statsOf(values: Float32Array): ValueStats {
  if (values.length === 0) throw new RangeError('statsOf: there are no values');
  let [min, max, sum, squares, zeros] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros += 1;
    sum += value;
  }
  const mean = sum / values.length;
  // The mean of equal numbers differs from them by rounding.
  if (!equalButForRounding(min, max)) for (const value of values) squares += (value - mean) ** 2;
  return { min, max, mean, std: Math.sqrt(squares / values.length), zeros: zeros / values.length };
}

/** Equal bins from the least to the greatest value; one bin of width 1 if all are equal. */
export function histogramOf(values: Float32Array, { min, max }: Pick<ValueStats, 'min' | 'max'>): ValueHistogram {
  if (min === max) return { from: min - 0.5, width: 1, counts: [values.length] };
  const width = (max - min) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - min) / width))]! += 1;
  return { from: min, width, counts };
}

/** Up to so many values of a learnt array are listed one by one. */
const LISTED = 16;

function learntBy(fitted: FittedPipeline): LearntArray[] {
  return planPipeline(fitted.steps, fitted.input).flatMap(({ definition, input }, index) =>
    Object.entries(fitted.steps[index]!.arrays).map(([name, { data, shape }]): LearntArray => {
      const names = input.kind === 'vector' ? input.names : undefined;
      const values = Array.from(data, (value, at) => ({ of: names?.[at] ?? '', value }));
      return {
        step: definition.title,
        name,
        shape,
        stats: statsOf(data),
        ...(values.length <= LISTED ? { values } : {}),
      };
    }),
  );
}

/**
 * @param images count x pixels, 0-255 @param shown rows of the images to make pictures of
 * @param augmentSeed the augmentation that is shown
 */
export function previewPipeline(
  fitted: FittedPipeline,
  images: Uint8Array,
  count: number,
  shown: readonly number[],
  augmentSeed: number,
): { readonly preview: Preview; readonly artifacts: Readonly<Record<string, NdArray>> } {
  const pixels = pixelsOf(fitted.input);
  const data = new Float32Array(images.subarray(0, count * pixels));
  const raw: TracedStep = {
    kind: 'raw',
    title: 'Raw pixels',
    trainingOnly: false,
    block: { data, count, layout: rawLayout(fitted.input) },
    placed: data,
  };
  const traced = [raw, ...tracePipeline(fitted, images, count, augmentSeed)];
  const artifacts: Record<string, NdArray> = {};
  const stages = traced.map(({ kind, title, trainingOnly, block, placed }, index): PreviewStage => {
    if (placed) {
      const pictures = new Float32Array(shown.length * pixels);
      shown.forEach((row, at) => pictures.set(placed.subarray(row * pixels, (row + 1) * pixels), at * pixels));
      artifacts[stageArtifact(index)] = { data: pictures, shape: [shown.length, pixels] };
    }
    const { layout } = block;
    return {
      kind,
      title,
      trainingOnly,
      shape: layoutShape(layout),
      values: layout.values,
      stats: statsOf(block.data),
      pictured: placed !== undefined,
    };
  });
  return {
    preview: {
      stages,
      learnt: learntBy(fitted),
      before: histogramOf(data, stages[0]!.stats),
      after: histogramOf(traced.at(-1)!.block.data, stages.at(-1)!.stats),
    },
    artifacts,
  };
}
