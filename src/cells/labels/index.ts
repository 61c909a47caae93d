/** The Label issues cell. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Label issues',
  mission: 'M1 Exploratory analysis',
  purpose: 'Finds images whose label is probably wrong, for a person to confirm or dismiss, and retrains without them.',
  params,
  weight: 7,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
