/** The cell of near copies: within a split they repeat, across splits they leak. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Duplicates and leaks',
  mission: 'M1 Exploratory analysis',
  purpose: 'Finds images that are nearly the same, within and across the splits, and what they do to a score.',
  params,
  weight: 9,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
