/** What a family of models is: how it is searched with others, and what there is to tune in it. */
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
export type Candidate = NetworkCandidate | ClassicCandidate;

export interface Tuning {
  readonly space: SearchSpace;
  build(point: Point): NetworkCandidate;
  /** The point at which the family is searched. */
  readonly defaults: Point;
}

export interface Family {
  /** Method and source, in a sentence. */
  readonly about: string;
  /**
   * What it is given: `pipeline`, the features of the notebook (pixels divided by 255 without any); `bytes`, raw pixels
   * and such features as leave them bytes; `labels`, nothing but labels; or steps of its own.
   */
  readonly takes: 'pipeline' | 'bytes' | 'labels' | { readonly steps: readonly StepSpec[] };
  /** As it is searched, before any tuning. */
  readonly candidate: Candidate;
  /** Keeps its images and looks at all of them for each prediction, so it has a limit of its own. */
  readonly keepsImages?: boolean;
  readonly tuning?: Tuning;
}

/** A network's family: what can be tuned. */
export type NetworkFamily = Family & { readonly candidate: NetworkCandidate; readonly tuning: Tuning };
