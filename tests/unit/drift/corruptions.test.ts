import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
