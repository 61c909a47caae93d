import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { GridImage } from '../../../src/plots/blocks';
import { gridLayout } from '../../../src/plots/image-grid';
import { encodePng, rgbPixels } from '../../../src/plots/pixels';

const gray = (fill: number): GridImage => ({ pixels: new Uint8Array(784).fill(fill), scale: 'gray' });

describe('rgbPixels', () => {
  it('draws the background as paper and full ink as ink, the other way round in the dark', () => {
    expect(rgbPixels(gray(0), 'light')[0]).toBe(255);
    expect(rgbPixels(gray(255), 'light')[0]).toBeLessThan(40);
    expect(rgbPixels(gray(0), 'dark')[0]).toBeLessThan(40);
    expect(rgbPixels(gray(255), 'dark')[0]).toBe(255);
  });

  it('draws signed values blue below zero and orange above, clips what is beyond and shows NaN as the middle', () => {
    const pixels = new Float32Array(784);
    pixels.set([-1, 1, -7, 7, 0, Number.NaN]);
    const rgb = rgbPixels({ pixels, scale: 'diverging' }, 'light');
    const at = (index: number): number[] => [...rgb.subarray(index * 3, index * 3 + 3)];
    expect(at(0)[2]).toBeGreaterThan(at(0)[0]!);
    expect(at(1)[0]).toBeGreaterThan(at(1)[2]!);
    expect(at(2)).toEqual(at(0));
    expect(at(3)).toEqual(at(1));
    expect(at(5)).toEqual(at(4));
  });

  it('refuses an image of another size', () => {
    expect(() => rgbPixels({ pixels: new Uint8Array(10), scale: 'gray' }, 'light')).toThrow(/10 pixels, not 784/);
  });
});

describe('encodePng', () => {
  it('writes the header, the rows with filter 0 and correct checksums', () => {
    const rgb = Uint8Array.from({ length: 2 * 3 * 3 }, (_, index) => index * 7);
    const file = encodePng(rgb, 2, 3);
    const view = new DataView(file.buffer);
    expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2, 3]);
    const length = view.getUint32(33);
    expect(String.fromCharCode(...file.subarray(37, 41))).toBe('IDAT');
    const rows = unzlibSync(file.subarray(41, 41 + length));
    expect([...rows]).toEqual([0, ...rgb.subarray(0, 6), 0, ...rgb.subarray(6, 12), 0, ...rgb.subarray(12)]);
    // The CRC of an empty IEND chunk is a constant of the format.
    expect(view.getUint32(file.length - 4)).toBe(0xae426082);
  });

  it('refuses bytes that do not fit the size', () => {
    expect(() => encodePng(new Uint8Array(5), 2, 3)).toThrow(RangeError);
  });
});

describe('gridLayout', () => {
  const images = Array.from({ length: 20 }, () => ({ label: 'x' }));

  it('gives every pixel of an image the same whole number of device pixels', () => {
    for (const ratio of [1, 1.5, 2, 3]) {
      const { tile } = gridLayout({ columns: 10 }, images, 760, ratio);
      expect((tile * ratio) % 28).toBeCloseTo(0, 9);
    }
  });

  it('breaks into more rows on a narrow page, but not a table of images', () => {
    expect(gridLayout({ columns: 10 }, images, 320, 1).columns).toBeLessThan(10);
    expect(gridLayout({ columns: 10, columnLabels: Array(10).fill('a') }, images, 320, 1).columns).toBe(10);
  });

  it('stays within the width', () => {
    for (const width of [300, 360, 760, 1200]) {
      const { columns, stepX, tile } = gridLayout({ columns: 10 }, images, width, 2);
      expect((columns - 1) * stepX + tile).toBeLessThanOrEqual(width);
    }
  });
});
