/** What the harness worker is asked and answers. */
import type { Options } from '../../../src/core/options';

export interface Measured {
  /** What TensorFlow.js says that it computes on. */
  readonly backend: string;
  readonly losses: readonly number[];
  /** Select probabilities after training. */
  readonly probabilities: readonly number[];
  /** Gradients of the logits with respect to raw pixels, at the initial weights. */
  readonly inputGradients: readonly number[];
}

export interface Answer {
  readonly description: string;
  readonly chosen: Measured;
  readonly cpu: Measured;
}

export type Request = Pick<Options, 'backend' | 'arithmetic'>;
export type Reply = { readonly answer: Answer } | { readonly error: string };

/** Whether the forward products are ours too, or the backward pass alone. */
export interface KernelRequest {
  readonly extent: 'gradients' | 'all';
  readonly job: 'grid' | 'training';
}
export interface KernelAnswer {
  readonly backend: string;
  /** Largest difference from the CPU backend, relative to its largest value, by what was computed. */
  readonly errors: Readonly<Record<string, number>>;
  /** What must hold beside, by its sentence. */
  readonly facts: Readonly<Record<string, boolean>>;
}
export type KernelReply = { readonly answer: KernelAnswer } | { readonly error: string };

/** What a file held, or the sentence in its place; and whether the browser's own DecompressionStream takes the file. */
export interface Unpacked {
  readonly browser: boolean;
  readonly bytes?: string;
  readonly error?: string;
}
