/** What the Track cell says of its result, and how it works. */
import { definePresentation } from '../../types';
import { requirements } from './requirements';
import { blocks } from './blocks';
import { findings } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { params, TrackSummary } from '../types';
import { values } from './values';

export const presentation = definePresentation<typeof params, TrackSummary>({
  help: {
    ranking: 'The metric that ranks the runs. Automatic: the first validation metric that the runs have.',
    compared: 'Ids of the compared runs; empty: the best run and those ranked next.',
  },
  about: `Every training writes one event to an **append-only ledger** in this browser: parameters, metrics with their 95 %
intervals, learning curves, seed, data hash, split version, numeric mode and time. A run that is replayed from storage is not
written twice, because its event is named by the key of its task.

Runs are ranked by a metric measured on the validation split; **metrics of the sealed test split never rank runs**. CIs are
each run's own; overlapping CIs do not show whether two runs differ. So the best run and
the five next to it (or the runs that were chosen) are compared on the **same images** of the validation split: difference in accuracy with a
paired bootstrap interval, **McNemar's test** (1947), p-values corrected by **Holm** (1979) for the number of comparisons.

The **registry** says which model is champion, which are challengers, and why each came and went; it is written by the cells that
compare them. Every opening of the sealed test set is counted.

**Limits**: the ledger belongs to this browser and this site. It spans all notebooks here, and a run whose notebook was deleted
stays listed. Runs are compared on validation, on which some of them were chosen: a close win among many runs is partly luck.`,
  values,
  findings: ({ summary, ledger }) => findings(summary, ledger),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks: ({ summary, ledger }) => blocks(summary, ledger),
  requirements,
  files: ({ ledger }) => [{ exporter: 'runs', ledger }],
});
