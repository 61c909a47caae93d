/** The Explore cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import { DATA_SLOT } from '../../core/results/slots';
import { choice, integer, type ParamValues } from '../../core/params';
import type { DatasetSummary } from '../../core/dataset/types';
import type { HasEvidence } from '../../core/profile/evidence';
import type { QualitySummary } from '../../core/profile/quality-summary';
import type { ProfileSummary } from '../../core/profile/types';
import type { InputsOf, NdArray } from '../../core/results/types';

export const facts = { kind: 'explore', version: 5, numeric: false } as const;

export const params = {
  scope: choice({
    label: 'Images described',
    default: 'trainingFile',
    choices: [
      { value: 'trainingFile', label: 'Training file (all splits but test)' },
      { value: 'train', label: 'Training split only' },
      { value: 'all', label: 'All images, test included' },
    ],
  }),
  samplesPerClass: integer({
    label: 'Sample images a class',
    default: 10,
    min: 1,
    max: 40,
  }),
};
export type ExploreParams = ParamValues<typeof params>;

export const slots = { data: DATA_SLOT } as const;
export type ExploreInputs = InputsOf<typeof slots, { data: DatasetSummary }>;

export interface ExploreSummary extends HasEvidence {
  readonly datasetName: string;
  /** Whose image ids the lists behind the numbers hold. */
  readonly datasetHash: string;
  readonly files: DatasetSummary['files'];
  readonly synthetic: boolean;
  readonly profile: ProfileSummary;
  /** Dark, light, low-information and blurry images. */
  readonly quality: QualitySummary;
}

/** The profile of the first images, to look at while the others are read. */
export interface ExplorePreview {
  readonly profile: ProfileSummary;
  /** `classMean`, `classStd`, `intensity`, `featureHistograms`: as in the cell's result. */
  readonly arrays: Record<string, NdArray>;
  /** What the Data cell counted. */
  readonly splits: DatasetSummary['splits'];
  readonly classes: DatasetSummary['classes'];
}

/** What the running job reports beyond numbers. */
export interface ExploreLive {
  /** Images profiled so far, by split. */
  readonly images: Readonly<Record<string, number>>;
  readonly preview: ExplorePreview;
}
