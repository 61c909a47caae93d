/**
 * The gate between a challenger and the champion's place: what must hold on batches that came in after the challenger was
 * trained. Both models see the same images, so differences are paired.
 */
import type { ModelComparison } from '../stats/compare';
import { points, pointsApart, pointsInterval, pValue, SIGNIFICANT } from '../words/comparisons';
import { capitalised } from '../words/names';
import { count, percent } from '../words/numbers';

/** Later batches, as they would be without the drift and as they came in; a is the challenger, b the champion. */
export interface LaterBatches {
  readonly clean: ModelComparison;
  readonly drifted: ModelComparison;
}

export interface GateCondition {
  readonly id: 'clean' | 'drifted';
  readonly holds: boolean;
  /** What is asked, as a sentence without its full stop. */
  readonly asked: string;
}

export interface GateDecision {
  readonly promote: boolean;
  readonly conditions: readonly GateCondition[];
  /** The reason in words, with its numbers. */
  readonly sentence: string;
}

/** Where the lower end of the interval lies; on the margin itself it is not above it, and no decimal would show that. */
function againstMargin(low: number, margin: number): string {
  const limit = `the margin of ${pointsApart(margin)}`;
  if (low > -margin) return `within ${limit}`;
  return low === -margin ? `its lower end is on ${limit}, not above it` : `a loss larger than ${limit} is possible`;
}

/**
 * Promotion needs both: no worse without drift (the whole 95 % interval of the difference lies above minus the margin: a
 * test of non-inferiority, so too few images favour the champion), and better with drift (the interval lies above 0, and
 * McNemar's p is at most 0.05: one test, planned in advance).
 * @param margin accuracy that may be lost without drift, as a share of 1
 */
export function decidePromotion({ clean, drifted }: LaterBatches, margin: number): GateDecision {
  const keeps = clean.interval[0] > -margin;
  const gains = drifted.interval[0] > 0 && drifted.mcNemar.p <= SIGNIFICANT;
  const conditions: GateCondition[] = [
    { id: 'clean', holds: keeps, asked: `without drift, not more than ${pointsApart(margin)} worse` },
    { id: 'drifted', holds: gains, asked: `with drift, better (interval above 0, McNemar's p at most ${SIGNIFICANT})` },
  ];
  const images = count(drifted.images);
  const withDrift =
    `with drift the challenger reaches ${percent(drifted.accuracyA)} on ${images} later images, the champion ` +
    `${percent(drifted.accuracyB)} (${points(drifted.difference)}, 95 % CI ${pointsInterval(drifted.interval)}, ` +
    `McNemar's ${pValue(drifted.mcNemar.p)})`;
  const without =
    `without drift accuracy changes by ${points(clean.difference)} (95 % CI ${pointsInterval(clean.interval, 1, -margin)}): ` +
    againstMargin(clean.interval[0], margin);
  const promote = keeps && gains;
  const reasons = promote
    ? [withDrift, without]
    : [...(gains ? [] : [`${withDrift}; this is not better`]), ...(keeps ? [] : [without])];
  const why = reasons.map((reason, at) => (at === 0 ? reason : capitalised(reason))).join('. ');
  return { promote, conditions, sentence: `${promote ? 'Promoted' : 'Rejected'}: ${why}.` };
}
