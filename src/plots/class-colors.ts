/**
 * One colour a class, the same in every plot; apart from the other colours because the page needs them at once.
 *
 * They were found by a search that kept lightness and chroma near ten quiet starting colours while every pair stays at
 * least 18 apart in CIELAB (Delta E 1976), seen normally and under full deuteranopia and protanopia (Machado, Oliveira and
 * Fernandes 2009); tests/unit/plots/palette.test.ts measures it.
 */

export type ThemeName = 'light' | 'dark';

/** By class index, 0 to 9. */
export const CLASS_COLORS: Readonly<Record<ThemeName, readonly string[]>> = {
  light: ['#3156ad', '#7ebce5', '#5bb6a6', '#34713a', '#8d8d3a', '#daac44', '#d06c6c', '#852f4f', '#9f6ab0', '#707583'],
  dark: ['#5582d9', '#7ebbe4', '#75c5ab', '#507746', '#8c8d3a', '#daac44', '#dc7676', '#985b6f', '#9361a3', '#8d92a5'],
};
