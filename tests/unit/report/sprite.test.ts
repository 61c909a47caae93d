import { runInNewContext } from 'node:vm';
import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import type { GridImage } from '../../../src/plots/blocks';
import { rgbPixels } from '../../../src/plots/pixels';
import { Sprite } from '../../../src/report/sprite';
import { REPORT_STYLE } from '../../../src/report/style';
import { SIZES } from '../sizes';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGB of a place. */
  at(x: number, y: number): number[];
}

/** The picture that a style sheet embeds, read by the format's own rules. */
function pictureOf(css: string): Picture {
  const base64 = /url\(data:image\/png;base64,([^)]+)\)/.exec(css)![1]!;
  const file = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(file.buffer);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < file.length; at += 12 + view.getUint32(at)) {
    chunks.set(
      String.fromCharCode(...file.subarray(at + 4, at + 8)),
      file.subarray(at + 8, at + 8 + view.getUint32(at)),
    );
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const rows = unzlibSync(chunks.get('IDAT')!);
  const palette = chunks.get('PLTE')!;
  return {
    width,
    height,
    at: (x, y) => [...palette.subarray(rows[y * (width + 1) + 1 + x]! * 3).subarray(0, 3)],
  };
}

/** A length of the style sheet as a browser computes it, in pixels. @param whole what 100 % are */
function computed(expression: string, css: string, style: string, whole: number): number {
  // What the element says of itself comes before what the style sheet says.
  const valueOf = (name: string): string => new RegExp(`--${name}:([^;}]+)`).exec(`${style};${css}`)![1]!;
  let text = expression;
  while (text.includes('var(')) text = text.replace(/var\(--(\w+)\)/g, (_, name: string) => valueOf(name));
  const script = text
    .replaceAll('round(down,', 'down(')
    .replaceAll(/calc\(/g, '(')
    .replaceAll('100%', String(whole))
    .replaceAll(/(\d)px/g, '$1');
  const down = (value: number, step: number): number => Math.floor(value / step) * step;
  return runInNewContext(script, { max: Math.max, min: Math.min, down }) as number;
}

/** Both lengths of a property that has one for each axis: `calc(..) calc(..)`. */
const both = (css: string, property: string): readonly string[] =>
  new RegExp(`${property}:(calc.+?) (calc[^;}]+)`).exec(css)!.slice(1);

/** Where the style sheet puts the upper left corner of an image, in places of the picture: what a browser computes. */
function corner(css: string, style: string, picture: Picture, size: ImageSize): { x: number; y: number } {
  const [x, y] = both(css, 'background-position');
  const [across, down] = both(css, 'background-size');
  // An element in which a pixel of the image is one of the page.
  expect(computed(across!, css, style, size.width)).toBeCloseTo(picture.width, 6);
  expect(computed(down!, css, style, size.height)).toBeCloseTo(picture.height, 6);
  // A background is placed at a share of the room that is left.
  return {
    x: -computed(x!, css, style, 1) * (size.width - picture.width),
    y: -computed(y!, css, style, 1) * (size.height - picture.height),
  };
}

const SIZE = { height: 28, width: 28 };
const gray = (seed: number, size: ImageSize = SIZE): GridImage => ({
  scale: 'gray',
  size,
  pixels: Uint8Array.from({ length: pixelsOf(size) }, (_, pixel) => (pixel * 7 + seed * 31) % 256),
});
const signed = (seed: number, size: ImageSize = SIZE): GridImage => ({
  scale: 'diverging',
  size,
  pixels: Float32Array.from({ length: pixelsOf(size) }, (_, pixel) => Math.sin(pixel + seed)),
});

function expectShown(css: string, style: string, image: GridImage): void {
  const picture = pictureOf(css);
  const { x, y } = corner(css, style, picture, image.size);
  expect([x, y].map((at) => Math.abs(at - Math.round(at)))).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
  const [left, top] = [Math.round(x), Math.round(y)];
  const { height, width } = image.size;
  const colours = rgbPixels(image, 'light');
  let furthest = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const seen = picture.at(left + column, top + row);
      seen.forEach((channel, at) => {
        furthest = Math.max(furthest, Math.abs(channel - colours[3 * (row * width + column) + at]!));
      });
    }
  }
  expect(furthest).toBeLessThanOrEqual(3);
  expect(picture.at(left - 1, top - 1)).toEqual(picture.at(left, top));
  expect(picture.at(left + width, top + height)).toEqual(picture.at(left + width - 1, top + height - 1));
}

describe('the sprite', () => {
  it.each(SIZES)(
    'shows each image of $height x $width at its place, in its colours to half a shade, with its own border around it',
    async (size) => {
      const sprite = new Sprite();
      const images = Array.from({ length: 70 }, (_, seed) => (seed % 3 === 2 ? signed(seed, size) : gray(seed, size)));
      const styles = images.map((image) => sprite.add(image));
      const css = await sprite.css();
      for (const index of [0, 1, 31, 32, 69]) expectShown(css, styles[index]!, images[index]!);
    },
  );

  it('shows images of several sizes, each in its own proportions', async () => {
    const sprite = new Sprite();
    const images = Array.from({ length: 40 }, (_, seed) => gray(seed, SIZES[seed % SIZES.length]));
    const styles = images.map((image) => sprite.add(image));
    const css = await sprite.css();
    images.forEach((image, index) => expectShown(css, styles[index]!, image));
  });

  it('takes the same bytes of another height and width for another image', () => {
    const sprite = new Sprite();
    const [flat, tall] = [gray(3, { height: 8, width: 16 }), gray(3, { height: 16, width: 8 })];
    expect(sprite.add(flat)).not.toBe(sprite.add(tall));
    expect(sprite.count).toBe(2);
  });

  it('shows images as the data is: 0 black, 255 white', async () => {
    const sprite = new Sprite();
    sprite.add({ scale: 'gray', size: SIZE, pixels: new Uint8Array(784) });
    sprite.add({ scale: 'gray', size: SIZE, pixels: new Uint8Array(784).fill(255) });
    const picture = pictureOf(await sprite.css());
    expect(picture.at(5, 5)).toEqual([0, 0, 0]);
    expect(picture.at(35, 5)).toEqual([255, 255, 255]);
  });

  it('holds an image once that is shown twice, also where the scales differ', async () => {
    const sprite = new Sprite();
    expect(sprite.add(gray(1))).toBe(sprite.add(gray(1)));
    expect(sprite.add({ ...signed(1), scale: 'diverging' })).not.toBe(sprite.add(gray(1)));
    expect(sprite.count).toBe(2);
    expect(await new Sprite().css()).toBe('');
  });

  it('refuses what is no image', () => {
    expect(() => new Sprite().add({ scale: 'gray', size: SIZE, pixels: new Uint8Array(10) })).toThrow(RangeError);
  });
});

/** Of the element that shows an image, in a column so wide: in a browser that rounds lengths, and in one that does not. */
function widthsOf(size: ImageSize, column: number): { readonly crisp: number; readonly plain: number } {
  const style = `--w:${size.width};--h:${size.height}`;
  const width = (css: RegExp): number => computed(css.exec(REPORT_STYLE)![1]!, REPORT_STYLE, style, column);
  return {
    crisp: width(/@supports[^{]+\{\.px\{width:([^}]+)\}/),
    plain: Math.min(width(/\.px\{[^}]*?;width:([^;]+);/), width(/\.px\{[^}]*max-width:([^;]+);/)),
  };
}

describe('an image of the report', () => {
  it.each([...SIZES, { height: 23, width: 17 }, { height: 64, width: 8 }])(
    'of $height x $width has whole pixels where there is room, and is no higher and no wider than its column',
    (size) => {
      const { height, width } = size;
      const longer = Math.max(height, width);
      for (const column of [20, 30, 41, 70, 130, 400]) {
        const { crisp, plain } = widthsOf(size, column);
        for (const one of [crisp, plain]) {
          expect(one * (height / width)).toBeLessThanOrEqual(Math.min(112, column) + 1e-9);
          expect(one).toBeLessThanOrEqual(Math.min(112, column) + 1e-9);
        }
        const scale = crisp / width;
        if (column >= longer) expect(scale).toBeCloseTo(Math.floor(Math.min(column, 112) / longer), 9);
        else expect(scale).toBeCloseTo(column / longer, 9);
      }
    },
  );
});
