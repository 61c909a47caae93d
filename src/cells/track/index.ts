/** The Track cell: a view of the ledger. */
import { defineCell } from '../types';
import { blocks } from './blocks';
import { findings } from './findings';
import { facts, params, type TrackSummary } from './types';

export default defineCell<typeof params, TrackSummary>({
  ...facts,
  title: 'Track',
  mission: 'M4 Tracking',
  purpose:
    'Lists every model that was trained, with its parameters, seed, metrics and learning curves, and compares them.',
  about: `Every training writes one event to an **append-only ledger** in this browser: parameters, metrics with their 95 %
intervals, learning curves, seed, data hash, split version, numeric mode and time. A run that is replayed from storage is not
written twice, because its event is named by the key of its task.

Runs are ranked by a metric measured on the select split; **metrics of the sealed test split never rank runs**. Intervals are
each run's own: whether two runs differ is a paired question, which overlapping intervals do not answer.

**Limits**: the ledger belongs to this browser and this site. It spans all notebooks here, and a run whose notebook was deleted
stays listed.`,
  params,
  inputs: {},
  findings: ({ summary }) => findings(summary),
  blocks: ({ summary, ledger }) => blocks(summary, ledger),
  view: () => import('./View.svelte'),
});
