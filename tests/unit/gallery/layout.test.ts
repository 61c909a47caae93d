import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeInSquare } from '../../../src/core/dataset/squares';

import { layOut, placeAfter, placeAt, rowsShown, scrollFor, zoomOf } from '../../../src/ui/gallery/layout';
import { TileCache, blocksNear } from '../../../src/ui/gallery/tiles';
import { SIZES } from '../sizes';

const SIZE = { height: 28, width: 28 };
const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];

describe('the layout of the gallery', () => {
  it('fits as many columns as the width holds and says how high 70,000 images are', () => {
    const layout = layOut(70_000, 900, 84, 1, SIZE);
    expect(layout).toMatchObject({ columns: 10, rows: 7000, tile: 84, withText: true });
    expect(layout.height).toBe(7000 * layout.stepY);
    // Browsers cut elements at 16 million pixels (Firefox) or above; the greatest size on a narrow screen stays below.
    expect(layOut(70_000, 320, 168, 1, SIZE).height).toBeLessThan(16_000_000);
  });

  it.each([SIZE, { height: 17, width: 23 }, { height: 64, width: 8 }])(
    'draws an image of $height x $width at a whole number of device pixels a pixel',
    (size) => {
      for (const ratio of [1, 1.25, 1.5, 2, 3]) {
        const { tile } = layOut(10, 900, 84, ratio, size);
        const pixel = (tile * ratio) / Math.max(size.height, size.width);
        expect(pixel).toBeGreaterThan(0);
        expect(Math.abs(pixel - Math.round(pixel))).toBeLessThan(1e-9);
      }
    },
  );

  it('offers the sizes of 28 to 168 pixels for images of 28 x 28, 84 at first', () => {
    expect(zoomOf(SIZE)).toEqual({ smallest: 28, usual: 84, largest: 168 });
  });

  it.each([...SIZES, { height: 64, width: 8 }])(
    'offers at least three sizes for images of $height x $width, of a whole number of pixels a pixel each',
    (size) => {
      const longer = Math.max(size.height, size.width);
      const { smallest, usual, largest } = zoomOf(size);
      const offered = Array.from({ length: largest / smallest }, (_, step) => (step + 1) * smallest);
      expect(offered.length).toBeGreaterThanOrEqual(3);
      expect(offered.at(-1)).toBe(largest);
      expect(offered).toContain(usual);
      for (const wished of offered) expect(layOut(10, 900, wished, 1, size).tile).toBe(wished);
      expect(smallest % longer).toBe(0);
      // Neither stamps nor posters: browsers cut what 70,000 of these are high at 16 million pixels.
      expect(smallest).toBeGreaterThanOrEqual(18);
      expect(layOut(70_000, 320, largest, 1, size).height).toBeLessThan(16_000_000);
    },
  );

  it('places an image in the middle of its square, as large as it can be', () => {
    expect(placeInSquare({ height: 28, width: 28 }, 84)).toEqual([0, 0, 84, 84]);
    expect(placeInSquare({ height: 17, width: 23 }, 92)).toEqual([0, 12, 92, 68]);
    expect(placeInSquare({ height: 64, width: 8 }, 64)).toEqual([28, 0, 8, 64]);
  });

  it('shows only the rows in sight, and knows the image under a point', () => {
    const layout = layOut(1000, 900, 84, 1, SIZE);
    expect(rowsShown(layout, 3 * layout.stepY + 1, 2 * layout.stepY)).toEqual([3, 6]);
    expect(placeAt(layout, layout.stepX + 5, 2 * layout.stepY + 5)).toBe(21);
    expect(placeAt(layout, layout.tile + 1, 5)).toBeUndefined();
    expect(placeAt(layout, 5, layout.height + 5)).toBeUndefined();
  });

  it('leads by every key to an image of the list, and scrolls so that it is seen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 40, max: 1600 }),
        fc.constantFrom(...KEYS),
        fc.nat(),
        (count, width, key, seed) => {
          const layout = layOut(count, width, 56, 1, SIZE);
          const place = placeAfter(key, seed % count, layout, 4);
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThan(count);
          const top = scrollFor(layout, place!, seed % (layout.height + 1), 500);
          const row = Math.floor(place! / layout.columns) * layout.stepY;
          expect(row).toBeGreaterThanOrEqual(top);
          expect(row + layout.stepY).toBeLessThanOrEqual(top + 500);
        },
      ),
    );
  });

  it('moves by rows within a column and stops at its ends', () => {
    const layout = layOut(25, 900, 84, 1, SIZE); // 10 columns
    expect(placeAfter('ArrowDown', 4, layout, 3)).toBe(14);
    expect(placeAfter('ArrowDown', 17, layout, 3)).toBe(17);
    expect(placeAfter('PageDown', 2, layout, 3)).toBe(22);
    expect(placeAfter('ArrowUp', 4, layout, 3)).toBe(4);
    expect(placeAfter('x', 4, layout, 3)).toBeUndefined();
  });
});

interface Fake {
  readonly block: number;
  closed: boolean;
  close(): void;
}

function fakeTiles(): { cache: TileCache<Fake>; asked: number[]; settle: () => Promise<void>; made: Fake[] } {
  const asked: number[] = [];
  const made: Fake[] = [];
  const waiting: (() => void)[] = [];
  const cache = new TileCache<Fake>(
    (block) => {
      asked.push(block);
      return new Promise((resolve) => {
        waiting.push(() => {
          const bitmap: Fake = { block, closed: false, close: () => (bitmap.closed = true) };
          made.push(bitmap);
          resolve({ bitmap, labels: new Uint8Array(1) });
        });
      });
    },
    () => undefined,
  );
  const settle = async (): Promise<void> => {
    while (waiting.length > 0) {
      waiting.shift()!();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { cache, asked, settle, made };
}

describe('the cache of images in sight', () => {
  it('asks for what is in sight first, then beside it in the direction of travel', () => {
    expect(blocksNear(0, 96, 70_000, true)).toEqual([0, 1, 2]);
    expect(blocksNear(960, 1200, 70_000, false)).toEqual([10, 11, 12, 9, 8, 13]);
    expect(blocksNear(0, 0, 0, true)).toEqual([]);
  });

  it('asks for three at a time and forgets what went out of sight meanwhile', async () => {
    const { cache, asked, settle } = fakeTiles();
    cache.want([0, 1, 2, 3, 4]);
    expect(asked).toEqual([0, 1, 2]);
    cache.want([50, 51]);
    await settle();
    expect(asked).toEqual([0, 1, 2, 50, 51]);
    expect(cache.get(50)?.bitmap.block).toBe(50);
    cache.want([50, 51]);
    expect(asked).toHaveLength(5);
  });

  it('frees what was not in sight for longest', async () => {
    const { cache, settle, made } = fakeTiles();
    for (let block = 0; block < 200; block += 1) {
      cache.want([block]);
      await settle();
    }
    const open = made.filter(({ closed }) => !closed).map(({ block }) => block);
    expect(open).toEqual(Array.from({ length: 72 }, (_, at) => 128 + at));
  });

  it('takes nothing that was asked for before the list changed', async () => {
    const { cache, settle, made } = fakeTiles();
    cache.want([0]);
    cache.clear();
    await settle();
    expect(cache.get(0)).toBeUndefined();
    expect(made[0]?.closed).toBe(true);
  });
});
