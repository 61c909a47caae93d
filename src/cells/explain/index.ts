/** The Train-and-explain cell: a model trained on the training split, scored on validation, and what its decisions rest on. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Train and explain',
  mission: 'M2 Feature engineering and explainability',
  purpose:
    'Trains a model, attributes its decisions to pixels and features, and tests by retraining which pixels to keep.',
  params,
  weight: 34,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
