/** How augmentation moves one image. */
import { randomSource } from '../seed';

export interface Move {
  readonly mirrored: boolean;
  /** Whole pixels; negative is up and left. The image is shifted first, then mirrored. */
  readonly down: number;
  readonly right: number;
}

/** The move that an image's seed decides. `shift` is the largest, in pixels. */
export function drawMove({ flip, shift }: { readonly flip: boolean; readonly shift: number }, seed: number): Move {
  const random = randomSource(seed);
  const mirrored = random() < 0.5 && flip;
  const down = Math.floor(random() * (2 * shift + 1)) - shift;
  const right = Math.floor(random() * (2 * shift + 1)) - shift;
  return { mirrored, down, right };
}
