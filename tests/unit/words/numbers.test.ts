import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  briefPercent,
  count,
  decimal,
  fixed,
  grouped,
  inPercent,
  percent,
  plural,
  precise,
  scientific,
  signed,
  significant,
} from '../../../src/core/words/numbers';

describe('numbers for people', () => {
  it('have a true minus sign, in exponents too', () => {
    expect(fixed(-1.234, 2)).toBe('−1.23');
    expect(grouped(-1234.5, 1)).toBe('−1,234.5');
    expect(scientific(-1.5e-7, 1)).toBe('−1.5e−7');
    expect(significant(-0.00000012, 2)).toBe('−1.2e−7');
    expect(precise(-0.852, 4)).toBe('−0.8520');
    expect(percent(-0.012)).toBe('−1.2 %');
    expect(decimal(-0.5)).toBe('−0.50');
    expect(count(-3)).toBe('−3');
  });

  it('have no sign when they round to zero', () => {
    expect(fixed(-0.04, 1)).toBe('0.0');
    expect(fixed(-0, 0)).toBe('0');
    expect(grouped(-0.00001, 4)).toBe('0.0000');
    expect(percent(-0.0004)).toBe('0.0 %');
    expect(count(-0)).toBe('0');
    expect(signed(-0.04, 1)).toBe('0.0');
    expect(signed(0.04, 1)).toBe('0.0');
  });

  it('never hold a hyphen, nor a minus before nothing but zeros', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, digits) => {
          const texts = [
            fixed(value, digits),
            grouped(value, digits),
            scientific(value, digits),
            signed(value, digits),
          ];
          for (const text of [...texts, significant(value, digits + 1), percent(value, digits), count(value)]) {
            expect(text).not.toContain('-');
            expect(text).not.toMatch(/^−[0.,]*( %)?$/);
          }
        },
      ),
    );
  });

  it('are counted with thousands grouped', () => {
    expect(plural(1, 'image')).toBe('1 image');
    expect(plural(12_000, 'image')).toBe('12,000 images');
    expect(plural(2, 'copy', 'copies')).toBe('2 copies');
    expect(percent(null)).toBe('not computed');
    expect(inPercent(0.8523)).toBe('85.2');
    expect(briefPercent(0.08)).toBe('8 %');
    expect(briefPercent(0.1254)).toBe('12.5 %');
  });
});
