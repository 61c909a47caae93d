/** The Search cell: model families under one budget. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Search',
  mission: 'M3 Model selection',
  purpose: 'Fits families of models, from the majority class to a CNN, under one budget, and ranks them on validation.',
  params,
  weight: 26,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
