/**
 * Pixels straight to input values by a table, for pipelines whose every value depends on one pixel: scaling, cropping,
 * masking, standardising, and mirroring and shifting before them. Images then stay bytes until their batch is asked for:
 * a quarter of the memory, and nothing to work out beforehand. The tables are made by running the pipeline itself, so the
 * values are the same to the bit.
 */
import { pixelsOf } from '../dataset/shape';
import { applyPipeline, imageSeeds, planPipeline, pullBackToPixels, type ApplyOptions } from './pipeline';
import { layoutSize, type FittedPipeline } from './types';

const LEVELS = 256;

/** Takes images at any positions of a data set to their input values, as `ModelInput.values` does, without a copy between. */
export interface PixelLookup {
  /** For each value the pixel that it is looked up by. */
  readonly sources: Uint16Array;
  /** What each value is for each level of its pixel, size x 256; 256 where all values have one table. */
  readonly tables: Float32Array;
  /**
   * The pixels that `values` looks up, moved where augmentation runs: for a device that does the rest.
   * @returns positions.length x pixels
   */
  pixels(images: Uint8Array, positions: ArrayLike<number>, training?: ApplyOptions): Uint8Array;
  /**
   * @param images all images, n x pixels of 0-255
   * @param positions of the wanted ones
   * @param training with a seed, augmentation runs
   * @returns positions.length x size
   */
  values(images: Uint8Array, positions: ArrayLike<number>, training?: ApplyOptions): Float32Array;
}

/** For each value the pixel that it comes from; any pixel for a value that comes from none, whose table is constant. */
function sourcesOf(pipeline: FittedPipeline, size: number): Uint16Array {
  const places = Float32Array.from({ length: size }, (_, index) => index + 1);
  const back = pullBackToPixels(pipeline, new Uint8Array(pixelsOf(pipeline.input)), 1, places, 'attribution');
  const sources = new Uint16Array(size);
  back.forEach((place, pixel) => {
    if (place > 0) sources[place - 1] = pixel;
  });
  return sources;
}

/** size x 256: what each value is for each level of its pixel. */
function tablesOf(pipeline: FittedPipeline, size: number): Float32Array {
  const pixels = pixelsOf(pipeline.input);
  const levels = Uint8Array.from({ length: LEVELS * pixels }, (_, at) => Math.floor(at / pixels));
  const byLevel = applyPipeline(pipeline, levels, LEVELS).data;
  return Float32Array.from(
    { length: size * LEVELS },
    (_, at) => byLevel[(at % LEVELS) * size + Math.floor(at / LEVELS)]!,
  );
}

/** Whether all values have one table; -0 and 0 count as the same, as they do to a network. */
function areAlike(tables: Float32Array): boolean {
  return tables.every((value, at) => value === tables[at % LEVELS]);
}

/** The lookup of a pipeline, or undefined if a step looks at several pixels at once. */
export function pixelLookup(pipeline: FittedPipeline): PixelLookup | undefined {
  const { input } = pipeline;
  const rawSize = pixelsOf(input);
  const planned = planPipeline(pipeline.steps, input);
  const augmentation = planned.find(({ definition }) => definition.trainingOnly);
  // Moved pixels can be looked up only if all values have one table so far and black is looked up as black: before cropping,
  // masking and standardising.
  const first = planned.find(({ definition }) => definition.kind !== 'scale');
  const augmented = augmentation?.definition.onBytes?.(augmentation.params as never, input);
  if (augmentation && (!augmented || first !== augmentation)) return undefined;
  if (planned.some((step) => !step.definition.pointwise && step !== augmentation)) return undefined;
  const size = layoutSize(pipeline.output);
  const sources = sourcesOf(pipeline, size);
  const tables = tablesOf(pipeline, size);
  const alike = areAlike(tables);
  const moved = new Uint8Array(rawSize);
  const imageAt = (images: Uint8Array, position: number): Uint8Array =>
    images.subarray(position * rawSize, (position + 1) * rawSize);

  const lookUp = (images: Uint8Array, from: number, to: Float32Array, at: number): void => {
    if (alike) for (let index = 0; index < size; index += 1) to[at + index] = tables[images[from + sources[index]!]!]!;
    else
      for (let index = 0; index < size; index += 1) {
        to[at + index] = tables[index * LEVELS + images[from + sources[index]!]!]!;
      }
  };
  return {
    sources,
    tables: alike ? tables.slice(0, LEVELS) : tables,
    pixels(images, positions, { augmentSeed, firstIndex = 0 } = {}) {
      const raw = new Uint8Array(positions.length * rawSize);
      const seeds =
        augmented && augmentSeed !== undefined ? imageSeeds(augmentSeed, firstIndex, positions.length) : undefined;
      for (let row = 0; row < positions.length; row += 1) {
        const from = imageAt(images, positions[row]!);
        const to = raw.subarray(row * rawSize, (row + 1) * rawSize);
        if (seeds) augmented!(from, to, seeds[row]!);
        else to.set(from);
      }
      return raw;
    },
    values(images, positions, { augmentSeed, firstIndex = 0 } = {}) {
      const data = new Float32Array(positions.length * size);
      const seeds =
        augmented && augmentSeed !== undefined ? imageSeeds(augmentSeed, firstIndex, positions.length) : undefined;
      for (let row = 0; row < positions.length; row += 1) {
        const position = positions[row]!;
        if (seeds) {
          augmented!(imageAt(images, position), moved, seeds[row]!);
          lookUp(moved, 0, data, row * size);
        } else lookUp(images, position * rawSize, data, row * size);
      }
      return data;
    },
  };
}
