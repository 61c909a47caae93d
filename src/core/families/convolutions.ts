/** What the families of convolutional networks have in common: two convolutions with pooling, and a hidden layer. */
import { LOGITS } from '../models/fitted-to';
import type { LayerSpec, ModelSpec } from '../models/types';

/**
 * After Y. LeCun and others (1998), with rectified units and the largest of 2 x 2.
 * @param filters channels of the two convolutions @param dropout share of the hidden layer that is dropped; 0 for none
 */
export function twoConvolutions(
  name: string,
  { filters, units, dropout = 0 }: { filters: readonly [number, number]; units: number; dropout?: number },
): ModelSpec {
  const drop: readonly LayerSpec[] = dropout > 0 ? [{ type: 'dropout', rate: dropout }] : [];
  return {
    name,
    layers: [
      { type: 'conv2d', filters: filters[0], size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'conv2d', filters: filters[1], size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units, activation: 'relu' },
      ...drop,
      LOGITS,
    ],
  };
}
