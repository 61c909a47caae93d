/**
 * The rule that says: retrain.
 *
 * A stream has T batches, and each is tested. If each batch were tested at 0.05, a stream of 20 without drift would be
 * retrained in 1 - 0.95^20 = 64 of 100 cases. So the rule starts from the other end: a budget B, the chance of any
 * retraining in a whole stream without drift, is shared equally among three ways to fire, and each share is turned into
 * a level.
 *
 * 1. **sharp**: one batch has p <= B / (3 T). Every p here is already corrected for all tests of its batch, so by
 *    Bonferroni over the batches the chance of a false alarm in the stream is at most T * B / (3 T) = B / 3, whatever the
 *    dependence between tests and between batches.
 * 2. **persistent**: k batches in a row have p <= w, where (T - k + 1) w^k = B / 3. There are T - k + 1 places where such a
 *    run can begin. This is for drift too weak to be seen in one batch. It takes the batches as independent; they share
 *    one reference of m images, which correlates their deviations by (1/m) / (1/m + 1/n), 0.09 for batches of 500 against
 *    5,000: little, and the p-values are conservative (many correlated tests under Holm), as the simulation in
 *    tests/unit/drift shows.
 * 3. **accuracy**: labels come in and a batch's accuracy lies below that on the reference with p <= B / (3 T), by Fisher's
 *    exact one-sided test, which counts the error of both accuracies.
 *
 * B = 0.01: then at most 1 of 20 streams without drift is retrained with a chance of 0.98 (binomial, 20 streams at 0.01);
 * with B = 0.05 it would be 0.74. Tried on 350 streams of Fashion-MNIST without drift (20 batches of 500, 23 columns, a
 * nearest-centroid model): 2 were retrained.
 *
 * All of it needs the batches to be exchangeable with the reference as long as nothing drifts: the reference must not have
 * been trained on, and the images must come in random order (see streamBatches).
 *
 * What it costs: with T = 20 and 45 tests a batch, a KS distance must reach p = 0.01 / 3 / 20 / 45 = 3.7e-6, which 500
 * images against 5,000 do at a distance of 0.12.
 */
import { fisherLess } from '../stats/contingency';
import { pNumber, pValue } from '../words/comparisons';
import { driftedColumns, type DriftReport } from './report';
import { fixed } from '../words/numbers';

export interface RetrainSettings {
  /** Batches that the stream will have; fixed before it is looked at. */
  readonly batches: number;
  /** Chance of any retraining in a whole stream without drift. */
  readonly budget: number;
  /** Batches in a row for the persistent rule. */
  readonly consecutive: number;
}

export const DEFAULT_BUDGET = 0.01;
export const DEFAULT_CONSECUTIVE = 3;

export type RetrainRule = 'sharp' | 'persistent' | 'accuracy';

/** The level of each rule, for a p-value of a batch. */
export type RetrainLevels = Readonly<Record<RetrainRule, number>>;

/** Accuracy of one batch once its labels have come, against the accuracy on the reference. */
export interface AccuracyCheck {
  readonly batch: number;
  readonly images: number;
  readonly correct: number;
  readonly accuracy: number;
  /** Accuracy on the reference minus that of the batch. */
  readonly drop: number;
  /** One-sided: the chance of at most this accuracy if nothing has changed. */
  readonly p: number;
}

export interface RetrainDecision {
  readonly retrain: boolean;
  readonly rule: RetrainRule | null;
  /** The batch after which the rule fired; null if it did not. */
  readonly batch: number | null;
  /** The reason in words, with its numbers. */
  readonly sentence: string;
  readonly levels: RetrainLevels;
}

/** Levels from the budget: see the head of this file. @throws RangeError for settings outside their range */
export function retrainLevels({ batches, budget, consecutive }: RetrainSettings): RetrainLevels {
  if (!(batches >= 1) || !(consecutive >= 1) || !(budget > 0 && budget < 1)) {
    throw new RangeError('retrainLevels: needs at least one batch, one in a row, and a budget between 0 and 1');
  }
  const share = budget / 3;
  const starts = batches - consecutive + 1;
  return {
    sharp: share / batches,
    persistent: starts < 1 ? 0 : (share / starts) ** (1 / consecutive),
    accuracy: share / batches,
  };
}

/** Compares the accuracy of a labelled batch with that on the reference. */
export function checkAccuracy(
  batch: number,
  found: { readonly correct: number; readonly images: number },
  reference: { readonly correct: number; readonly images: number },
): AccuracyCheck {
  const accuracy = found.correct / found.images;
  return {
    batch,
    images: found.images,
    correct: found.correct,
    accuracy,
    drop: reference.correct / reference.images - accuracy,
    p: fisherLess(found.correct, found.images, reference.correct, reference.images),
  };
}

function evidence(report: DriftReport): string {
  const drifted = driftedColumns(report);
  const first = drifted[0];
  if (!first) return `no single column stands out`;
  const distance = first.measures.ks ? `KS distance ${fixed(first.measures.ks.statistic, 2)}, ` : '';
  return `${drifted.length} of ${report.columns.length} columns drifted, the clearest ${first.label} (${distance}${pValue(first.adjusted)} after correction for ${report.tests} tests)`;
}

/**
 * Whether to retrain, after the batches seen so far: the first batch at which a rule fires decides, sharp before
 * accuracy before persistent. After a retraining start again with the reports against the new reference.
 * @param reports of the batches so far, ascending by batch
 * @param checks of the batches whose labels have come, in any order; none is fine
 */
export function decideRetraining(
  reports: readonly DriftReport[],
  checks: readonly AccuracyCheck[],
  settings: RetrainSettings,
): RetrainDecision {
  const levels = retrainLevels(settings);
  const fired = (rule: RetrainRule, batch: number, reason: string): RetrainDecision => ({
    retrain: true,
    rule,
    batch,
    sentence: `Retrain after batch ${batch}: ${reason}.`,
    levels,
  });
  let inARow = 0;
  for (const report of reports) {
    const { batch, p } = report;
    inARow = p <= levels.persistent ? inARow + 1 : 0;
    if (p <= levels.sharp)
      return fired('sharp', batch, `${evidence(report)}; one batch with p below ${pNumber(levels.sharp)} is enough`);
    const check = checks.find((candidate) => candidate.batch === batch);
    if (check && check.p <= levels.accuracy) {
      return fired(
        'accuracy',
        batch,
        `accuracy fell by ${fixed(100 * check.drop, 1)} points to ${fixed(check.accuracy, 3)} on ${check.images} labelled images (${pValue(check.p)}, level ${pNumber(levels.accuracy)})`,
      );
    }
    if (inARow >= settings.consecutive) {
      return fired(
        'persistent',
        batch,
        `${settings.consecutive} batches in a row differ with p below ${pNumber(levels.persistent)}; in the last, ${evidence(report)}`,
      );
    }
  }
  const least = reports.reduce<DriftReport | undefined>(
    (best, report) => (best && best.p <= report.p ? best : report),
    undefined,
  );
  const sentence = least
    ? `No retraining: in ${reports.length} batches no p-value fell below ${pNumber(levels.sharp)} and no ${settings.consecutive} in a row below ${pNumber(levels.persistent)}; the smallest was ${pNumber(least.p)}, in batch ${least.batch}.`
    : 'No retraining: no batch has come in yet.';
  return { retrain: false, rule: null, batch: null, sentence, levels };
}
