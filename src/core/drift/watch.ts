/** The stream as it is watched: what is known after each batch, when the rule fires, and what is left to learn from. */
import { LookbookError } from '../errors';
import { own } from '../own';
import type { DriftReport } from './report';
import { decideRetraining, firstFiring, retrainLevels, type RetrainDecision } from './rule';
import type { Scenario } from './scenarios';
import { SEQUENCES } from './sequences';
import type { AccuracyCheck, RetrainSettings, SequenceDetector } from './sequences/types';
import { count } from '../words/numbers';

export interface WatchSettings extends RetrainSettings {
  /** Labels of a batch are there so many batches later. */
  readonly labelDelay: number;
}

export interface Alarm extends RetrainDecision {
  /** Batches that had come in when the decision was made: later than `batch` if late labels made it. Null if none. */
  readonly after: number | null;
}

/** What is known once `now` batches have come in: their reports, and the accuracies of those whose labels have come. */
function knownAfter(
  now: number,
  reports: readonly DriftReport[],
  checks: readonly AccuracyCheck[],
  { labelDelay }: WatchSettings,
): readonly [DriftReport[], AccuracyCheck[]] {
  return [reports.filter(({ batch }) => batch <= now), checks.filter(({ batch }) => batch + labelDelay <= now)];
}

/**
 * Goes through the stream batch by batch, each time with what is known by then: reports up to this batch, and accuracies
 * of the batches whose labels have come. The first decision to retrain counts.
 * @param reports all of the stream, ascending @param checks of all batches @param members the sequence detectors
 */
export function watchStream(
  reports: readonly DriftReport[],
  checks: readonly AccuracyCheck[],
  settings: WatchSettings,
  members: readonly SequenceDetector[] = SEQUENCES,
): Alarm {
  for (const { batch: now } of reports) {
    const decision = decideRetraining(...knownAfter(now, reports, checks, settings), settings, members);
    if (decision.retrain) return { ...decision, after: now };
  }
  const [, labelled] = knownAfter(settings.batches, reports, checks, settings);
  return { ...decideRetraining(reports, labelled, settings, members), after: null };
}

/** One sequence detector over a stream, as if it were alone. */
export interface SequenceWatch {
  readonly id: string;
  readonly decides: boolean;
  readonly level: number;
  /** The batch at which it would ask for retraining first; null if nowhere. */
  readonly batch: number | null;
  /** Batches that had come in then: later than `batch` if late labels made it fire. */
  readonly after: number | null;
  /** The end of a sentence; null if it never fired. */
  readonly reason: string | null;
}

/** Where each sequence detector fires first, those that explore among them; what is known when is as in {@link watchStream}. */
export function watchEach(
  reports: readonly DriftReport[],
  checks: readonly AccuracyCheck[],
  settings: WatchSettings,
  members: readonly SequenceDetector[] = SEQUENCES,
): SequenceWatch[] {
  const levels = retrainLevels(settings, members);
  return members.map((detector) => {
    const head = { id: detector.id, decides: detector.decides, level: own(levels, detector.id)! };
    for (const { batch: now } of reports) {
      const fired = firstFiring([detector], ...knownAfter(now, reports, checks, settings), settings, levels);
      if (fired) return { ...head, batch: fired.batch, after: now, reason: fired.reason };
    }
    return { ...head, batch: null, after: null, reason: null };
  });
}

export interface RetrainPlan {
  /** The retraining starts when so many batches have come in: the labels it needs are there then. */
  readonly after: number;
  /** Batches it learns from: all whose labels are there. */
  readonly learned: readonly number[];
  /** Those of them from the one that raised the alarm on: what is new. */
  readonly since: readonly number[];
  /** Batches that come in afterwards, on which champion and challenger meet. */
  readonly later: readonly number[];
}

/**
 * After an alarm, labelled images are collected before a challenger is trained: one batch of what is new teaches little.
 * @param alarm batches that had come in when the rule fired
 * @param collect batches, from the one that raised the alarm on, whose labels are waited for
 */
export function planRetraining(
  alarm: { readonly batch: number; readonly after: number },
  collect: number,
  { batches, labelDelay }: Pick<WatchSettings, 'batches' | 'labelDelay'>,
): RetrainPlan {
  const after = Math.max(alarm.after, alarm.batch + collect - 1 + labelDelay);
  const range = (from: number, to: number): number[] =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const labelled = Math.min(batches, after - labelDelay);
  return {
    after,
    learned: range(1, labelled),
    since: range(alarm.batch, labelled),
    later: range(after + 1, batches),
  };
}

/**
 * Fewer images than this a batch can raise no alarm that would be worth one: with 20 against 5,000 the KS distance must
 * reach 0.55 for the sharp level of the rule.
 */
export const LEAST_BATCH = 20;

/** @throws LookbookError `params/invalid` with a sentence for a stream that cannot be watched */
export function requireStream(images: number, batches: number, scenario: Scenario): void {
  const refuse = (sentence: string): never => {
    throw new LookbookError('params/invalid', sentence);
  };
  const perBatch = Math.floor(images / batches);
  if (perBatch < LEAST_BATCH) {
    const most = Math.floor(images / LEAST_BATCH);
    refuse(
      `${count(images)} images of the stream in ${count(batches)} batches are ` +
        `${perBatch} a batch, too few to see a drift in. ` +
        (most >= 2 ? `Choose at most ${most} batches.` : 'Load a larger data set.'),
    );
  }
  if (scenario.type !== 'none' && scenario.fromBatch > batches) {
    refuse(
      `The drift would set in with batch ${scenario.fromBatch}, but the stream ends with batch ${batches}. ` +
        'Let it set in earlier, or choose no drift.',
    );
  }
}
