/** The Monitor cell: the stream watched, the rule that asks for retraining, and the challenger's gate. */
import { defineCell } from '../types';
import { budgets, facts, params, slots } from './types';

export default defineCell({
  ...facts,
  title: 'Monitor',
  mission: 'M4 Drift and retraining',
  purpose: 'Scores the stream batch by batch, tests for drift, and retrains when the rule triggers.',
  params,
  weight: 24,
  budgets,
  inputs: slots,
  presentation: () => import('./presentation'),
});
