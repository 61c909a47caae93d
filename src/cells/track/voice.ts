/** What the Track cell says of its result, and how it works. */
import { defineVoice } from '../types';
import { requirements } from './requirements';
import { blocks } from './blocks';
import { findings } from './findings';
import type { params, TrackSummary } from './types';

export const voice = defineVoice<typeof params, TrackSummary>({
  about: `Every training writes one event to an **append-only ledger** in this browser: parameters, metrics with their 95 %
intervals, learning curves, seed, data hash, split version, numeric mode and time. A run that is replayed from storage is not
written twice, because its event is named by the key of its task.

Runs are ranked by a metric measured on the select split; **metrics of the sealed test split never rank runs**. Intervals are
each run's own: whether two runs differ is a paired question, which overlapping intervals do not answer.

**Limits**: the ledger belongs to this browser and this site. It spans all notebooks here, and a run whose notebook was deleted
stays listed.`,
  findings: ({ summary }) => findings(summary),
  blocks: ({ summary, ledger }) => blocks(summary, ledger),
  requirements,
});
