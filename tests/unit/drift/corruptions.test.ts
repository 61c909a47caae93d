import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageSize } from '../../../src/core/dataset/shape';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import {
  CORRUPTIONS,
  corruptImages,
  type CorruptionName,
  type IndexedImages,
} from '../../../src/core/drift/corruptions';
import { randomSource } from '../../../src/core/seed';
import reference from '../../reference/drift.json';

const NAMES = Object.keys(CORRUPTIONS) as CorruptionName[];
const random = randomSource(3);
const images = Uint8Array.from({ length: 4 * PIXELS }, () => (random() < 0.5 ? 0 : Math.floor(random() * 256)));
const SIZE = { height: 28, width: 28 };
const batch = { images, indices: [5, 17, 400, 59_999], ...SIZE };
const one = (image: Uint8Array, index = 0): IndexedImages => ({ images: image, indices: [index], ...SIZE });

describe('image corruptions', () => {
  for (const [name, { severity, image }] of Object.entries(reference.cases)) {
    it(`${name} agrees with SciPy to the rounding of a pixel`, () => {
      const found = corruptImages(one(Uint8Array.from(reference.image)), name as CorruptionName, severity, 1);
      const worst = Math.max(...image.map((value, pixel) => Math.abs(value - found[pixel]!)));
      expect(worst).toBeLessThanOrEqual(0.5 + 1e-5);
    });
  }

  it.each(NAMES)('%s of severity 0 leaves every byte, and of severity 1 does not', (name) => {
    expect(corruptImages(batch, name, 0, 1)).toEqual(images);
    expect(corruptImages(batch, name, 1, 1)).not.toEqual(images);
  });

  it.each(NAMES)('%s never changes its input', (name) => {
    const before = images.slice();
    corruptImages(batch, name, 0.7, 1);
    expect(images).toEqual(before);
  });

  it.each(NAMES)('%s treats an image by its own index, whatever batch it comes in', (name) => {
    const all = corruptImages(batch, name, 0.4, 9);
    const third = corruptImages(one(images.slice(2 * PIXELS, 3 * PIXELS), 400), name, 0.4, 9);
    expect(third).toEqual(all.slice(2 * PIXELS, 3 * PIXELS));
  });

  it('noise has the stated deviation, mean zero, and another seed gives other noise', () => {
    const grey = new Uint8Array(50 * PIXELS).fill(128);
    const many = { images: grey, indices: Array.from({ length: 50 }, (_, i) => i), ...SIZE };
    const noisy = corruptImages(many, 'noise', 0.2, 1);
    const mean = noisy.reduce((sum, value) => sum + value - 128, 0) / noisy.length;
    const variance = noisy.reduce((sum, value) => sum + (value - 128) ** 2, 0) / noisy.length;
    expect(Math.abs(mean)).toBeLessThan(0.6);
    expect(Math.sqrt(variance)).toBeGreaterThan(25.5 * 0.98);
    expect(Math.sqrt(variance)).toBeLessThan(25.5 * 1.02);
    expect(corruptImages(many, 'noise', 0.2, 2)).not.toEqual(noisy);
    expect(corruptImages(many, 'noise', 0.2, 1)).toEqual(noisy);
  });

  it('blur and shift keep the ink of an image whose ink is far from the edge', () => {
    const dot = new Uint8Array(PIXELS);
    dot[10 * 28 + 10] = 255;
    for (const [name, severity] of [
      ['blur', 0.3],
      ['shift', 0.5],
      ['rotation', 0.5],
    ] as const) {
      const ink = corruptImages(one(dot), name, severity, 1).reduce((sum, value) => sum + value, 0);
      // Rounding each of some 40 pixels by at most a half; rotation resamples, which keeps ink only on average.
      expect(Math.abs(ink - 255), name).toBeLessThan(name === 'rotation' ? 60 : 20);
    }
    expect(corruptImages(one(dot), 'shift', 0.5, 1)[14 * 28 + 14]).toBe(255);
  });

  it('refuses a severity that is not between 0 and 1, and describes each severity in physical units', () => {
    for (const severity of [-0.1, 1.1, Number.NaN]) {
      expect(() => corruptImages(batch, 'blur', severity, 1)).toThrow('must lie between 0 and 1');
    }
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.double({ min: 0, max: 1, noNaN: true }), (name, severity) => {
        expect(CORRUPTIONS[name].describe(severity)).toMatch(/\d/);
        expect(CORRUPTIONS[name].describe(severity)).not.toMatch(/NaN|undefined/);
      }),
    );
  });
});

/** Value at a place between pixels: each pixel is a tent of width 2. Sums over the whole image. */
function tents(image: Uint8Array, { height, width }: ImageSize, x: number, y: number): number {
  let sum = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const share = Math.max(0, 1 - Math.abs(x - column)) * Math.max(0, 1 - Math.abs(y - row));
      sum += share * image[row * width + column]!;
    }
  }
  return sum;
}

/** The Gaussian over both axes at once, its weights cut off three deviations away and summing to 1 along an axis. */
function blurred(image: Uint8Array, { height, width }: ImageSize, deviation: number, x: number, y: number): number {
  const reach = Math.ceil(3 * deviation);
  const bell = (distance: number): number =>
    Math.abs(distance) > reach ? 0 : Math.exp(-(distance ** 2) / (2 * deviation ** 2));
  const total = Array.from({ length: 2 * reach + 1 }, (_, at) => bell(at - reach)).reduce((a, b) => a + b, 0);
  let sum = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      sum += (bell(row - y) * bell(column - x) * image[row * width + column]!) / total ** 2;
    }
  }
  return sum;
}

describe.each([
  { height: 8, width: 8 },
  { height: 17, width: 23 },
  { height: 28, width: 28 },
  { height: 32, width: 32 },
  { height: 64, width: 64 },
])('images of $height x $width', (size) => {
  const { height, width } = size;
  const pixels = height * width;
  const source = randomSource(height);
  const many = {
    images: Uint8Array.from({ length: 3 * pixels }, () => Math.floor(256 * source())),
    indices: [4, 9, 2],
    ...size,
  };
  const last = many.images.slice(2 * pixels);
  const cos = Math.cos((0.6 * Math.PI) / 4);
  const sin = Math.sin((0.6 * Math.PI) / 4);

  it.each([
    ['blur', 0.4, (x: number, y: number) => blurred(last, size, 1.2, x, y)],
    ['shift', 0.3, (x: number, y: number) => tents(last, size, x - 2.4, y - 2.4)],
    [
      'rotation',
      0.6,
      (x: number, y: number) => {
        const [right, down] = [x - (width - 1) / 2, y - (height - 1) / 2];
        return tents(
          last,
          size,
          (width - 1) / 2 + right * cos + down * sin,
          (height - 1) / 2 - right * sin + down * cos,
        );
      },
    ],
  ] as const)('%s agrees with sums over the whole image to the rounding of a pixel', (name, severity, valueAt) => {
    const found = corruptImages(many, name, severity, 1).subarray(2 * pixels);
    let worst = 0;
    found.forEach((value, pixel) => {
      worst = Math.max(worst, Math.abs(value - valueAt(pixel % width, Math.floor(pixel / width))));
    });
    expect(worst).toBeLessThanOrEqual(0.5 + 1e-5);
  });

  it.each(NAMES)('%s writes into no other image and is the same in a batch of one', (name) => {
    const all = corruptImages(many, name, 0.5, 7);
    expect(all).toHaveLength(3 * pixels);
    for (const [at, index] of many.indices.entries()) {
      const part = many.images.slice(at * pixels, (at + 1) * pixels);
      const alone = corruptImages({ images: part, indices: [index], ...size }, name, 0.5, 7);
      expect(all.slice(at * pixels, (at + 1) * pixels)).toEqual(alone);
    }
    expect(all.slice(0, pixels)).not.toEqual(many.images.slice(0, pixels));
  });
});
