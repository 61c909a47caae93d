/** Images of any proportions in square places. Pure. */
import type { ImageSize } from './shape';

/** Where an image stands that is drawn as large as a square allows: its left, top, width and height within the square. */
export function placeInSquare({ height, width }: ImageSize, side: number): readonly [number, number, number, number] {
  const scale = side / Math.max(height, width);
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  return [Math.floor((side - across) / 2), Math.floor((side - down) / 2), across, down];
}
