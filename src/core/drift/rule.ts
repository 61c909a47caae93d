/**
 * The rule that says: retrain.
 *
 * A stream has T batches, and each is tested. If each batch were tested at 0.05, a stream of 20 without drift would be
 * retrained in 1 - 0.95^20 = 64 of 100 cases. So the rule starts from the other end: a budget B, the chance of any
 * retraining in a whole stream without drift, is shared equally among the ways to fire that decide (./sequences), and each
 * share is turned into a level. Three of them decide:
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
import { own } from '../own';
import { fisherLess } from '../stats/contingency';
import { listed, pNumber } from '../words/comparisons';
import { thatDecide } from './detector';
import type { DriftReport } from './report';
import { SEQUENCES, type RetrainLevels } from './sequences';
import type { AccuracyCheck, RetrainSettings, SeenBatch, SequenceDetector } from './sequences/types';

export interface RetrainDecision {
  readonly retrain: boolean;
  /** Id of the sequence detector that fired; null if none did. */
  readonly rule: string | null;
  /** The batch after which the rule fired; null if it did not. */
  readonly batch: number | null;
  /** The reason in words, with its numbers. */
  readonly sentence: string;
  readonly levels: RetrainLevels;
}

/**
 * Levels from the budget: see the head of this file. The budget is shared equally among those that decide, whatever explores.
 * @throws RangeError for settings outside their range
 */
export function retrainLevels(
  settings: RetrainSettings,
  members: readonly SequenceDetector[] = SEQUENCES,
): RetrainLevels {
  const { batches, budget, consecutive } = settings;
  if (!(batches >= 1) || !(consecutive >= 1) || !(budget > 0 && budget < 1)) {
    throw new RangeError('retrainLevels: needs at least one batch, one in a row, and a budget between 0 and 1');
  }
  const share = budget / Math.max(1, thatDecide(members).length);
  return Object.fromEntries(members.map((member) => [member.id, member.level(settings, share)]));
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

/** Reports with the accuracies that are known of their batches. */
function seenBatches(reports: readonly DriftReport[], checks: readonly AccuracyCheck[]): SeenBatch[] {
  const byBatch = new Map(checks.map((check) => [check.batch, check]));
  return reports.map((report) => {
    const check = byBatch.get(report.batch);
    return check ? { report, check } : { report };
  });
}

export interface Firing {
  readonly detector: SequenceDetector;
  readonly batch: number;
  /** The end of a sentence. */
  readonly reason: string;
}

/**
 * The first batch after which one of some detectors fires, and which: of several the first listed.
 * @param reports of the batches so far, ascending by batch
 * @param checks of the batches whose labels have come, in any order; none is fine
 */
export function firstFiring(
  detectors: readonly SequenceDetector[],
  reports: readonly DriftReport[],
  checks: readonly AccuracyCheck[],
  settings: RetrainSettings,
  levels: RetrainLevels,
): Firing | undefined {
  const seen = seenBatches(reports, checks);
  for (const [at, { report }] of seen.entries()) {
    const history = seen.slice(0, at + 1);
    for (const detector of detectors) {
      const reason = detector.fires(history, own(levels, detector.id)!, settings);
      if (reason !== undefined) return { detector, batch: report.batch, reason };
    }
  }
  return undefined;
}

/**
 * Whether to retrain, after the batches seen so far: the first batch at which a detector that decides fires, and of several
 * the one of the lowest precedence. After a retraining start again with the reports against the new reference.
 * @param reports of the batches so far, ascending by batch
 * @param checks of the batches whose labels have come, in any order; none is fine
 * @param members the sequence detectors, by precedence
 */
export function decideRetraining(
  reports: readonly DriftReport[],
  checks: readonly AccuracyCheck[],
  settings: RetrainSettings,
  members: readonly SequenceDetector[] = SEQUENCES,
): RetrainDecision {
  const levels = retrainLevels(settings, members);
  const deciding = thatDecide(members);
  const fired = firstFiring(deciding, reports, checks, settings, levels);
  if (fired) {
    const { detector, batch, reason } = fired;
    return { retrain: true, rule: detector.id, batch, sentence: `Retrain after batch ${batch}: ${reason}.`, levels };
  }
  const least = reports.reduce<DriftReport | undefined>(
    (best, report) => (best && best.p <= report.p ? best : report),
    undefined,
  );
  const quiet = deciding.flatMap((member) => member.quiet?.(own(levels, member.id)!, settings) ?? []);
  const sentence = least
    ? `No retraining: in ${reports.length} batches ${quiet.length > 0 ? listed(quiet) : 'no rule fired'}. The smallest p-value is ${pNumber(least.p)}, in batch ${least.batch}.`
    : 'No retraining: no batch has come in yet.';
  return { retrain: false, rule: null, batch: null, sentence, levels };
}
