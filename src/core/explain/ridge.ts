/** Weighted ridge regression with an unpenalised intercept, for several targets at once, in float64. */
import { FLOAT64_ROUNDING, isConstant } from '../stats/constant';

export interface Ridge {
  /** targets x features. */
  readonly coefficients: Float64Array;
  readonly intercepts: Float64Array;
  /** Weighted coefficient of determination of each target; 1 for a target that is constant but for rounding. */
  readonly r2: Float64Array;
}

/** Lower triangle L with L x transpose(L) = matrix, for a symmetric positive definite matrix (n x n), in place. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * n + column]!;
      for (let k = 0; k < column; k += 1) sum -= matrix[row * n + k]! * matrix[column * n + k]!;
      matrix[row * n + column] = row === column ? Math.sqrt(sum) : sum / matrix[column * n + column]!;
    }
  }
  return matrix;
}

/** Solves L x transpose(L) x = right side, in place. */
function solve(lower: Float64Array, n: number, right: Float64Array): Float64Array {
  for (let row = 0; row < n; row += 1) {
    for (let k = 0; k < row; k += 1) right[row]! -= lower[row * n + k]! * right[k]!;
    right[row]! /= lower[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    for (let k = row + 1; k < n; k += 1) right[row]! -= lower[k * n + row]! * right[k]!;
    right[row]! /= lower[row * n + row]!;
  }
  return right;
}

/**
 * Minimises sum of weight x (target - intercept - design x coefficients)^2 + penalty x (sum of squared coefficients).
 * A target that is constant but for rounding is fitted by its intercept alone: coefficients of exactly 0.
 * @param design rows x features @param targets rows x outputs @param weights one a row, positive @param penalty above 0
 * @param rounding of the targets, relative
 */
export function weightedRidge(
  design: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights: ArrayLike<number>,
  shape: { readonly rows: number; readonly features: number; readonly outputs: number },
  penalty: number,
  rounding = FLOAT64_ROUNDING,
): Ridge {
  const { rows, features, outputs } = shape;
  const meanOf = (values: ArrayLike<number>, columns: number): Float64Array => {
    const means = new Float64Array(columns);
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      total += weights[row]!;
      for (let column = 0; column < columns; column += 1)
        means[column]! += weights[row]! * values[row * columns + column]!;
    }
    return means.map((sum) => sum / total);
  };
  const designMeans = meanOf(design, features);
  const targetMeans = meanOf(targets, outputs);
  const gram = new Float64Array(features * features);
  const rights = Array.from({ length: outputs }, () => new Float64Array(features));
  const centred = new Float64Array(features);
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < features; i += 1) centred[i] = design[row * features + i]! - designMeans[i]!;
    for (let i = 0; i < features; i += 1) {
      const weighted = weights[row]! * centred[i]!;
      for (let j = 0; j <= i; j += 1) gram[i * features + j]! += weighted * centred[j]!;
      for (let o = 0; o < outputs; o += 1) rights[o]![i]! += weighted * (targets[row * outputs + o]! - targetMeans[o]!);
    }
  }
  for (let i = 0; i < features; i += 1) gram[i * features + i]! += penalty;
  const lower = cholesky(gram, features);
  const coefficients = new Float64Array(outputs * features);
  const constant = rights.map((_, o) =>
    isConstant(
      Float64Array.from({ length: rows }, (_row, row) => targets[row * outputs + o]!),
      rounding,
    ),
  );
  rights.forEach((right, o) => {
    if (!constant[o]) coefficients.set(solve(lower, features, right), o * features);
  });
  const intercepts = targetMeans.map((mean, o) =>
    designMeans.reduce((sum, value, i) => sum - value * coefficients[o * features + i]!, mean),
  );
  const r2 = Float64Array.from({ length: outputs }, (_, o) => {
    if (constant[o]) return 1;
    let residual = 0;
    let spread = 0;
    for (let row = 0; row < rows; row += 1) {
      let predicted = intercepts[o]!;
      for (let i = 0; i < features; i += 1) predicted += design[row * features + i]! * coefficients[o * features + i]!;
      const target = targets[row * outputs + o]!;
      residual += weights[row]! * (target - predicted) ** 2;
      spread += weights[row]! * (target - targetMeans[o]!) ** 2;
    }
    return 1 - residual / spread;
  });
  return { coefficients, intercepts, r2 };
}
