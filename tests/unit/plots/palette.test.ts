import { describe, expect, it } from 'vitest';
import {
  CLASS_COLORS,
  classColor,
  COLORWAY,
  DIVERGING,
  INK,
  SEQUENTIAL,
  rgbOf,
  scaleTable,
} from '../../../src/plots/palette';

type Triple = [number, number, number];

/** Full deuteranopia and protanopia on linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.0. */
const SIMULATIONS: Record<string, number[][]> = {
  'normal vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

const linear = (hex: string): number[] =>
  rgbOf(hex).map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));

/** CIELAB under D65 (CIE 15) of a colour as it is seen. */
function lab(hex: string, simulation: number[][]): Triple {
  const seen = simulation.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        linear(hex).reduce((sum, channel, index) => sum + channel * row[index]!, 0),
      ),
    ),
  ) as Triple;
  const [red, green, blue] = seen;
  const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116);
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Relative luminance contrast of WCAG 2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [a, b]
    .map((hex) => {
      const [red, green, blue] = linear(hex) as Triple;
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .sort((first, second) => second - first);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('the class colours', () => {
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, simulation] of Object.entries(SIMULATIONS)) {
      it(`stay at least 18 apart under ${name} on ${theme}`, () => {
        const seen = CLASS_COLORS[theme].map((hex) => lab(hex, simulation));
        expect(seen).toHaveLength(10);
        let closest = Infinity;
        for (let a = 0; a < 10; a += 1)
          for (let b = 0; b < a; b += 1) closest = Math.min(closest, distance(seen[a]!, seen[b]!));
        expect(closest).toBeGreaterThanOrEqual(18);
      });
    }

    it(`stand out from the ${theme} paper`, () => {
      for (const hex of CLASS_COLORS[theme]) expect(contrast(hex, INK[theme].paper)).toBeGreaterThan(1.9);
    });

    it(`come with ${theme} text that can be read (WCAG AA)`, () => {
      expect(contrast(INK[theme].text, INK[theme].paper)).toBeGreaterThan(7);
      expect(contrast(INK[theme].muted, INK[theme].paper)).toBeGreaterThan(4.5);
    });

    it(`keep neighbours of the ${theme} colourway apart`, () => {
      COLORWAY[theme].slice(1).forEach((hex, index) => {
        for (const simulation of Object.values(SIMULATIONS)) {
          const [a, b] = [hex, COLORWAY[theme][index]!].map((color) => lab(color, simulation));
          expect(distance(a!, b!), `${hex} beside ${COLORWAY[theme][index]}`).toBeGreaterThan(18);
        }
      });
    });

    it(`go with a ${theme} sequential scale whose lightness moves one way`, () => {
      const lightness = SEQUENTIAL[theme].map(([, hex]) => lab(hex, SIMULATIONS['normal vision']!)[0]);
      const steps = lightness.slice(1).map((value, index) => value - lightness[index]!);
      expect(new Set(steps.map(Math.sign)).size).toBe(1);
    });

    it(`go with a ${theme} diverging scale whose ends differ for every reader`, () => {
      for (const simulation of Object.values(SIMULATIONS)) {
        const [low, high] = [DIVERGING[theme][0]!, DIVERGING[theme].at(-1)!].map(([, hex]) => lab(hex, simulation));
        expect(distance(low!, high!)).toBeGreaterThan(40);
      }
    });
  }
});

describe('scaleTable', () => {
  it('starts and ends with the ends of the scale and passes through its stops', () => {
    const table = scaleTable([
      [0, '#000000'],
      [0.2, '#ff0000'],
      [1, '#ffffff'],
    ]);
    expect([...table.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...table.subarray(51 * 3, 52 * 3)]).toEqual([255, 0, 0]);
    expect([...table.subarray(255 * 3)]).toEqual([255, 255, 255]);
  });
});

describe('the colour of a class', () => {
  const hundred = Array.from({ length: 100 }, (_, label) => label);

  it.each(['light', 'dark'] as const)(
    'is one of the first ten as it is, and another for each of a hundred (%s)',
    (theme) => {
      expect(hundred.slice(0, 10).map((label) => classColor(theme, label))).toEqual(CLASS_COLORS[theme]);
      const colours = hundred.map((label) => classColor(theme, label));
      for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
      expect(new Set(colours).size).toBe(100);
      expect(classColor(theme, 100)).toBe(classColor(theme, 0));
    },
  );
});
