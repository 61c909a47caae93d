import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../src/core/stats/eigen';

/** A symmetric matrix of numbers that follow from a seed. */
function symmetric(n: number, seed: number): Float64Array {
  let state = seed;
  const matrix = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      matrix[row * n + column] = state / 2 ** 31 - 1;
      matrix[column * n + row] = matrix[row * n + column]!;
    }
  }
  return matrix;
}

/** Largest |A v - lambda v| and |V V' - I|. */
function errors(matrix: Float64Array, n: number, count: number): { residual: number; angle: number } {
  const { values, vectors } = symmetricEigen(matrix, n, count);
  let residual = 0;
  let angle = 0;
  for (let v = 0; v < count; v += 1) {
    for (let row = 0; row < n; row += 1) {
      let product = 0;
      for (let column = 0; column < n; column += 1) product += matrix[row * n + column]! * vectors[v * n + column]!;
      residual = Math.max(residual, Math.abs(product - values[v]! * vectors[v * n + row]!));
    }
    for (let other = 0; other <= v; other += 1) {
      let product = 0;
      for (let at = 0; at < n; at += 1) product += vectors[v * n + at]! * vectors[other * n + at]!;
      angle = Math.max(angle, Math.abs(product - (v === other ? 1 : 0)));
    }
  }
  return { residual, angle };
}

describe('eigenvalues and vectors', () => {
  it.each([1, 2, 3, 10, 61])('of a matrix of %i rows satisfy their definition', (n) => {
    const { residual, angle } = errors(symmetric(n, n), n, n);
    expect(residual).toBeLessThan(1e-12);
    expect(angle).toBeLessThan(1e-12);
  });

  it('descend, and add up to the trace', () => {
    const matrix = symmetric(40, 7);
    const { values } = symmetricEigen(matrix, 40);
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
    let trace = 0;
    for (let at = 0; at < 40; at += 1) trace += matrix[at * 41]!;
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 12);
  });

  it('are found where all are equal, where most are 0 and where the matrix falls into blocks', () => {
    const identity = Float64Array.from({ length: 25 }, (_, at) => (at % 6 === 0 ? 2 : 0));
    expect([...symmetricEigen(identity, 5).values]).toEqual([2, 2, 2, 2, 2]);
    expect(errors(identity, 5, 5).angle).toBeLessThan(1e-12);
    const rankOne = Float64Array.from({ length: 400 }, (_, at) => Math.floor(at / 20) * (at % 20));
    const { values } = symmetricEigen(rankOne, 20);
    expect(values[0]).toBeCloseTo(2470, 9);
    expect(Math.abs(values[1]!)).toBeLessThan(1e-10);
    expect(errors(rankOne, 20, 20).angle).toBeLessThan(1e-12);
    expect(errors(rankOne, 20, 20).residual).toBeLessThan(1e-10);
    const blocks = Float64Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 3, 0);
    expect([...symmetricEigen(blocks, 4).values].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([
      3, 1, -1, -3,
    ]);
    expect(errors(blocks, 4, 4).residual).toBeLessThan(1e-12);
  });

  it('converge where the rank is far below the size', () => {
    const [n, rank] = [120, 17];
    const factors = symmetric(n, 11).subarray(0, rank * n);
    const matrix = new Float64Array(n * n);
    for (let row = 0; row < n; row += 1) {
      for (let column = 0; column < n; column += 1) {
        for (let at = 0; at < rank; at += 1)
          matrix[row * n + column]! += factors[at * n + row]! * factors[at * n + column]!;
      }
    }
    const { values } = symmetricEigen(matrix, n);
    expect(values[rank - 1]).toBeGreaterThan(1);
    expect(Math.abs(values[rank]!)).toBeLessThan(1e-11);
    expect(errors(matrix, n, rank).residual).toBeLessThan(1e-11);
  });

  it('face so that their largest component is positive', () => {
    const { vectors } = symmetricEigen(symmetric(12, 3), 12, 12);
    for (let v = 0; v < 12; v += 1) {
      const row = Array.from(vectors.subarray(v * 12, v * 12 + 12));
      expect(Math.max(...row)).toBeCloseTo(Math.max(...row.map(Math.abs)), 8);
    }
  });

  it('are refused for what is no such matrix', () => {
    expect(() => symmetricEigen(new Float64Array(5), 2)).toThrow(RangeError);
    expect(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError);
    expect(() => symmetricEigen(new Float64Array(4), 2, 3)).toThrow(RangeError);
    expect(symmetricEigen(new Float64Array(0), 0).values).toHaveLength(0);
  });
});
