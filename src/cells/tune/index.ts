/** The Tune cell: a study of a family's settings, the chosen model, and the test set opened. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Tune',
  mission: 'M3 Model selection',
  purpose: "Tunes the winner's settings, chooses a model on validation, and reads the sealed test set with it.",
  params,
  weight: 64,
  budgets,
  inputs: slots,
  presentation: async () => (await import('./presentation')).open(),
  view: () => import('./view/View.svelte'),
});
