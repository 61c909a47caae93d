/**
 * The built-in sample for where the real set cannot be had: ten garment silhouettes drawn by a seeded generator.
 * Only arithmetic that IEEE 754 fixes to the bit is used (no sine, exponential or logarithm), so that every browser draws
 * the same bytes and the sample has one hash.
 */
import { derive, randomSource, shuffle } from '../seed';
import { garment, type Outline } from './garments';
import { CLASSES, PIXELS, SIDE } from './fashion-mnist';

export const SYNTHETIC_NAME = 'Synthetic sample';
export const SYNTHETIC_COUNTS = { train: 12_000, test: 2_000 } as const;
/** Root of everything drawn; with the version of the drawing it makes the sample's hash. */
const SYNTHETIC_SEED = 2017;

type Random = () => number;

/** Labels of a part: in every ten images one of each class, in random order. */
export function syntheticLabels(part: 'train' | 'test'): Uint8Array {
  const labels = new Uint8Array(SYNTHETIC_COUNTS[part]);
  const random = randomSource(derive(SYNTHETIC_SEED, part, 'labels'));
  for (let start = 0; start < labels.length; start += CLASSES) {
    labels.set(
      shuffle(
        Uint8Array.from({ length: CLASSES }, (_, label) => label),
        random,
      ),
      start,
    );
  }
  return labels;
}

/**
 * Images `start` to `start + labels.length` of a part.
 * @param labels their classes
 * @returns labels.length x 784, 0-255
 */
export function syntheticImages(part: 'train' | 'test', start: number, labels: Uint8Array): Uint8Array {
  const images = new Uint8Array(labels.length * PIXELS);
  const root = derive(SYNTHETIC_SEED, part, 'images');
  for (let index = 0; index < labels.length; index += 1) {
    // Consecutive seeds of mulberry32 give unrelated streams after its mixing; a first draw is spent to be sure.
    const random = randomSource((root + Math.imul(start + index, 0x9e3779b1)) >>> 0);
    random();
    draw(labels[index]!, random, images.subarray(index * PIXELS, (index + 1) * PIXELS));
  }
  return images;
}

/** About normal with mean 0 and deviation 1, within +-3.5: four uniforms. */
function bell(random: Random): number {
  return (random() + random() + random() + random() - 2) * 1.7320508;
}

/** Rows and columns are sampled this many times a pixel, so that edges are smooth. */
const SUBROWS = 3;

/** Draws one image into 784 zeros. */
function draw(label: number, random: Random, pixels: Uint8Array): void {
  const coverage = new Float64Array(PIXELS);
  const outlines = garment(label, () => bell(random), random);
  const scale = 1 + 0.06 * bell(random);
  const shiftX = 0.9 * bell(random);
  const shiftY = 0.9 * bell(random);
  const lean = 0.05 * bell(random);
  const place = (x: number, y: number): [number, number] => [
    SIDE / 2 + scale * (x + lean * y) + shiftX,
    SIDE / 2 + scale * y + shiftY,
  ];
  for (const outline of outlines) fill(coverage, outline, place);
  paint(coverage, random, pixels);
}

/** Adds an outline's coverage (0 to 1) to the image: the even-odd rule on SUBROWS lines a pixel row, exact along each line. */
function fill(coverage: Float64Array, outline: Outline, place: (x: number, y: number) => [number, number]): void {
  const corners = outline.points.map(([x, y]) => place(x, y));
  const weight = outline.shade / SUBROWS;
  const crossings: number[][] = [];
  for (let index = 0; index < corners.length; index += 1) {
    const [x0, y0] = corners[index]!;
    const [x1, y1] = corners[(index + 1) % corners.length]!;
    const [upper, lower] = y0 < y1 ? [y0, y1] : [y1, y0];
    const first = Math.max(0, Math.ceil(upper * SUBROWS - 0.5));
    for (let line = first; line < SIDE * SUBROWS; line += 1) {
      const y = (line + 0.5) / SUBROWS;
      if (y >= lower) break;
      (crossings[line] ??= []).push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
  }
  crossings.forEach((ends, line) => {
    if (ends.length > 2) ends.sort((a, b) => a - b);
    const row = Math.floor(line / SUBROWS) * SIDE;
    for (let pair = 0; pair + 1 < ends.length; pair += 2) {
      const [one, other] = [ends[pair]!, ends[pair + 1]!];
      addSpan(coverage, row, Math.min(one, other), Math.max(one, other), weight);
    }
  });
}

function addSpan(coverage: Float64Array, row: number, from: number, to: number, weight: number): void {
  const start = Math.max(0, from);
  const end = Math.min(SIDE, to);
  for (let column = Math.floor(start); column < end; column += 1) {
    const covered = Math.min(end, column + 1) - Math.max(start, column);
    if (covered > 0) coverage[row + column]! += covered * weight;
  }
}

/** Brightness, cloth and noise: coverage becomes 0-255. */
function paint(coverage: Float64Array, random: Random, pixels: Uint8Array): void {
  const brightness = 70 + 165 * random();
  const gradientX = 0.012 * bell(random);
  const gradientY = 0.012 * bell(random);
  const cloth = weave(random);
  const grain = 0.04 + 0.14 * random();
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const index = row * SIDE + column;
      const covered = coverage[index]!;
      if (covered <= 0.02) continue;
      const light = 1 + gradientX * (column - SIDE / 2) + gradientY * (row - SIDE / 2);
      const noise = 1 + grain * (random() + random() - 1);
      const value = brightness * Math.min(covered, 1.25) * light * noise * cloth(row, column);
      pixels[index] = Math.max(1, Math.min(255, Math.round(value)));
    }
  }
}

/** A texture: plain, stripes across or along, checks, or a printed patch; multiplies the brightness. */
function weave(random: Random): (row: number, column: number) => number {
  const kind = random();
  const depth = 0.2 + 0.4 * random();
  const period = 2 + Math.floor(4 * random());
  const phase = Math.floor(period * random());
  const dark = 1 - depth;
  const stripe = (at: number): boolean => (at + phase) % period < period / 2;
  const [patchRow, patchColumn] = [10 + Math.floor(8 * random()), 11 + Math.floor(6 * random())];
  if (kind < 0.6) return () => 1;
  if (kind < 0.73) return (row) => (stripe(row) ? 1 : dark);
  if (kind < 0.82) return (_, column) => (stripe(column) ? 1 : dark);
  if (kind < 0.88) return (row, column) => (stripe(row) === stripe(column) ? 1 : dark);
  return (row, column) => (Math.abs(row - patchRow) + Math.abs(column - patchColumn) <= 4 ? dark : 1);
}
