/**
 * The contract of an augmentation: how an image is changed in training, anew whenever it is seen. To add one: a file in this folder
 * that exports `augmentation`, and a line in `names.ts`.
 */
import type { ImageSize } from '../../dataset/shape';
import type { ParamSpec, ParamValues } from '../../params';

/** Values of an image, row by row: those on their way through a pipeline, or raw bytes. */
export type Pixels = Float32Array | Uint8Array;

export interface Augmentation<S extends ParamSpec = ParamSpec, D = unknown> {
  /** Completes "shows each image ..."; "mirrored half of the time". */
  readonly about: string;
  /** Who described it, and when. */
  readonly source: string;
  /** Parameters of the step `augment`, beside those of the other augmentations: their names are its own. */
  readonly params: S;
  /** Values with which it changes nothing. One that was not there from the beginning is off by default. */
  readonly off: Partial<ParamValues<S>>;
  /** Values with which Features puts it in, and what it does with its `off`: "without mirroring". */
  readonly on: Partial<ParamValues<S>>;
  readonly without: string;
  /** What Tune may choose, by the name that studies keep it by, and what it then sets, of other augmentations too. */
  readonly tuned: Readonly<Record<string, Readonly<Record<string, number | boolean | string>>>>;
  /** Those that are on are applied from the lowest to the highest. */
  readonly order: number;
  /** Whether it may come after Standardise, where black is not 0 and each pixel may have a scale of its own. */
  readonly signed: boolean;
  /** Every value that it gives is one of another pixel, or black: it then runs on bytes, and devices look values up. */
  readonly copies: boolean;
  /**
   * Where its random numbers come from: by default a source of its own, so that it changes no other's draws; given, the image's,
   * after so many numbers, as pipelines stored before augmentations had sources of their own have it.
   */
  readonly drawsAfter?: number;
  /** What happens to one image; undefined for nothing, this time. @param random uniform in [0, 1) */
  draw(params: ParamValues<S>, random: () => number, size: ImageSize): D | undefined;
  /** Writes every value of `to`; `from` is another array of equal length and stays as it is. */
  apply<P extends Pixels>(drawn: D, from: P, to: P, size: ImageSize): void;
}

export const defineAugmentation = <S extends ParamSpec, D>(augmentation: Augmentation<S, D>): Augmentation<S, D> =>
  augmentation;
