/**
 * What a result says of the model it holds. Every result that holds a trained model, of a task or of a cell, has a
 * `card` in its summary, and the model's arrays among its artifacts under names that begin with {@link MODEL_PREFIX}.
 */
import type { ArtifactRef, Json, StoredResult } from '../results/types';
import type { ModelSpec } from './types';

/** A model that is fitted without a network: its family (`core/families/<family>/fit.ts`), and that family's settings. */
export type ClassicSpec = { readonly family: string } & { readonly [setting: string]: Json };

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
