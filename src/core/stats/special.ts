/**
 * The special functions behind the tests and intervals of this folder, in float64.
 *
 * Sources: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), by formula number; continued fractions are
 * evaluated by the modified method of Lentz (Thompson and Barnett, J. Comput. Phys. 64, 1986). Checked against SciPy.
 */

const TINY = 1e-300;
const EPSILON = 1e-16;
const MAX_TERMS = 10_000;

/** Coefficients B(2k) / (2k (2k - 1)) of Stirling's series (6.1.40). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

/** Natural logarithm of the gamma function for x > 0: Stirling's series, after moving x above 12. @throws RangeError for x <= 0 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma: x must be positive, not ${x}`);
  let shift = 0;
  let product = 1;
  let z = x;
  while (z < 12) {
    product *= z;
    z += 1;
    if (product > 1e200) {
      shift += Math.log(product);
      product = 1;
    }
  }
  shift += Math.log(product);
  const inverse = 1 / z;
  const square = inverse * inverse;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k -= 1) series = series * square + STIRLING[k]!;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series * inverse - shift;
}

/** Logarithm of the binomial coefficient "n over k", for 0 <= k <= n. */
export function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** Value of the continued fraction first / (b(0) + a(1) / (b(1) + a(2) / (b(2) + ...))). */
function continuedFraction(first: number, a: (k: number) => number, b: (k: number) => number): number {
  let denominator = b(0) || TINY;
  let c = denominator;
  let d = 0;
  for (let k = 1; k < MAX_TERMS; k += 1) {
    const ak = a(k);
    const bk = b(k);
    d = 1 / (bk + ak * d || TINY);
    c = bk + ak / c || TINY;
    denominator *= c * d;
    if (Math.abs(c * d - 1) < EPSILON * 4) break;
  }
  return first / denominator;
}

/** Both regularised incomplete gamma functions, each computed where it does not cancel (6.5.29, 6.5.31). */
function gammaPQ(a: number, x: number): { p: number; q: number } {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`incomplete gamma: needs a > 0 and x >= 0, not a = ${a}, x = ${x}`);
  if (x === 0) return { p: 0, q: 1 };
  if (x === Infinity) return { p: 1, q: 0 };
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < MAX_TERMS && term > sum * EPSILON; k += 1) {
      term *= x / (a + k);
      sum += term;
    }
    const p = Math.min(1, scale * sum);
    return { p, q: 1 - p };
  }
  const q = continuedFraction(
    scale,
    (k) => k * (a - k),
    (k) => x + 2 * k + 1 - a,
  );
  return { p: 1 - q, q };
}

/** Regularised upper incomplete gamma function Q(a, x) for a > 0, x >= 0, accurate in its far tail. */
export const gammaQ = (a: number, x: number): number => gammaPQ(a, x).q;

/** Regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 <= x <= 1 (26.5.8). */
export function betaI(a: number, b: number, x: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) {
    throw new RangeError(`incomplete beta: needs a, b > 0 and 0 <= x <= 1, not a = ${a}, b = ${b}, x = ${x}`);
  }
  if (x === 0 || x === 1) return x;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaI(b, a, 1 - x);
  const scale = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  );
  const numerator = (k: number): number => {
    const m = k >> 1;
    return k % 2 === 0
      ? (m * (b - m) * x) / ((a + k - 1) * (a + k))
      : (-(a + m) * (a + b + m) * x) / ((a + k - 1) * (a + k));
  };
  return continuedFraction(scale, numerator, () => 1);
}

/** Distribution function of the standard normal, accurate in its lower tail (26.2.29). */
export function normalCdf(z: number): number {
  const half = 0.5 * gammaQ(0.5, (z * z) / 2);
  return z < 0 ? half : 1 - half;
}

/** Upper tail of the standard normal, P(Z > z), accurate for large z. */
export const normalSf = (z: number): number => normalCdf(-z);

/**
 * Quantile of the standard normal for 0 < p < 1: the rational start of 26.2.23 (error below 5e-4), then Halley's method
 * on {@link normalCdf}. Gives -Infinity at 0 and Infinity at 1. @throws RangeError outside [0, 1]
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`normalQuantile: p must lie in [0, 1], not ${p}`);
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (let step = 0; step < 3; step += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const newton = (normalCdf(z) - p) / density;
    z -= newton / (1 + (z * newton) / 2);
  }
  return z;
}

/** Upper tail of the chi-square distribution: P(X >= x) for `df` degrees of freedom; 1 for df = 0. */
export function chiSquareSf(x: number, df: number): number {
  if (df === 0) return 1;
  return gammaQ(df / 2, Math.max(0, x) / 2);
}

/** P(X <= k) for X binomial(n, p). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaI(n - k, k + 1, 1 - p);
}
