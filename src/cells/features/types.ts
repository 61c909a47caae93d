/** The Features cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import type { DatasetSummary } from '../../core/dataset/types';
import { DATA_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { NETWORK_CHOICES } from '../../core/families/names';
import { boolean, choice, choicesOf, integer, integers, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import { AUGMENTATION_LABELS } from '../../core/features/augmentations/names';
import type { HoldsPipeline } from '../../core/features/fitted';
import { MOST_SIDE } from '../../core/dataset/shape';
import type { Part } from '../../core/features/recipe';
import type { McNemarResult } from '../../core/stats/paired';
import type { PreviewFeaturesSummary } from '../../../workers/tasks/preview-features/types';
import type { HasRecipe } from '../common/pipeline';

export const facts = { kind: 'features', version: 2, numeric: true } as const;

export const params = {
  values: choice({
    label: 'Values',
    default: 'standardise-all',
    choices: [
      { value: 'none', label: 'as they are' },
      { value: 'scale', label: 'scaled to 0-1' },
      { value: 'standardise-all', label: 'standardised, one mean for all' },
      { value: 'standardise-each', label: 'standardised, a mean for each' },
    ],
  }),
  centre: boolean({ label: 'Centre of mass', default: false }),
  crop: integer({ label: 'Crop (px)', default: 0, min: 0, max: MOST_SIDE / 2 }),
  augmentation: choice({
    label: 'Augmentation',
    default: 'none',
    choices: choicesOf(AUGMENTATION_LABELS),
  }),
  shift: integer({ label: 'Largest shift (px)', default: 2, min: 0, max: 8 }),
  output: choice({
    label: 'Features',
    default: 'pixels',
    choices: [
      { value: 'pixels', label: 'pixels' },
      { value: 'named', label: 'named image features' },
    ],
  }),
  kept: integers({
    label: 'Kept pixels',
    min: 0,
    max: MOST_SIDE * MOST_SIDE - 1,
  }),
  maskForm: choice({
    label: 'Dropped pixels',
    default: 'image',
    choices: [
      { value: 'image', label: 'become zeros' },
      { value: 'vector', label: 'are left out' },
    ],
  }),
  trainImages: integer({
    label: 'Training images',
    default: 40_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  ablation: choice({
    label: 'Ablation',
    default: 'auto',
    choices: [
      { value: 'auto', label: 'automatic' },
      { value: 'used', label: 'steps that are on' },
      { value: 'all', label: 'steps that are on or off' },
      { value: 'none', label: 'none' },
    ],
  }),
  ablationModel: choice({
    label: 'Model of the ablation',
    default: 'mlp',
    choices: NETWORK_CHOICES,
  }),
  ablationImages: integer({
    label: 'Images of the ablation',
    default: 4000,
    min: 100,
    max: MOST_IMAGES,
    step: 500,
  }),
  ablationEpochs: integer({
    label: 'Epochs of the ablation',
    default: 3,
    min: 1,
    max: 50,
  }),
  ablationSeeds: integer({
    label: 'Seeds of the ablation',
    default: 3,
    min: 2,
    max: 10,
  }),
};
export type FeaturesParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { ablationImages: 4000, ablationEpochs: 3 },
  standard: { ablationImages: 12_000, ablationEpochs: 4 },
  thorough: { ablationImages: 40_000, ablationEpochs: 6 },
};

export const slots = {
  data: DATA_SLOT,
  explanation: { label: 'Explanation', kinds: ['explain'], required: false },
} as const;
export type FeaturesInputs = InputsOf<
  typeof slots,
  { data: DatasetSummary; explanation: { readonly selection?: PixelSelection } }
>;

/** What Explain says of the pixels to keep. */
export interface PixelSelection {
  readonly kept: readonly number[];
  readonly percent: number;
  readonly recommended: boolean;
  /** The finding that speaks for, or against, keeping these alone. */
  readonly sentence: string;
}

/** Where the mask comes from. */
export interface MaskSource {
  /** `set`: a parameter of this cell; `explanation`: taken from the input. */
  readonly origin: 'set' | 'explanation';
  readonly pixels: number;
  /** The finding that it rests on; absent for pixels that no explanation named. */
  readonly sentence?: string;
  /** The finding does not recommend them: they are kept against it. */
  readonly against?: boolean;
}

export interface AblationRow {
  readonly part: Part;
  /** Whether the pipeline has the part. */
  readonly on: boolean;
  /** Mean accuracy on validation of the pipeline with this part turned over. */
  readonly accuracy: number;
  /** Mean over seeds of accuracy with the part minus accuracy without it, as shares of 1; 95 % over images and seeds. */
  readonly effect: number;
  readonly interval: readonly [number, number];
  readonly perSeed: readonly number[];
  readonly p: number;
  /** p after Holm's correction over all parts. */
  readonly adjusted: number;
  /** Of each seed alone: over images only. */
  readonly mcNemar: readonly McNemarResult[];
  readonly pipelineHash: string;
  /** Keys of the trainings, by which the ledger names its runs. */
  readonly runKeys: readonly string[];
}

export interface AblationSummary {
  readonly model: FeaturesParams['ablationModel'];
  readonly trainImages: number;
  readonly epochs: number;
  readonly validationImages: number;
  /** The pipeline as it is: mean over seeds, and each. */
  readonly accuracy: number;
  readonly perSeed: readonly number[];
  readonly runKeys: readonly string[];
  readonly rows: readonly AblationRow[];
}

/** Artifacts: those of the fitted pipeline (core/features/fitted) and of the preview (core/features/preview). */
export interface FeaturesSummary extends HasRecipe, HoldsPipeline {
  readonly mask?: MaskSource;
  /** Why the pixels of the explanation were not taken over. */
  readonly declined?: string;
  readonly preview: PreviewFeaturesSummary;
  readonly ablation?: AblationSummary;
}

/** What the running cell shows: the trainings that have ended. */
export interface FeaturesLive {
  readonly trained: readonly { readonly name: string; readonly accuracy: number }[];
}
