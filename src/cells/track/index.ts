/** The Track cell: a view of the ledger. */
import { defineCell } from '../types';
import { facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Track',
  mission: 'M4 Tracking',
  purpose: 'Lists every trained model with its parameters, seed, metrics and learning curves, and compares them.',
  params,
  weight: 2,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
