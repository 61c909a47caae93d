import { unzlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PIXELS, SIDE } from '../../../src/core/dataset/types';
import type { GridImage } from '../../../src/plots/blocks';
import { rgbPixels } from '../../../src/plots/pixels';
import { Sprite } from '../../../src/report/sprite';

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

/** Where the style sheet puts the upper left corner of an image, in places of the picture: what a browser computes. */
function corner(css: string, style: string, picture: Picture): { x: number; y: number } {
  const place = (axis: 'x' | 'y', size: number): number => {
    const [, step, border, room] = new RegExp(
      `calc\\(\\((\\d+)\\*var\\(--${axis}\\) \\+ (\\d+)\\)\\*100%/(\\d+)\\)`,
    ).exec(css)!;
    const at = Number(new RegExp(`--${axis}:(\\d+)`).exec(style)![1]);
    const share = (Number(step) * at + Number(border)) / Number(room);
    // A background of `size` in an element of SIDE, placed at a share of the room that is left.
    return -share * (SIDE - size);
  };
  return { x: place('x', picture.width), y: place('y', picture.height) };
}

const gray = (seed: number): GridImage => ({
  scale: 'gray',
  pixels: Uint8Array.from({ length: PIXELS }, (_, pixel) => (pixel * 7 + seed * 31) % 256),
});
const signed = (seed: number): GridImage => ({
  scale: 'diverging',
  pixels: Float32Array.from({ length: PIXELS }, (_, pixel) => Math.sin(pixel + seed)),
});

describe('the sprite', () => {
  it('shows each image at its place, in its colours to half a shade, with its own border around it', async () => {
    const sprite = new Sprite();
    const images = Array.from({ length: 70 }, (_, seed) => (seed % 3 === 2 ? signed(seed) : gray(seed)));
    const styles = images.map((image) => sprite.add(image));
    const css = await sprite.css();
    const picture = pictureOf(css);
    for (const index of [0, 1, 31, 32, 69]) {
      const { x, y } = corner(css, styles[index]!, picture);
      expect([x, y].map((at) => Math.abs(at - Math.round(at)))).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
      const [left, top] = [Math.round(x), Math.round(y)];
      const colours = rgbPixels(images[index]!, 'light');
      for (const pixel of [0, 27, 28, 400, 783]) {
        const [column, row] = [pixel % SIDE, Math.floor(pixel / SIDE)];
        const seen = picture.at(left + column, top + row);
        seen.forEach((channel, at) => expect(Math.abs(channel - colours[pixel * 3 + at]!)).toBeLessThanOrEqual(3));
      }
      expect(picture.at(left - 1, top - 1)).toEqual(picture.at(left, top));
      expect(picture.at(left + SIDE, top + SIDE)).toEqual(picture.at(left + SIDE - 1, top + SIDE - 1));
    }
  });

  it('shows images as the data is: 0 black, 255 white', async () => {
    const sprite = new Sprite();
    sprite.add({ scale: 'gray', pixels: new Uint8Array(PIXELS) });
    sprite.add({ scale: 'gray', pixels: new Uint8Array(PIXELS).fill(255) });
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
    expect(() => new Sprite().add({ scale: 'gray', pixels: new Uint8Array(10) })).toThrow(RangeError);
  });
});
