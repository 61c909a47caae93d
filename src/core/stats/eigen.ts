/**
 * Eigenvalues and leading eigenvectors of symmetric matrices, in float64: Householder's reduction to a tridiagonal matrix,
 * the implicit QL iteration for its eigenvalues, inverse iteration for as many vectors as are wanted (Golub and Van Loan,
 * Matrix Computations, 4th ed., sections 8.3 and 8.4). All eigenvalues of 784 x 784 take about half a second; each vector a
 * few milliseconds, where rotating all of them along would take seconds. Checked against numpy.linalg.eigh.
 */

export interface SymmetricEigen {
  /** All n, from the largest to the smallest. */
  readonly values: Float64Array;
  /** Row v belongs to values[v]: unit length, orthogonal to the others, its largest component (the first of equals) positive. */
  readonly vectors: Float64Array;
}

const EPSILON = 2 ** -52;
/** QL needs fewer than two sweeps an eigenvalue; so many mean that the matrix holds what is not a number. */
const MOST_SWEEPS = 60;

/** T = Q' A Q, with Q kept as reflections. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element i lies between diagonal i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** Row k is the reflection that clears column k: I - scale v v', v zero up to index k. */
  readonly reflections: Float64Array;
  readonly scales: Float64Array;
}

/**
 * @param matrix n x n, row-major, symmetric (the lower triangle is read); left as it is
 * @param vectors how many eigenvectors to work out, of the largest eigenvalues
 * @returns values: n, descending; vectors: `vectors` x n
 * @throws RangeError if the matrix is not n x n, holds a value that is not finite, or has not so many vectors
 */
export function symmetricEigen(matrix: Float64Array, n: number, vectors = 0): SymmetricEigen {
  if (matrix.length !== n * n) throw new RangeError(`symmetricEigen: ${matrix.length} values are not ${n} x ${n}`);
  if (vectors < 0 || vectors > n) throw new RangeError(`symmetricEigen: ${vectors} vectors of ${n} wanted`);
  if (!matrix.every(Number.isFinite)) throw new RangeError('symmetricEigen: a value is not finite');
  const tridiagonal = tridiagonalise(matrix, n);
  const values = tridiagonalValues(tridiagonal).sort().reverse();
  return { values, vectors: leadingVectors(tridiagonal, values, vectors) };
}

function tridiagonalise(matrix: Float64Array, n: number): Tridiagonal {
  const a = matrix.slice();
  const reflections = new Float64Array(n * n);
  const scales = new Float64Array(n);
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 1; k += 1) {
    diagonal[k] = a[k * n + k]!;
    const v = reflections.subarray(k * n, (k + 1) * n);
    let squares = 0;
    for (let i = k + 1; i < n; i += 1) {
      const x = a[i * n + k]!;
      v[i] = x;
      if (i > k + 1) squares += x * x;
    }
    const first = v[k + 1]!;
    // Nothing to clear: the column is tridiagonal already.
    if (squares === 0) {
      beside[k] = first;
      continue;
    }
    const length = Math.sqrt(first * first + squares);
    const target = first > 0 ? -length : length;
    beside[k] = target;
    v[k + 1] = first - target;
    const scale = 2 / (squares + v[k + 1]! * v[k + 1]!);
    scales[k] = scale;
    reflect(a, n, k + 1, v, scale, w);
  }
  if (n > 0) diagonal[n - 1] = a[n * n - 1]!;
  return { diagonal, beside, reflections, scales };
}

/** A := H A H on the rows and columns from `from` on, in the lower triangle; H = I - scale v v'. */
function reflect(a: Float64Array, n: number, from: number, v: Float64Array, scale: number, w: Float64Array): void {
  w.fill(0, from);
  for (let i = from; i < n; i += 1) {
    const row = i * n;
    const vi = v[i]!;
    let sum = a[row + i]! * vi;
    for (let j = from; j < i; j += 1) {
      const value = a[row + j]!;
      sum += value * v[j]!;
      w[j]! += value * vi;
    }
    w[i]! += sum;
  }
  let product = 0;
  for (let i = from; i < n; i += 1) product += w[i]! * v[i]!;
  const half = 0.5 * scale * scale * product;
  for (let i = from; i < n; i += 1) w[i] = scale * w[i]! - half * v[i]!;
  for (let i = from; i < n; i += 1) {
    const row = i * n;
    const vi = v[i]!;
    const wi = w[i]!;
    for (let j = from; j <= i; j += 1) a[row + j]! -= vi * w[j]! + wi * v[j]!;
  }
}

/** Eigenvalues of a tridiagonal matrix, in no order: implicit QL with Wilkinson's shift. */
function tridiagonalValues({ diagonal, beside }: Pick<Tridiagonal, 'diagonal' | 'beside'>): Float64Array {
  const d = diagonal.slice();
  const e = beside.slice();
  const n = d.length;
  // The reduction left roundings of this size: below it, nothing lies beside the diagonal.
  const least = EPSILON * d.reduce((most, value, at) => Math.max(most, Math.abs(value) + Math.abs(e[at]!)), 0);
  for (let l = 0; l < n; l += 1) {
    for (let sweep = 0; ; sweep += 1) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > least) m += 1;
      if (m === l) break;
      if (sweep === MOST_SWEEPS) throw new RangeError('symmetricEigen: the eigenvalues do not converge');
      sweepUp(d, e, l, m);
    }
  }
  return d;
}

/** One QL sweep over the block l..m. */
function sweepUp(d: Float64Array, e: Float64Array, l: number, m: number): void {
  const lean = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  const reach = Math.sqrt(lean * lean + 1);
  let g = d[m]! - d[l]! + e[l]! / (lean + (lean < 0 ? -reach : reach));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = m - 1; i >= l; i -= 1) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The block fell apart on the way.
      d[i + 1]! -= shift;
      e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const next = d[i + 1]! - shift;
    const across = (d[i]! - next) * sine + 2 * cosine * b;
    shift = sine * across;
    d[i + 1] = next + shift;
    g = cosine * across - b;
  }
  d[l]! -= shift;
  e[l] = g;
  e[m] = 0;
}

/** Vectors of the first `count` eigenvalues, count x n: inverse iteration, each kept orthogonal to those before it. */
function leadingVectors(tridiagonal: Tridiagonal, values: Float64Array, count: number): Float64Array {
  const { diagonal, reflections, scales } = tridiagonal;
  const n = diagonal.length;
  const vectors = new Float64Array(count * n);
  const size = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[n - 1] ?? 0)) || 1;
  const solver = new ShiftedSolver(tridiagonal, EPSILON * size);
  let state = 1;
  let shift = Infinity;
  for (let at = 0; at < count; at += 1) {
    // Equal eigenvalues would give the same vector again; a shift of a few roundings between them costs nothing.
    shift = Math.min(values[at]!, shift - 4 * EPSILON * size);
    solver.factorise(shift);
    const x = vectors.subarray(at * n, (at + 1) * n);
    for (let i = 0; i < n; i += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      x[i] = state / 2 ** 32 - 0.5;
    }
    // One step finds a vector that stands alone; two more clear what the others leave in it.
    for (let step = 0; step < 3; step += 1) {
      solver.solve(x);
      normalise(x);
      for (let pass = 0; pass < 2; pass += 1) {
        for (let before = 0; before < at; before += 1) {
          takeOut(x, vectors.subarray(before * n, (before + 1) * n), 1);
        }
      }
      normalise(x);
    }
  }
  for (let at = 0; at < count; at += 1) {
    const x = vectors.subarray(at * n, (at + 1) * n);
    for (let k = n - 2; k >= 0; k -= 1) {
      if (scales[k] !== 0) takeOut(x, reflections.subarray(k * n, (k + 1) * n), scales[k]!, k + 1);
    }
    normalise(x);
    faceForward(x);
  }
  return vectors;
}

/** x -= scale (v . x) v, from index `from` on. */
function takeOut(x: Float64Array, v: Float64Array, scale: number, from = 0): void {
  let product = 0;
  for (let i = from; i < x.length; i += 1) product += v[i]! * x[i]!;
  product *= scale;
  for (let i = from; i < x.length; i += 1) x[i]! -= product * v[i]!;
}

function normalise(x: Float64Array): void {
  let most = 0;
  for (const value of x) most = Math.max(most, Math.abs(value));
  if (most === 0) return;
  let squares = 0;
  for (let i = 0; i < x.length; i += 1) {
    x[i]! /= most;
    squares += x[i]! * x[i]!;
  }
  const length = Math.sqrt(squares);
  for (let i = 0; i < x.length; i += 1) x[i]! /= length;
}

/** A vector and its opposite are equally right: the one whose largest component is positive is taken. */
function faceForward(x: Float64Array): void {
  let largest = 0;
  for (let i = 1; i < x.length; i += 1) if (Math.abs(x[i]!) > Math.abs(x[largest]!) * (1 + 1e-9)) largest = i;
  if ((x[largest] ?? 0) < 0) for (let i = 0; i < x.length; i += 1) x[i] = -x[i]!;
}

/** Solves (T - shift I) x = b by elimination with partial pivoting; a pivot of nothing becomes `least`. */
class ShiftedSolver {
  readonly #matrix: Pick<Tridiagonal, 'diagonal' | 'beside'>;
  readonly #least: number;
  /** Upper triangle: three diagonals. */
  readonly #u: readonly [Float64Array, Float64Array, Float64Array];
  readonly #factor: Float64Array;
  readonly #swapped: Uint8Array;

  constructor(matrix: Pick<Tridiagonal, 'diagonal' | 'beside'>, least: number) {
    const n = matrix.diagonal.length;
    this.#matrix = matrix;
    this.#least = least;
    this.#u = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    this.#factor = new Float64Array(n);
    this.#swapped = new Uint8Array(n);
  }

  factorise(shift: number): void {
    const { diagonal, beside } = this.#matrix;
    const [u0, u1, u2] = this.#u;
    const n = diagonal.length;
    let here = (diagonal[0] ?? 0) - shift;
    let right = beside[0] ?? 0;
    for (let i = 0; i < n - 1; i += 1) {
      const below = beside[i]!;
      const belowDiagonal = diagonal[i + 1]! - shift;
      const belowRight = i + 1 < n - 1 ? beside[i + 1]! : 0;
      if (Math.abs(here) >= Math.abs(below)) {
        this.#swapped[i] = 0;
        u0[i] = this.#pivot(here);
        u1[i] = right;
        u2[i] = 0;
        const factor = below / u0[i]!;
        this.#factor[i] = factor;
        here = belowDiagonal - factor * right;
        right = belowRight;
      } else {
        this.#swapped[i] = 1;
        u0[i] = below;
        u1[i] = belowDiagonal;
        u2[i] = belowRight;
        const factor = here / below;
        this.#factor[i] = factor;
        here = right - factor * belowDiagonal;
        right = -factor * belowRight;
      }
    }
    u0[n - 1] = this.#pivot(here);
  }

  #pivot(value: number): number {
    if (Math.abs(value) >= this.#least) return value;
    return value < 0 ? -this.#least : this.#least;
  }

  /** In place. */
  solve(x: Float64Array): void {
    const [u0, u1, u2] = this.#u;
    const n = x.length;
    for (let i = 0; i < n - 1; i += 1) {
      if (this.#swapped[i]) {
        const upper = x[i]!;
        x[i] = x[i + 1]!;
        x[i + 1] = upper - this.#factor[i]! * x[i]!;
      } else {
        x[i + 1]! -= this.#factor[i]! * x[i]!;
      }
    }
    for (let i = n - 1; i >= 0; i -= 1) {
      let value = x[i]!;
      if (i + 1 < n) value -= u1[i]! * x[i + 1]!;
      if (i + 2 < n) value -= u2[i]! * x[i + 2]!;
      x[i] = value / u0[i]!;
    }
  }
}
