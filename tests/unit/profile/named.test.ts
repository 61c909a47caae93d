import { describe, expect, it } from 'vitest';
import { FEATURE_COUNT, NAMED_FEATURES, namedFeatures, type NamedFeatureId } from '../../../src/core/features/named';
import { PIXELS, SIDE } from '../../../src/core/dataset/fashion-mnist';

function measure(image: Uint8Array, size = { height: SIDE, width: SIDE }): Record<NamedFeatureId, number> {
  const row = namedFeatures(image, 1, size);
  return Object.fromEntries(NAMED_FEATURES.map((feature, at) => [feature.id, row[at]])) as Record<
    NamedFeatureId,
    number
  >;
}

function draw(paint: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: PIXELS }, (_, at) => paint(at % SIDE, Math.floor(at / SIDE)));
}

describe('named image features', () => {
  it('are twelve, each with its own id, a label and a definition', () => {
    expect(FEATURE_COUNT).toBe(12);
    expect(new Set(NAMED_FEATURES.map((feature) => feature.id)).size).toBe(12);
    for (const feature of NAMED_FEATURES) expect(feature.definition).toMatch(/^[A-Z].*[.]$/);
  });

  it('measure a bright bar exactly', () => {
    // Columns 4 to 7, rows 10 to 19: 40 pixels of 255.
    const bar = measure(draw((x, y) => (x >= 4 && x < 8 && y >= 10 && y < 20 ? 255 : 0)));
    const share = 40 / 784;
    expect(bar.mean).toBeCloseTo(share, 6);
    expect(bar.contrast).toBeCloseTo(Math.sqrt(share * (1 - share)), 6);
    expect(bar.inkArea).toBeCloseTo(share, 6);
    expect(bar).toMatchObject({ centroidX: 5.5, centroidY: 14.5, width: 4, height: 10, symmetryLR: 0 });
    // Its mirror image lies on rows 8 to 17: 8 of 10 rows are shared.
    expect(bar.symmetryTB).toBeCloseTo(0.8, 6);
    expect(bar.entropy).toBeCloseTo(-share * Math.log2(share) - (1 - share) * Math.log2(1 - share), 5);
  });

  it('change places when an image is transposed', () => {
    const paint = (x: number, y: number): number => (x * 37 + y * y * 11 + (x > y ? 90 : 0)) % 256;
    const image = measure(draw(paint));
    const transposed = measure(draw((x, y) => paint(y, x)));
    expect(transposed.centroidX).toBeCloseTo(image.centroidY, 5);
    expect(transposed.width).toBe(image.height);
    expect(transposed.symmetryLR).toBeCloseTo(image.symmetryTB, 6);
    expect(transposed.sharpness).toBeCloseTo(image.sharpness, 6);
    expect(transposed.edgeDensity).toBe(image.edgeDensity);
    expect(transposed.entropy).toBeCloseTo(image.entropy, 6);
  });

  it('swap their x and y in a transposed image that is not square', () => {
    const paint = (x: number, y: number): number => (x * 37 + y * y * 11 + (x > y ? 90 : 0)) % 256;
    for (const [height, width] of [
      [17, 23],
      [8, 8],
      [64, 9],
    ] as const) {
      const image = Uint8Array.from({ length: height * width }, (_, at) => paint(at % width, Math.floor(at / width)));
      const turned = Uint8Array.from({ length: height * width }, (_, at) =>
        paint(Math.floor(at / height), at % height),
      );
      const [a, b] = [measure(image, { height, width }), measure(turned, { height: width, width: height })];
      expect([b.centroidX, b.centroidY, b.width, b.height]).toEqual([a.centroidY, a.centroidX, a.height, a.width]);
      expect([b.symmetryLR, b.symmetryTB]).toEqual([a.symmetryTB, a.symmetryLR]);
      for (const id of ['mean', 'contrast', 'inkArea', 'entropy', 'sharpness', 'edgeDensity'] as const)
        expect(b[id]).toBe(a[id]);
    }
    const black = measure(new Uint8Array(17 * 23), { height: 17, width: 23 });
    expect(black).toMatchObject({ centroidX: 11, centroidY: 8, entropy: 0 });
    const white = measure(new Uint8Array(17 * 23).fill(255), { height: 17, width: 23 });
    expect(white).toMatchObject({ mean: 1, width: 23, height: 17, edgeDensity: 0 });
    const dot = new Uint8Array(64);
    dot[3 * 8 + 4] = 255;
    expect(measure(dot, { height: 8, width: 8 })).toMatchObject({ centroidX: 4, centroidY: 3, width: 1, height: 1 });
  });

  it('are finite for black, white and single-pixel images', () => {
    const black = measure(new Uint8Array(PIXELS));
    expect(black).toMatchObject({ mean: 0, contrast: 0, inkArea: 0, centroidX: 13.5, centroidY: 13.5 });
    expect(black).toMatchObject({ width: 0, height: 0, symmetryLR: 1, symmetryTB: 1, entropy: 0, sharpness: 0 });
    const white = measure(new Uint8Array(PIXELS).fill(255));
    expect(white).toMatchObject({ mean: 1, contrast: 0, width: 28, height: 28, entropy: 0, edgeDensity: 0 });
    const dot = measure(draw((x, y) => (x === 27 && y === 0 ? 26 : 0)));
    expect(dot).toMatchObject({ width: 1, height: 1, centroidX: 27, centroidY: 0, symmetryLR: 0 });
    expect(Object.values(dot).every(Number.isFinite)).toBe(true);
  });

  it('do not count as ink what is as bright as the threshold', () => {
    expect(measure(new Uint8Array(PIXELS).fill(25)).inkArea).toBe(0);
    expect(measure(new Uint8Array(PIXELS).fill(26)).inkArea).toBe(1);
  });

  it('refuse fewer images than they are told', () => {
    expect(() => namedFeatures(new Uint8Array(PIXELS), 2, { height: SIDE, width: SIDE })).toThrow(RangeError);
  });
});
