/** The Train-and-explain cell: a model trained on fit, scored on select, and where it looks. */
import { defineCell } from '../types';
import { facts, params } from './types';

export default defineCell({
  ...facts,
  title: 'Train and explain',
  mission: 'M2 Feature engineering and explainability',
  purpose:
    'Trains a model on the fit split, scores it on the select split, and shows which pixels its decisions rest on.',
  params,
  inputs: { data: { label: 'Data set', kinds: ['data'], required: true } },
  voice: () => import('./voice'),
});
