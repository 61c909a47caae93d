/** The Map cell: outliers, a map of the images, and classes that look alike. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Map, outliers and look-alikes',
  mission: 'M1 Exploratory analysis',
  purpose:
    'Finds images unlike all others and classes that look alike, and lays a sample out on a map to walk through.',
  params,
  weight: 7,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
