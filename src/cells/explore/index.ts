/** The Explore cell: what the data is like, before anything is trained on it. */
import { defineCell } from '../types';
import { facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Explore',
  mission: 'M1 Exploratory analysis',
  purpose:
    'Describes the images before anything is trained on them: balance, missing values, duplicates, distributions, correlations.',
  params,
  weight: 10,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
