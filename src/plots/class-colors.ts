/**
 * One colour a class, the same in every plot; apart from the other colours because the page needs them at once.
 *
 * They were found by a search that kept lightness and chroma near ten quiet starting colours while every pair stays at
 * least 18 apart in CIELAB (Delta E 1976), seen normally and under full deuteranopia and protanopia (Machado, Oliveira and
 * Fernandes 2009); tests/unit/plots/palette.test.ts measures it.
 */

export type ThemeName = 'light' | 'dark';

/** By class index, 0 to 9; {@link classColor} for a set that may have more. */
export const CLASS_COLORS: Readonly<Record<ThemeName, readonly string[]>> = {
  light: ['#3156ad', '#7ebce5', '#5bb6a6', '#34713a', '#8d8d3a', '#daac44', '#d06c6c', '#852f4f', '#9f6ab0', '#707583'],
  dark: ['#5582d9', '#7ebbe4', '#75c5ab', '#507746', '#8c8d3a', '#daac44', '#dc7676', '#985b6f', '#9361a3', '#8d92a5'],
};

/** What a round of ten takes of white (odd rounds) or black (even ones), so that a hundred classes have a colour each. */
const ROUND = 0.15;

/**
 * Colour of a class, `#rrggbb`: the first ten are {@link CLASS_COLORS}; each further ten are those again in another lightness.
 * After a hundred they come round again.
 */
export function classColor(theme: ThemeName, label: number): string {
  const colors = CLASS_COLORS[theme];
  const round = Math.floor(label / colors.length) % 10;
  const color = colors[label % colors.length]!;
  if (round === 0) return color;
  const [share, towards] = [ROUND * Math.ceil(round / 2), round % 2 === 1 ? 255 : 0];
  const parts = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(value + share * (towards - value))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}
