/** The Alerts cell: what a reader should know before trusting a model of the data, first of all. */
import { defineCell } from '../types';
import { facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Alerts',
  mission: 'M1 Exploratory analysis',
  purpose: 'Ranks what every check of the data found, with thresholds to move and the images behind each count.',
  params,
  weight: 1,
  inputs: slots,
  presentation: () => import('./presentation'),
  view: () => import('./view/View.svelte'),
});
