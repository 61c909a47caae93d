/** Early stopping on the validation split: decided from the scores after each epoch alone, so that a resumed training decides alike. */
import { LookbookError } from '../errors';
import { precise } from '../words/numbers';

export interface EarlyStopping {
  readonly metric: 'accuracy' | 'logLoss';
  /** Epochs without a new best after which a training ends. */
  readonly patience: number;
  /** A new best must be better by more than this; 0 if left out. */
  readonly minDelta?: number;
}

/** What early stopping did, for summaries. Epochs are counted from 1. */
export interface EarlyStopped {
  /** The epoch whose weights were kept. */
  readonly bestEpoch: number;
  readonly epochs: number;
  /** Why the training ended before its last epoch; absent if it did not. */
  readonly reason?: string;
}

const WORDS = { accuracy: 'accuracy', logLoss: 'log loss' } as const;

/**
 * Index of the epoch whose weights are to be kept: the last that was better than the best before it. A score that is not a
 * number is no best; -1 where there is no other.
 */
export function bestEpoch({ metric, minDelta = 0 }: EarlyStopping, scores: readonly number[]): number {
  const sign = metric === 'accuracy' ? 1 : -1;
  return scores.reduce(
    (best, score, epoch) =>
      !Number.isNaN(score) && (best < 0 || sign * (score - scores[best]!) > minDelta) ? epoch : best,
    -1,
  );
}

/** Why to stop after these epochs, or undefined. */
export function whyStopEarly(rule: EarlyStopping, scores: readonly number[]): string | undefined {
  const best = bestEpoch(rule, scores);
  const since = scores.length - 1 - best;
  if (best < 0 || since < rule.patience) return undefined;
  const epochs = since === 1 ? 'epoch' : `${since} epochs`;
  return `The last ${epochs} brought no better ${WORDS[rule.metric]} on validation than ${precise(scores[best]!, 4)} after epoch ${best + 1}.`;
}

/** @throws LookbookError `params/invalid` with a sentence */
export function requireEarlyStopping(rule: EarlyStopping | undefined): void {
  if (!rule) return;
  const { patience, minDelta = 0 } = rule;
  if (!Number.isInteger(patience) || patience < 1) {
    throw new LookbookError('params/invalid', `A patience of ${patience} epochs: give a whole number from 1 on.`);
  }
  if (!(minDelta >= 0)) {
    throw new LookbookError('params/invalid', `An improvement by more than ${minDelta}: give 0 or more.`);
  }
}
