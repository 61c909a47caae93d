/** The Explain cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import type { DatasetSummary } from '../../core/dataset/types';
import type { HasRecipe } from '../common/pipeline';
import { DATA_SLOT, FEATURES_SLOT } from '../../core/results/slots';
import type { InputsOf } from '../../core/results/types';
import { METHOD_FACTS, METHODS, type MethodFacts, type MethodId } from '../../core/explain/method-names';
import type { PipelineRecipe } from '../../core/features/fitted';
import type { HoldsModel } from '../../core/models/card';
import { NETWORK_CHOICES } from '../../core/families/names';
import { choice, integer, real, several, type Budgets, type ParamValues } from '../../core/params';
import { MOST_IMAGES } from '../../core/presets';
import type { Interval } from '../../core/stats/bootstrap';
import type { Score } from '../../core/stats/score';
import type { CheckValues, ClassPattern, ExplainedImage } from '../../../workers/tasks/attribute/types';
import type { LinearExplanation } from '../../../workers/tasks/explain-linear/types';
import type { TrainCurves, TrainSummary } from '../../../workers/tasks/train/types';

export const facts = { kind: 'explain', version: 4, numeric: true } as const;

export const params = {
  model: choice({ label: 'Model', default: 'cnn-small', choices: NETWORK_CHOICES }),
  trainImages: integer({
    label: 'Training images',
    default: 20_000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  epochs: integer({ label: 'Epochs', default: 4, min: 1, max: 100 }),
  learningRate: real({
    label: 'Learning rate',
    default: 0.002,
    min: 0.000_01,
    max: 0.1,
    step: 0.0001,
  }),
  batchSize: integer({
    label: 'Batch size',
    default: 32,
    min: 8,
    max: 512,
    step: 8,
  }),
  explainedImages: integer({
    label: 'Explained images',
    default: 20,
    min: 10,
    max: 100,
    step: 10,
  }),
  methods: several({
    label: 'Attributions',
    choices: METHODS.map((value) => ({ value, label: METHOD_FACTS[value].label })),
    default: METHODS.filter((id) => (METHOD_FACTS[id] as MethodFacts).runs),
  }),
  igSteps: integer({
    label: 'Path steps',
    default: 32,
    min: 4,
    max: 256,
    step: 4,
  }),
  keepPercent: integer({
    label: 'Kept pixels (%)',
    default: 80,
    min: 1,
    max: 99,
  }),
  marginPoints: real({
    label: 'Margin (points)',
    default: 1,
    min: 0.1,
    max: 20,
    step: 0.1,
  }),
  selectionModel: choice({
    label: 'Model of the selection',
    default: 'mlp',
    choices: NETWORK_CHOICES,
  }),
  selectionImages: integer({
    label: 'Images of the selection',
    default: 8000,
    min: 100,
    max: MOST_IMAGES,
    step: 1000,
  }),
  selectionEpochs: integer({
    label: 'Epochs of the selection',
    default: 3,
    min: 1,
    max: 50,
  }),
  selectionSeeds: integer({
    label: 'Seeds of the selection',
    default: 4,
    min: 2,
    max: 10,
  }),
};
export type ExplainParams = ParamValues<typeof params>;

/** What each preset sets of these, unless a person did. */
export const budgets: Budgets<typeof params> = {
  quick: { trainImages: 20_000, epochs: 4, explainedImages: 20, selectionImages: 8000, selectionSeeds: 4 },
  standard: { trainImages: 40_000, epochs: 6, explainedImages: 40, selectionImages: 16_000, selectionSeeds: 5 },
  thorough: { trainImages: 40_000, epochs: 15, explainedImages: 100, selectionImages: 40_000, selectionSeeds: 6 },
};

export const slots = {
  data: DATA_SLOT,
  features: FEATURES_SLOT,
} as const;
export type ExplainInputs = InputsOf<typeof slots, { data: DatasetSummary; features: HasRecipe }>;

/** One method on the images shown. */
export interface MethodSummary {
  readonly method: MethodId;
  readonly samples: number;
  readonly checks: CheckValues;
  readonly topTenthShare: number;
  /** Mean probability at each share deleted, and the area under each image's curve. */
  readonly curve: readonly number[];
  readonly areas: readonly number[];
  /** Area of the random order minus that of the method, paired by image; 95 % bootstrap. */
  readonly advantage: Interval;
}

/** What a method's order has to beat: the mean over random orders of each image. */
export type RandomOrder = Pick<MethodSummary, 'curve' | 'areas'> & { readonly orders: number };

export interface Attribution {
  readonly images: readonly ExplainedImage[];
  /** At least one. */
  readonly methods: readonly MethodSummary[];
  readonly random: RandomOrder;
  readonly deleted: readonly number[];
  /** Methods with class averages -> patterns by class. */
  readonly classes: Readonly<Partial<Record<MethodId, readonly ClassPattern[]>>>;
}

/** The form of version 3 and before. */
export interface EarlierAttribution extends Omit<Attribution, 'methods' | 'random'> {
  readonly methods: readonly (Omit<MethodSummary, 'method' | 'checks' | 'advantage'> & {
    readonly method: MethodId | 'random';
    readonly completeness?: readonly { readonly residual: number | null }[];
    readonly lime?: readonly { readonly r2: number; readonly stability: number | null }[];
    readonly advantage?: Interval;
  })[];
}

/** A linear model on the named features, and what each of them adds to each class. */
export interface NamedExplanation extends LinearExplanation {
  readonly trainImages: number;
  readonly validation: Score;
}

/** A mean over seeds with its 95 % interval over images and seeds. */
export interface Estimate {
  readonly estimate: number;
  readonly interval: readonly [number, number];
  readonly perRun: readonly number[];
}

export interface Difference extends Estimate {
  /** Two-sided p of no difference; adjusted for the two comparisons of orders (Holm), as it is against all pixels. */
  readonly adjusted: number;
}

/** Which pixels a model needs, and whether the explanation knows it. */
export interface Selection {
  /** Whose attributions rank the pixels; left out by earlier versions, which knew one. */
  readonly method?: MethodId;
  /** The pixels with the largest attributions, in reading order. */
  readonly kept: readonly number[];
  readonly percent: number;
  /** The model on the kept pixels alone is not worse than on all, beyond the margin. */
  readonly recommended: boolean;
  /** The finding about them, to stand alone. */
  readonly sentence: string;
  /** Loss of accuracy that is put up with, as a share of 1. */
  readonly margin: number;
  readonly model: ExplainParams['selectionModel'];
  readonly imagesTrained: number;
  readonly accuracy: Readonly<Record<SelectionOrder, Estimate>>;
  /** Accuracy on the pixels by attribution minus that on another choice, paired by image and seed. */
  readonly differences: Readonly<Record<Exclude<SelectionOrder, 'attribution'>, Difference>>;
  readonly images: number;
  /** Kept pixels of the other choices; at random: those of the first seed. */
  readonly others: { readonly variance: readonly number[]; readonly random: readonly number[] };
  /** Share of pixels that two choices have in common, of those that either has. */
  readonly overlap: { readonly variance: number; readonly random: number };
}

export type SelectionOrder = 'attribution' | 'variance' | 'random' | 'all';

export interface ExplainSummary extends HoldsModel {
  /** The pipeline that the model was trained on; absent for pixels divided by 255. */
  readonly recipe?: PipelineRecipe;
  readonly train: TrainSummary;
  /** Key of the training task, by which the ledger names the run. */
  readonly trainKey: string;
  /** As the job leaves it; earlier versions left another form, which earlier.ts reads. */
  readonly attribution: Attribution | EarlierAttribution;
  readonly named: NamedExplanation;
  readonly selection: Selection;
}

/** What the running cell shows: the curves so far. */
export interface ExplainLive {
  readonly curves: TrainCurves;
}
