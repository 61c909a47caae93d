/** Names of what the Explain cell leaves. */
import type { MethodId } from '../../core/explain/method-names';
import type { SelectionOrder } from './types';

/** Artifacts of the cell, beside those of its training: an array of a method, or of an order of pixels. */
export const artifactOf = (source: MethodId | SelectionOrder, name: string): string => `${source}.${name}`;
/** Choices of pixels; the first is compared with the others. */
export const SELECTION_ORDERS = [
  'attribution',
  'variance',
  'random',
  'all',
] as const satisfies readonly SelectionOrder[];
