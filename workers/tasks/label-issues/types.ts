/**
 * Labels that are probably wrong, by confident learning on the predictions of images that were held out.
 * Inputs: `data`, and `fold-0` to `fold-(k - 1)`: trainings of `train` that each held another fold out. Seed: of the bootstrap.
 */
import type { DataInput } from '../input-types';
import type { Arrays, StoredResult } from '../../../src/core/results/types';
import type { TrainArrays } from '../train/types';
import type { Fold } from '../../../src/core/labels/folds';
import type { Flips, RankingQuality } from '../../../src/core/labels/flips';
import type { PruneMethod } from '../../../src/core/labels/confident-learning';
import type { CalibrationBin } from '../../../src/core/stats/classification';
import type { Score } from '../../../src/core/stats/score';

export interface LabelIssuesSpec {
  /** The first so many of the training split; `fold.others` says how many of the other splits' are judged beside them. */
  readonly trainImages: number;
  readonly fold: Omit<Fold, 'fold'>;
  readonly method: PruneMethod;
  /** Labels that the trainings were given wrongly on purpose. */
  readonly flips?: Flips;
  /** Issues whose images are kept, at most. */
  readonly kept: number;
}

export const foldInput = (fold: number) => `fold-${fold}` as const;

/** How well labels that were flipped on purpose were found. */
export interface FlipCheck {
  readonly flipped: number;
  /** Flagged in all; of these, flipped ones; of those, with the original label suggested. */
  readonly flagged: number;
  readonly found: number;
  readonly suggestedRight: number;
  /** 95 % (Wilson). */
  readonly recall: readonly [number, number];
  readonly precision: readonly [number, number];
  readonly bySelfConfidence: RankingQuality;
  readonly byMargin: RankingQuality;
}

export interface LabelIssuesSummary {
  readonly spec: LabelIssuesSpec;
  /** Of every image by the model that has not seen it, against the labels that the models were given. */
  readonly outOfSample: Score;
  /** Expected calibration error, 15 bins, and its bins. */
  readonly calibrationError: number;
  readonly bins: readonly CalibrationBin[];
  /** That would make the log-loss least; above 1 the models were too sure. */
  readonly temperature: number;
  /** Mean self-confidence of each class; null for a class without images. */
  readonly thresholds: readonly (number | null)[];
  /** Counts, given x confident class, row-major: as counted, and scaled so that rows add up to the images of the class. */
  readonly joint: readonly number[];
  readonly calibrated: readonly number[];
  /** Share of labels that is estimated to be wrong, with its 95 % interval (bootstrap over images). */
  readonly estimated: { readonly share: number; readonly interval: readonly [number, number] };
  /** Images that each method flags, and how many of the chosen method's would be flagged with tempered probabilities too. */
  readonly flagged: Readonly<Record<PruneMethod, number>>;
  readonly tempered: { readonly flagged: number; readonly inBoth: number };
  /** Flagged images by given (row) and suggested class (column). */
  readonly pairs: readonly number[];
  /** Ids of the flagged images, the least self-confident first; at most 1,000. */
  readonly ids: readonly number[];
  readonly check?: FlipCheck;
}

/** Of the flagged images, the least self-confident first. */
export const ISSUE_ARTIFACTS = {
  /** int32 [issues]: ids over both files. */
  ids: 'issueIds',
  /** uint8 [issues]. */
  given: 'issueGiven',
  suggested: 'issueSuggested',
  /** float32 [issues]. */
  selfConfidence: 'issueSelfConfidence',
  margin: 'issueMargin',
  /** uint8 [kept, height, width] and float32 [kept, classes]: the first so many. */
  images: 'issueImages',
  probabilities: 'issueProbabilities',
  /**
   * uint32 and uint8 [images]: all images that were looked at, with the labels that the models were given; those of the
   * training split first.
   */
  indices: 'indices',
  labels: 'labels',
} as const;

export type LabelIssuesInputs = DataInput & {
  readonly [Fold in `fold-${number}`]?: StoredResult<unknown, TrainArrays>;
};
export type LabelIssuesArrays = Arrays<(typeof ISSUE_ARTIFACTS)[keyof typeof ISSUE_ARTIFACTS]>;
