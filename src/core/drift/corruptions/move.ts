import type { ImageSize } from '../../dataset/shape';
import type { Corruption } from './types';
import { fixed } from '../../words/numbers';

/** Degrees at severity 1. */
const MOST_DEGREES = 45;
/** Pixels at severity 1, to the right and down. */
const MOST_PIXELS = 8;

/** Value at a place between pixels (bilinear); outside the image lies black background. */
function valueAt(image: Uint8Array, { height, width }: ImageSize, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  let sum = 0;
  for (let dy = 0; dy <= 1; dy += 1) {
    for (let dx = 0; dx <= 1; dx += 1) {
      const column = left + dx;
      const row = top + dy;
      if (column < 0 || column >= width || row < 0 || row >= height) continue;
      const weight = (dx === 0 ? 1 - (x - left) : x - left) * (dy === 0 ? 1 - (y - top) : y - top);
      sum += weight * image[row * width + column]!;
    }
  }
  return sum;
}

/** All images by the same angle, as when a camera was turned: clockwise, about the middle. */
export const rotation: Corruption = {
  describe: (severity) => `turned clockwise by ${Math.round(MOST_DEGREES * severity)} degrees`,
  apply(image, out, severity, _random, size) {
    const { height, width } = size;
    const angle = (MOST_DEGREES * severity * Math.PI) / 180;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        // Where this pixel came from: the inverse rotation (the y axis points down).
        const fromX = middleX + (x - middleX) * cos + (y - middleY) * sin;
        const fromY = middleY - (x - middleX) * sin + (y - middleY) * cos;
        out[y * width + x] = valueAt(image, size, fromX, fromY);
      }
    }
  },
};

/** All images by the same distance, as when the table was moved. */
export const shift: Corruption = {
  describe: (severity) => `moved by ${fixed(MOST_PIXELS * severity, 1)} pixels to the right and down`,
  apply(image, out, severity, _random, size) {
    const { height, width } = size;
    const distance = MOST_PIXELS * severity;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) out[y * width + x] = valueAt(image, size, x - distance, y - distance);
    }
  },
};
