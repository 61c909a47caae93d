import { describe, expect, it } from 'vitest';
import {
  listed,
  percentInterval,
  pNumber,
  points,
  pointsApart,
  pointsInterval,
  pValue,
} from '../../../src/core/words/comparisons';

describe('p-values', () => {
  it.each([
    [0.5, '0.50'],
    [0.0767, '0.0767'],
    [0.0014, '0.0014'],
    [0.00041, '4.1e−4'],
    [2.41e-6, '2.4e−6'],
    [1e-13, '< 1e−12'],
  ])('%d is written as %s in every cell', (p, text) => {
    expect(pNumber(p)).toBe(text);
    expect(pValue(p)).toBe(text.startsWith('<') ? `p ${text}` : `p = ${text}`);
  });
});

describe('differences and intervals', () => {
  it('are written in points, with their sign', () => {
    expect(points(0.012)).toBe('+1.2 points');
    expect(pointsApart(-0.012)).toBe('1.2 points');
    expect(points(-0.00004)).toBe('0.0 points');
    expect(pointsInterval([-0.003, 0.012])).toBe('−0.3 to +1.2');
    expect(percentInterval([0.859, 0.878])).toBe('85.9 to 87.8 %');
  });

  it('get more decimals where an end would be written as the bound that decides', () => {
    expect(pointsInterval([-0.0204, -0.003], 1, -0.02)).toBe('−2.04 to −0.30');
    expect(pointsInterval([-0.02001, -0.003], 1, -0.02)).toBe('−2.001 to −0.300');
    expect(pointsInterval([-0.0004, 0.013])).toBe('−0.04 to +1.30');
  });

  it('keep their decimals where an end lies on the bound', () => {
    expect(pointsInterval([-0.02, -0.003], 1, -0.02)).toBe('−2.0 to −0.3');
    expect(pointsInterval([0, 0.013])).toBe('0.0 to +1.3');
  });
});

it('lists are joined by commas and one "and"', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
