/** What layers have in common: windows that move over an image, and settings of the same name. */
import { MOST_SIDE, sizeWords } from '../../dataset/shape';
import { choice, integer } from '../../params';
import type { Json } from '../../results/types';
import type { ImageShape, Shape } from './types';

export const WINDOW_SIDE = integer({ label: 'Side of the window', default: 3, min: 1, max: MOST_SIDE });
export const POOLED_SIDE = integer({ label: 'Side of the window', default: 2, min: 1, max: MOST_SIDE });
export const STRIDE = integer({ label: 'Stride', default: 1, min: 1, max: MOST_SIDE });
export const PADDING = choice({
  label: 'Padding',
  default: 'valid',
  choices: [
    { value: 'valid', label: 'none' },
    { value: 'same', label: 'zeros' },
  ],
});
export const ACTIVATION = choice({
  label: 'Activation',
  default: 'linear',
  choices: [
    { value: 'linear', label: 'none' },
    { value: 'relu', label: 'rectified' },
  ],
});

/** A square of so many values a side that moves over an image. */
interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: 'valid' | 'same';
}

/** Side after a window moves over `side` values; at most 0 if it does not fit. */
const sideAfter = (side: number, { size, stride, padding }: Window): number =>
  padding === 'same' ? Math.ceil(side / stride) : Math.floor((side - size) / stride) + 1;

/** What is left of an image after a window moved over it, or why it does not fit. */
export function slide(window: Window, input: ImageShape, channels: number): Shape | string {
  const [height, width] = [sideAfter(input.height, window), sideAfter(input.width, window)];
  if (height >= 1 && width >= 1) return { kind: 'image', height, width, channels };
  return `only ${sizeWords(input)} are left where a window of ${window.size} x ${window.size} comes`;
}

/** Values of a shape. */
export const valuesOf = (shape: Shape): number =>
  shape.kind === 'image' ? shape.height * shape.width * shape.channels : shape.size;

/** Places of an image, or 1. */
export const placesOf = (shape: Shape): number => (shape.kind === 'image' ? shape.height * shape.width : 1);

/** Uniform between bounds that keep the variance through the layer (X. Glorot and Y. Bengio, 2010). */
export const glorotUniform = (seed: number): Json => ({ className: 'GlorotUniform', config: { seed } });
