/** Names of what the Explain cell leaves. */
import type { Method } from '../../core/explain/methods';
import type { SelectionOrder } from './types';

/** Artifacts of the cell, beside those of its training: an array of a method, or of an order of pixels. */
export const artifactOf = (source: Method | SelectionOrder, name: string): string => `${source}.${name}`;
/** Choices of pixels; the first is compared with the others. */
export const SELECTION_ORDERS = [
  'attribution',
  'variance',
  'random',
  'all',
] as const satisfies readonly SelectionOrder[];
