import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidePromotion } from '../../../src/core/drift/gate';
import type { ModelComparison } from '../../../src/core/stats/compare';

/** A challenger that is right in `accuracy` of 4,000 images, the champion in 0.8. */
function compared(difference: number, interval: readonly [number, number], p = 1e-6): ModelComparison {
  const mcNemar = { onlyFirst: 200, onlySecond: 100, method: 'exact' as const, statistic: 100, p };
  return { images: 4000, accuracyA: 0.8 + difference, accuracyB: 0.8, difference, interval, mcNemar };
}
const BETTER = compared(0.08, [0.066, 0.094]);
const EQUAL = compared(-0.004, [-0.012, 0.004], 0.3);
const WORSE = compared(-0.02, [-0.03, -0.01]);

describe('the gate', () => {
  it('promotes a challenger that is better with drift and not worse without, with its numbers', () => {
    const { promote, conditions, sentence } = decidePromotion({ clean: EQUAL, drifted: BETTER }, 0.02);
    expect(promote).toBe(true);
    expect(conditions.map(({ holds }) => holds)).toEqual([true, true]);
    expect(sentence).toBe(
      'Promoted: with drift the challenger reaches 88.0 % on 4,000 later images, the champion 80.0 % (+8.0 points, 95 % CI +6.6 to +9.4, ' +
        "McNemar's p = 1.0e−6). Without drift accuracy changes by −0.4 points (95 % CI −1.2 to +0.4): within the margin of 2.0 points.",
    );
  });

  it('rejects one that may have lost more than the margin without drift, though it is better with it', () => {
    const { promote, sentence } = decidePromotion({ clean: WORSE, drifted: BETTER }, 0.02);
    expect(promote).toBe(false);
    expect(sentence).toMatch(
      /^Rejected: without drift accuracy changes by −2\.0 points .* a loss larger than the margin of 2\.0 points is possible\.$/,
    );
  });

  it('rejects one that is no better with drift, and says both reasons where both hold', () => {
    expect(decidePromotion({ clean: EQUAL, drifted: EQUAL }, 0.02)).toMatchObject({
      promote: false,
      conditions: [{ holds: true }, { holds: false }],
    });
    const { sentence } = decidePromotion({ clean: WORSE, drifted: EQUAL }, 0.02);
    expect(sentence).toContain('this is not better. Without drift');
  });

  it('writes the interval with the decimals that show on which side of the margin it lies', () => {
    const close = compared(-0.0117, [-0.0204, -0.003]);
    const { sentence } = decidePromotion({ clean: close, drifted: BETTER }, 0.02);
    expect(sentence).toContain('(95 % CI −2.04 to −0.30): a loss larger than the margin of 2.0 points is possible');
  });

  it('says of an interval that ends on the margin that it does, since no decimal would show why it is rejected', () => {
    const edge = compared(-0.011, [-0.02, -0.003]);
    const { promote, sentence } = decidePromotion({ clean: edge, drifted: BETTER }, 0.02);
    expect(promote).toBe(false);
    expect(sentence).toContain('(95 % CI −2.0 to −0.3): its lower end is on the margin of 2.0 points, not above it');
  });

  it('needs McNemar’s test and the interval to agree', () => {
    const unsure = compared(0.01, [0.001, 0.02], 0.06);
    expect(decidePromotion({ clean: EQUAL, drifted: unsure }, 0.02).promote).toBe(false);
  });

  it('never promotes with a margin what it rejects with a wider one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.1, max: 0.1, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (low, margin) => {
          const clean = compared(low + 0.01, [low, low + 0.02]);
          const narrow = decidePromotion({ clean, drifted: BETTER }, margin).promote;
          const wide = decidePromotion({ clean, drifted: BETTER }, margin + 0.01).promote;
          expect(narrow && !wide).toBe(false);
        },
      ),
    );
  });
});
