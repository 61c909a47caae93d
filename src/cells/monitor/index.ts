/** The Monitor cell: the stream watched, the rule that asks for retraining, and the challenger's gate. */
import { defineCell } from '../types';
import { budgets, facts, params } from './types';

export default defineCell({
  ...facts,
  title: 'Monitor',
  mission: 'M4 Drift and retraining',
  purpose: 'Scores the stream batch by batch, looks for drift, and retrains when the rule asks for it.',
  params,
  budgets,
  inputs: {
    data: { label: 'Data set', kinds: ['data'], required: true },
    model: { label: 'Model', kinds: ['tune', 'explain'], required: true },
  },
  voice: () => import('./voice'),
});
