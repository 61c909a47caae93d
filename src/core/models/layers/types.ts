/**
 * The contract of a layer. To add one: a file in this folder and a line in `all.ts`. The engine builds it by the name and the
 * configuration that `make` gives, so that nothing outside knows a layer by name.
 */
import type { ImageSize } from '../../dataset/shape';
import type { ParamSpec, ParamValues } from '../../params';
import type { Json } from '../../results/types';

/** What stands between two layers: an image of channels, or a list of values. */
export interface ImageShape extends ImageSize {
  readonly kind: 'image';
  readonly channels: number;
}
export interface VectorShape {
  readonly kind: 'vector';
  readonly size: number;
}
export type Shape = ImageShape | VectorShape;

/** What a layer can be given. */
interface Taken {
  readonly image: ImageShape;
  readonly vector: VectorShape;
  readonly any: Shape;
}

/** How TensorFlow.js makes a layer. */
export interface LayerRecipe {
  /** A function of `tf.layers` as its documentation names it, such as "leakyReLU", or a layer of the engine's own. */
  readonly layer: string;
  /** What it is called with: plain data. */
  readonly config: { readonly [name: string]: Json };
}

export interface LayerDefinition<
  T extends string = string,
  R extends ParamSpec = ParamSpec,
  O extends ParamSpec = ParamSpec,
  K extends keyof Taken = keyof Taken,
> {
  /** As descriptions of networks write it. */
  readonly type: T;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** Who described it, and when. */
  readonly source: string;
  /** What a description must say, each within its bounds; a default is what one would begin with. */
  readonly required: R;
  /** What it may say; left out, the default holds. */
  readonly optional: O;
  readonly takes: K;
  /** Changes by which a layer that looks through a window keeps the size of an image; left out for all others. */
  readonly keepsSize?: Partial<ParamValues<O>>;
  /** What it makes of a shape; a sentence's end that says why it cannot: "only 1 x 1 are left where ...". */
  output(settings: ParamValues<R> & ParamValues<O>, input: Taken[K]): Shape | string;
  /** Multiplications that one image costs; none for a layer that does not say. */
  multiplications?(settings: ParamValues<R> & ParamValues<O>, input: Taken[K], output: Shape): number;
  /**
   * @param seed of whatever it draws
   * @returns undefined where it would do nothing
   */
  make(settings: ParamValues<R> & ParamValues<O>, seed: number, input: Taken[K]): LayerRecipe | undefined;
}

/** A layer in the description of a network: what it must say, and what it may. */
export type SpecOf<D> =
  D extends LayerDefinition<infer T, infer R, infer O>
    ? Flat<{ readonly type: T } & ParamValues<R> & Partial<ParamValues<O>>>
    : never;
type Flat<T> = { readonly [N in keyof T]: T[N] };

export const defineLayer = <
  const T extends string,
  R extends ParamSpec,
  O extends ParamSpec,
  const K extends keyof Taken,
>(
  definition: LayerDefinition<T, R, O, K>,
): LayerDefinition<T, R, O, K> => definition;
