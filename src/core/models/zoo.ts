/** The models that come with Lookbook. */
import { CLASSES } from '../dataset/types';
import type { LayerSpec, ModelSpec } from './types';

const logits: LayerSpec = { type: 'dense', units: CLASSES };

export const MODELS = {
  softmax: { name: 'softmax', layers: [{ type: 'flatten' }, logits] },
  mlp: { name: 'mlp', layers: [{ type: 'flatten' }, { type: 'dense', units: 256, activation: 'relu' }, logits] },
  'cnn-small': {
    name: 'cnn-small',
    layers: [
      { type: 'conv2d', filters: 8, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'conv2d', filters: 16, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 64, activation: 'relu' },
      logits,
    ],
  },
  /** The network on which engines are compared: see docs. */
  'cnn-reference': {
    name: 'cnn-reference',
    layers: [
      { type: 'conv2d', filters: 32, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'conv2d', filters: 64, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 128, activation: 'relu' },
      logits,
    ],
  },
} as const satisfies Record<string, ModelSpec>;

export type ModelName = keyof typeof MODELS;
