import { pixelsOf } from '../../dataset/shape';
import { derive } from '../../seed';
import { fixed, percent } from '../../words/numbers';
import { explainByLime, LIME_GRID, limePixels } from '../lime';
import type { Check, Method } from '../types';

/** Masked copies for 49 squares: weights from their two halves correlate 0.88 in the median. */
const COPIES = 500;

const fit: Check = {
  label: 'Fit (R²)',
  worst: { label: 'Smallest R²', is: 'smallest' },
  digits: 2,
  about: 'variance of the masked copies that LIME’s linear model explains',
  good: 'near 1',
  sentence: ([found]) =>
    found
      ? `LIME's linear model explains ${percent(found.median, 0)} of the variance of its masked copies (median).`
      : 'LIME: nothing to check.',
};

const stability: Check = {
  label: 'Stability (r)',
  worst: { label: 'Smallest r', is: 'smallest' },
  digits: 2,
  about: 'correlation of LIME’s weights from one half of the copies with those from the other',
  good: 'near 1',
  sentence: ([found]) =>
    found
      ? `LIME's weights from two halves of the copies correlate ${fixed(found.median, 2)}.`
      : 'No image has squares that change the probability that LIME explains.',
};

export const method: Method = {
  version: 1,
  short: 'LIME',
  signed: true,
  about:
    `weighted ridge regression of the probability on which of ${LIME_GRID} × ${LIME_GRID} squares are not blacked out, over ` +
    `${COPIES} masked copies`,
  source: 'M. Ribeiro and others, 2016',
  limits: "LIME's linear model leaves interactions of squares unexplained.",
  blacksOut: true,
  checks: { fit, stability },
  samples: () => COPIES,
  async run(explained, { samples, seed, turn }) {
    const { raw, targets, size, classes } = explained;
    const each = pixelsOf(size);
    const pixels = new Float32Array(raw.length);
    const fits: number[] = [];
    const stabilities: (number | null)[] = [];
    for (let row = 0; row < targets.length; row += 1) {
      const target = targets[row]!;
      const {
        weights,
        r2,
        stability: stabilityOf,
      } = await explainByLime(
        raw.subarray(row * each, (row + 1) * each),
        { size, classes, samples, seed: derive(seed, 'lime', row) },
        (images) => explained.probabilities(images),
      );
      const squares = weights.length / classes;
      pixels.set(limePixels(weights.subarray(target * squares, (target + 1) * squares), size), row * each);
      fits.push(r2[target]!);
      stabilities.push(Number.isNaN(stabilityOf[target]!) ? null : stabilityOf[target]!);
      await turn(row);
    }
    return { pixels, checks: { fit: fits, stability: stabilities } };
  },
};
