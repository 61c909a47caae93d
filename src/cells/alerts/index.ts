/** The Alerts cell: what a reader should know before trusting a model of the data, first of all. */
import { defineCell } from '../types';
import { facts, params } from './types';

const from = (label: string, kind: string, required = false) =>
  ({ label, kinds: [kind], required, fromBelow: true }) as const;

export default defineCell({
  ...facts,
  title: 'Alerts',
  mission: 'M1 Exploratory analysis',
  purpose: 'Ranks what every check of the data found, with thresholds to move and the images behind each count.',
  params,
  inputs: {
    data: { label: 'Data set', kinds: ['data'], required: true },
    explore: from('Profile', 'explore', true),
    similar: from('Near copies', 'similar'),
    labels: from('Label issues', 'labels'),
    map: from('Outliers', 'map'),
  },
  voice: () => import('./voice'),
  view: () => import('./View.svelte'),
});
