import { describe, expect, it } from 'vitest';
import { classOfCell, formatCell, formatNumber } from '../../../src/plots/format';
import { GARMENTS } from '../garments';

describe('formatNumber', () => {
  it.each([
    [12345, undefined, '12,345'],
    [0.86912, 3, '0.869'],
    [-0.5, undefined, '−0.500'],
    [0.00001234, undefined, '1.23e−5'],
    [1234.567, undefined, '1,234.6'],
    [Number.NaN, 2, 'not a number'],
    [-Infinity, 2, '−∞'],
  ])('shows %d with %s digits as %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text);
  });
});

describe('cells of a table', () => {
  const column = { key: 'class', label: 'Class', classMark: true, classes: GARMENTS.classes };

  it('name a class given by its index or by its name, and mark both alike', () => {
    expect(formatCell(column, 9)).toBe('Ankle boot');
    expect(classOfCell(column, 9)).toBe(9);
    expect(classOfCell(column, 'Ankle boot')).toBe(9);
    expect(classOfCell(column, 'all')).toBeUndefined();
    expect(classOfCell({ key: 'n', label: 'n' }, 9)).toBeUndefined();
    expect(formatCell({ ...column, classes: ['a', 'b', 'c'] }, 2)).toBe('c');
    expect(formatCell({ ...column, classes: ['a', 'b', 'c'] }, 12)).toBe('class 12');
    expect(classOfCell({ ...column, classes: ['a', 'b', 'c'] }, 12)).toBe(12);
  });

  it('show what is missing as a dash', () => {
    expect(formatCell({ key: 'a', label: 'a' }, null)).toBe('–');
    expect(formatCell({ key: 'a', label: 'a' }, undefined)).toBe('–');
    expect(formatCell({ key: 'a', label: 'a' }, false)).toBe('no');
  });
});
