/** The Features cell: a pipeline fitted on the training split, looked at step by step, and what each step is worth on validation. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Features',
  mission: 'M2 Feature engineering and explainability',
  purpose: 'Builds the feature pipeline, and measures on the validation split how each step changes accuracy.',
  params,
  weight: 7,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
