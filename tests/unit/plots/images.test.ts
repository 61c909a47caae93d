import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { GridImage } from '../../../src/plots/blocks';
import { gridLayout, imageAt, inLines, labelSpan } from '../../../src/plots/image-grid';
import { rgbPixels } from '../../../src/plots/pixels';
import { encodePng } from '../../../src/plots/png';
import { pixelsOf } from '../../../src/core/dataset/shape';
import { SIZES } from '../sizes';

const SIZE = { height: 28, width: 28 };
const gray = (fill: number, size = SIZE): GridImage => ({
  pixels: new Uint8Array(pixelsOf(size)).fill(fill),
  size,
  scale: 'gray',
});

describe('rgbPixels', () => {
  it('draws grey images as the data is in both themes: 0 black, 255 white, and every level between as grey as it is', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const level of [0, 1, 100, 255]) {
        expect([...rgbPixels(gray(level), theme).subarray(0, 3)]).toEqual([level, level, level]);
      }
    }
  });

  it('draws signed values blue below zero and orange above, clips what is beyond and shows NaN as the middle', () => {
    const pixels = new Float32Array(784);
    pixels.set([-1, 1, -7, 7, 0, Number.NaN]);
    const rgb = rgbPixels({ pixels, size: SIZE, scale: 'diverging' }, 'light');
    const at = (index: number): number[] => [...rgb.subarray(index * 3, index * 3 + 3)];
    expect(at(0)[2]).toBeGreaterThan(at(0)[0]!);
    expect(at(1)[0]).toBeGreaterThan(at(1)[2]!);
    expect(at(2)).toEqual(at(0));
    expect(at(3)).toEqual(at(1));
    expect(at(5)).toEqual(at(4));
  });

  it.each(SIZES)('has a colour for each of $height x $width pixels, in their order', (size) => {
    const pixels = Uint8Array.from({ length: pixelsOf(size) }, (_, at) => (at * 7) % 256);
    const rgb = rgbPixels({ pixels, size, scale: 'gray' }, 'light');
    expect(rgb).toHaveLength(3 * pixels.length);
    expect(rgb.filter((_, at) => at % 3 === 1)).toEqual(pixels);
  });

  it('refuses an image of another size', () => {
    const pixels = new Uint8Array(10);
    expect(() => rgbPixels({ pixels, size: SIZE, scale: 'gray' }, 'light')).toThrow(/28 x 28 has 10 pixels, not 784/);
    const turned = { height: 23, width: 17 };
    expect(() => rgbPixels({ ...gray(1, turned), size: { height: 17, width: 24 } }, 'light')).toThrow(/not 408/);
  });
});

describe('encodePng', () => {
  const palette = Uint8Array.of(255, 255, 255, 10, 20, 30, 200, 100, 0);

  it('writes the header, the palette, the rows with filter 0 and correct checksums', async () => {
    const places = Uint8Array.of(0, 1, 2, 2, 1, 0);
    const file = await encodePng(places, 2, 3, palette);
    const view = new DataView(file.buffer);
    expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([2, 3]);
    expect([...file.subarray(24, 26)]).toEqual([8, 3]);
    expect([...file.subarray(41, 50)]).toEqual([...palette]);
    const data = 33 + 12 + palette.length;
    const length = view.getUint32(data);
    expect(String.fromCharCode(...file.subarray(data + 4, data + 8))).toBe('IDAT');
    expect([...unzlibSync(file.subarray(data + 8, data + 8 + length))]).toEqual([0, 0, 1, 0, 2, 2, 0, 1, 0]);
    // The CRC of an empty IEND chunk is a constant of the format.
    expect(view.getUint32(file.length - 4)).toBe(0xae426082);
  });

  it('keeps every row of a bigger picture, and gives equal bytes each time', async () => {
    const places = Uint8Array.from({ length: 40 * 500 }, (_, at) => (at * at) % 3);
    const file = await encodePng(places, 40, 500, palette);
    const length = new DataView(file.buffer).getUint32(54);
    const rows = unzlibSync(file.subarray(62, 62 + length));
    expect(rows).toHaveLength(500 * 41);
    for (const row of [0, 59, 60, 499]) {
      expect([...rows.subarray(row * 41, (row + 1) * 41)]).toEqual([0, ...places.subarray(row * 40, (row + 1) * 40)]);
    }
    expect(await encodePng(places, 40, 500, palette)).toEqual(file);
  });

  it('refuses bytes that do not fit the size, and palettes that are none', async () => {
    await expect(encodePng(new Uint8Array(5), 2, 3, palette)).rejects.toThrow(RangeError);
    await expect(encodePng(new Uint8Array(6), 2, 3, new Uint8Array(4))).rejects.toThrow(RangeError);
  });
});

describe('imageAt', () => {
  const layout = { columns: 3, rows: 2, tile: 40, stepX: 50, stepY: 60, top: 20, height: 140, upright: false };

  it('is the image at a point, and none between images, above them or beyond the last column', () => {
    expect(imageAt(layout, 5, 25)).toBe(0);
    expect(imageAt(layout, 110, 25)).toBe(2);
    expect(imageAt(layout, 60, 85)).toBe(4);
    // A label belongs to its image.
    expect(imageAt(layout, 10, 75)).toBe(0);
    expect(imageAt(layout, 45, 25)).toBeUndefined();
    expect(imageAt(layout, 5, 10)).toBeUndefined();
    expect(imageAt(layout, 155, 25)).toBeUndefined();
  });
});

describe('gridLayout', () => {
  const images = Array.from({ length: 20 }, () => ({ label: 'x', size: SIZE }));

  it.each(SIZES)('gives every pixel of an image of $height x $width the same whole number of device pixels', (size) => {
    const sized = images.map((image) => ({ ...image, size }));
    for (const ratio of [1, 1.5, 2, 3]) {
      for (const width of [360, 760]) {
        const { tile } = gridLayout({ columns: 10 }, sized, width, ratio);
        const pixel = (tile * ratio) / Math.max(size.height, size.width);
        expect(pixel).toBeGreaterThan(0.99);
        expect(pixel).toBeCloseTo(Math.round(pixel), 9);
      }
    }
  });

  it('lays images of 28 x 28 out as it always has', () => {
    const at = (columns: number, width: number, ratio: number) => gridLayout({ columns }, images, width, ratio, 0, 1);
    expect(at(10, 760, 1)).toMatchObject({ columns: 10, rows: 2, tile: 56, stepX: 76.6, stepY: 80, height: 160 });
    expect(at(10, 360, 1)).toMatchObject({ columns: 7, rows: 3, tile: 28 });
    // Few rows stand as large as may be, many smaller, so that they are seen together.
    expect(at(10, 1300, 1)).toMatchObject({ rows: 2, tile: 112 });
    expect(at(5, 760, 2)).toMatchObject({ columns: 5, rows: 4, tile: 84 });
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

  it('stands headings upright where one is wider than its column, and makes room for it', () => {
    const table = { columns: 8, columnLabels: ['Image', 'Saliency'] };
    const wide = gridLayout(table, images, 760, 1, 60);
    expect(wide).toMatchObject({ columns: 8, upright: false });
    const narrow = gridLayout(table, images, 330, 2, 60);
    expect(narrow).toMatchObject({ columns: 8, upright: true });
    expect(narrow.top).toBeGreaterThanOrEqual(60);
    expect(gridLayout({ columns: 8 }, images, 330, 2, 60).upright).toBe(false);
  });
});

describe('labelSpan', () => {
  it('gives a label the columns of the images after it that have none', () => {
    const row = [{ label: 'a' }, {}, {}, { label: 'b' }];
    expect([0, 3].map((index) => labelSpan([...row, ...row], index, 4))).toEqual([3, 1]);
    // Beyond the last image the row is empty too.
    expect(labelSpan(row.slice(0, 2), 0, 4)).toBe(4);
    expect(labelSpan([{ label: 'a' }, { label: 'b' }], 0, 1)).toBe(1);
  });
});

describe('inLines', () => {
  const fits = (part: string): boolean => part.length <= 11;

  it('breaks a label that is too long where its first line is as long as fits', () => {
    expect(inLines('Bag', fits)).toEqual(['Bag']);
    expect(inLines('T-shirt/top → Shirt', fits)).toEqual(['T-shirt/top', '→ Shirt']);
    expect(inLines('Coat, 10 of 10', fits)).toEqual(['Coat, 10 of', '10']);
  });

  it('leaves a word that is too long whole', () => {
    expect(inLines('Antidisestablishmentarianism', fits)).toEqual(['Antidisestablishmentarianism']);
  });

  it('makes a grid higher by a line a row', () => {
    const images = [
      { label: 'a', size: SIZE },
      { label: 'b', size: SIZE },
    ];
    const [one, two] = [1, 2].map((lines) => gridLayout({ columns: 1 }, images, 320, 1, 0, lines).height);
    expect(two! - one!).toBe(26);
  });
});
