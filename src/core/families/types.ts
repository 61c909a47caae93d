/**
 * The contract of a family of models. To add one: a folder with an `index.ts` that exports `family`, and a line in names.ts.
 * A family without networks brings a `fit.ts` too, which says how it is fitted and used: see fitting.ts.
 */
import type { StepSpec } from '../features/types';
import type { ClassicSpec } from '../models/card';
import type { ModelSpec } from '../models/types';
import type { Point, SearchSpace } from '../search/space';

/** A network with what its training needs beside a budget. */
export interface NetworkCandidate {
  readonly type: 'network';
  readonly model: ModelSpec;
  readonly learningRate: number;
  readonly batchSize: number;
}
export interface ClassicCandidate {
  readonly type: 'classic';
  readonly model: ClassicSpec;
}
/** What is fitted: a family at one point of its settings. */
export type Candidate = NetworkCandidate | ClassicCandidate;

export interface Family<C extends Candidate = Candidate> {
  /** Method and source, in a sentence. */
  readonly about: string;
  /**
   * What it is given: `pipeline`, the features of the notebook (pixels divided by 255 without any); `bytes`, raw pixels
   * and such features as leave them bytes; `labels`, nothing but labels; or steps of its own.
   */
  readonly takes: 'pipeline' | 'bytes' | 'labels' | { readonly steps: readonly StepSpec[] };
  /** Keeps its images and looks at all of them for each prediction, so it has a limit of its own. */
  readonly keepsImages?: boolean;
  /** What there is to tune; a family whose line says `tuned` has it. */
  readonly space?: SearchSpace;
  /** Its settings before any tuning: the point at which it is searched. */
  readonly defaults: Point;
  build(settings: Point): C;
}

export type TunableFamily = Family & { readonly space: SearchSpace };
