/** Colours of figures. */
import type { ThemeName } from './class-colors';

export { classColor, CLASS_COLORS, type ThemeName } from './class-colors';

/** Series that are not classes: ordered so that neighbours differ in lightness as well as in hue. */
export const COLORWAY: Readonly<Record<ThemeName, readonly string[]>> = {
  light: ['#1f4e79', '#c8782a', '#4fb3a5', '#852f4f', '#8a93a1', '#5b4b8a', '#8fb8de', '#8b8926'],
  dark: ['#7fb2e5', '#e0a15c', '#3a8a7d', '#eab3c6', '#838c9a', '#c4c262', '#8271c4', '#a9d3cb'],
};

export interface Ink {
  readonly paper: string;
  readonly text: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
}

export const INK: Readonly<Record<ThemeName, Ink>> = {
  light: { paper: '#ffffff', text: '#1c2026', muted: '#565e6b', axis: '#aab1bc', grid: '#e8eaee' },
  dark: { paper: '#16181d', text: '#e7e9ed', muted: '#a3aab6', axis: '#5a6270', grid: '#2a2e36' },
};

/** [place in 0 to 1, colour] stops. */
export type ColorScale = readonly (readonly [number, string])[];

/** From the paper to ink: little is pale, much is strong. */
export const SEQUENTIAL: Readonly<Record<ThemeName, ColorScale>> = {
  light: [
    [0, '#f5f8fb'],
    [0.25, '#bcd6ea'],
    [0.5, '#6ba3cc'],
    [0.75, '#2f6a9f'],
    [1, '#12335c'],
  ],
  dark: [
    [0, '#1b2027'],
    [0.25, '#24456a'],
    [0.5, '#3b7ab0'],
    [0.75, '#80b9e0'],
    [1, '#eaf5fd'],
  ],
};

/** Blue is below zero, orange above; the middle is the paper. Safe for colour-blind readers. */
export const DIVERGING: Readonly<Record<ThemeName, ColorScale>> = {
  light: [
    [0, '#174a80'],
    [0.25, '#6fa5d1'],
    [0.5, '#f7f7f5'],
    [0.75, '#e0995a'],
    [1, '#94430c'],
  ],
  dark: [
    [0, '#8cc4f2'],
    [0.25, '#3b719f'],
    [0.5, '#1d2026'],
    [0.75, '#a8642a'],
    [1, '#f7b878'],
  ],
};

/** "#rrggbb" as three bytes. */
export function rgbOf(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A scale as 256 x RGB bytes, interpolated in sRGB, for drawing pixels. */
export function scaleTable(scale: ColorScale): Uint8Array {
  const table = new Uint8Array(256 * 3);
  for (let index = 0; index < 256; index += 1) {
    const place = index / 255;
    let upper = scale.findIndex(([stop]) => stop >= place);
    if (upper < 1) upper = 1;
    const [from, low] = scale[upper - 1]!;
    const [to, high] = scale[upper]!;
    const share = (place - from) / (to - from);
    const start = rgbOf(low);
    const end = rgbOf(high);
    for (let channel = 0; channel < 3; channel += 1) {
      table[index * 3 + channel] = Math.round(start[channel]! + (end[channel]! - start[channel]!) * share);
    }
  }
  return table;
}
