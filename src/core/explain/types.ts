/**
 * What a method of attribution is, and what it may ask of the network that it explains. To add one: a file in methods/, which
 * exports it as `method`, and a line in method-names.ts.
 */
import type { ImageSize } from '../dataset/shape';
import type { RawImages } from '../features/pipeline';
import type { PullBack } from '../features/types';

/** Images and the network whose decisions on them are explained: logits are explained as a function of its input values. */
export interface Explained {
  /** images x pixels, 0-255 */
  readonly raw: Uint8Array;
  /** Class explained for each image. */
  readonly targets: Uint8Array;
  /** Of a raw image. */
  readonly size: ImageSize;
  readonly classes: number;
  /** Input values of raw images: count x input size. */
  values(raw: RawImages): Promise<Float32Array>;
  /** Logits of input values: count x classes. */
  logits(values: Float32Array): Promise<Float32Array>;
  /**
   * Gradient of each point's logit by its input values, in one backward pass: count x input size.
   * @param points count x input size @param targets class of each point
   */
  gradients(points: Float32Array, targets: ArrayLike<number>): Promise<Float32Array>;
  /** Probabilities of raw images: count x classes. */
  probabilities(raw: Uint8Array): Promise<Float32Array>;
  /** What was found at the input of all images (images x input size), carried back to their pixels: images x pixels. */
  pullBack(values: Float32Array, mode: PullBack): Float32Array;
}

export interface Conditions {
  /** As {@link Method.samples} says. */
  readonly samples: number;
  readonly seed: number;
  /** Images of the training split: rows x pixels. */
  readonly background: Uint8Array;
  /** Called between batches with the number of images that are done; may throw to stop. */
  readonly turn: (done: number) => Promise<void>;
}

export interface Attributions {
  /** images x pixels, in units of the logit or of the probability (gradients: for a step of one level). */
  readonly pixels: Float32Array;
  /** Logits (one a class) from which attributions should add up to those of the image: of methods with `completeFrom`. */
  readonly base?: Float64Array;
  /** Values of the method's own checks, one an image; null where there is none to give. */
  readonly checks?: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Over the images where a method's check has a value. */
export interface CheckedMethod {
  /** Of the method. */
  readonly label: string;
  readonly median: number;
}

/** What a method can say about how far it is to be trusted: a number an image, and the words around it. */
export interface Check {
  /** Heading of the column of medians: "Gap %". */
  readonly label: string;
  /** Heading of the column of the worst value, and which that is. */
  readonly worst: { readonly label: string; readonly is: 'largest' | 'smallest' };
  /** Digits after the point in tables. */
  readonly digits: number;
  /** What values are multiplied with in tables: 100 for per cent. */
  readonly scale?: number;
  /** What is measured, as it follows the label and a colon. */
  readonly about: string;
  /** What a good value is: "near 0". */
  readonly good: string;
  /** A sentence on the methods that have the check, in their order; on none, why. */
  sentence(methods: readonly CheckedMethod[]): string;
}

/** What of a cell's parameters decides how long methods look. */
export interface Effort {
  /** Points of a path. */
  readonly steps: number;
}

export interface Method {
  /** Raise it when attributions change for equal images and conditions: stored ones are then made anew. */
  readonly version: number;
  /** Above a narrow column of pictures. */
  readonly short: string;
  /** Whether the sign means something: for the explained class or against it. */
  readonly signed: boolean;
  /** How it works, in a sentence without a full stop that follows its label and a colon. */
  readonly about: string;
  /** The paper: "G. Erion and others, 2021". */
  readonly source: string;
  /** What its maps leave out or what a reader takes them for, in whole sentences beside the maps. */
  readonly limits?: string;
  /** The output at which attributions should add up to the output at the image; without one they need not add up. */
  readonly completeFrom?: string;
  /** It looks at the image with pixels blacked out, as the deletion curve does, which is then an easier task for it. */
  readonly blacksOut?: true;
  /** Means over the images of a class say something, and are shown. */
  readonly averaged?: true;
  /** What it can say about how far to trust it, beside what is checked of every method; values are in its attributions. */
  readonly checks?: Readonly<Record<string, Check>>;
  /** Points, draws or copies an image. */
  samples(effort: Effort): number;
  /** Pure: equal images and conditions give equal attributions. */
  run(explained: Explained, conditions: Conditions): Promise<Attributions>;
}
