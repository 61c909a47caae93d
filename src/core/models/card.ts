/**
 * What a result says of the model it holds. Every result that holds a trained model, of a task or of a cell, has a
 * `card` in its summary, and the model's arrays among its artifacts under names that begin with {@link MODEL_PREFIX}.
 */
import type { ArtifactRef, StoredResult } from '../results/types';
import type { ModelSpec } from './types';

/** Families that are fitted without a network. */
export type ClassicSpec =
  | { readonly family: 'majority' }
  | { readonly family: 'centroid' }
  /** Exact k nearest neighbours on bytes: it takes raw pixels, or a mask of them, and no other features. */
  | { readonly family: 'knn'; readonly k: number }
  /** Multinomial logistic regression by L-BFGS with an L2 penalty, as `fitLinear` has it. */
  | { readonly family: 'linear'; readonly penalty: number };

export type ModelCard = (
  | { readonly type: 'network'; readonly network: ModelSpec; readonly parameters: number }
  | { readonly type: 'classic'; readonly classic: ClassicSpec; readonly parameters: number }
) & {
  /** Hash of the fitted pipeline that it was trained on; absent for pixels divided by 255. No other fits the model. */
  readonly pipeline?: string;
};

export interface HoldsModel {
  readonly card: ModelCard;
}

export const MODEL_PREFIX = 'model.';
/** float32 [parameters]: the weights of a network in the order of its layers. */
export const WEIGHTS = `${MODEL_PREFIX}weights`;

/** The references to the arrays of the model that a result holds, by full name. */
export function modelRefs(result: StoredResult): Readonly<Record<string, ArtifactRef>> {
  return Object.fromEntries(Object.entries(result.artifacts).filter(([name]) => name.startsWith(MODEL_PREFIX)));
}
