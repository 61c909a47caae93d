/** The Track cell's job: a digest of the ledger's runs. */
import { bestRun, primaryMetric, runsOf, testOpeningsOf } from '../../core/ledger/runs';
import type { CellJob } from '../../core/results/types';
import type { TaskMap } from '../../../workers/tasks/registry';
import { facts, type RunDigest, type TrackParams, type TrackSummary } from './types';

export const job: CellJob<TaskMap, TrackParams, TrackSummary> = {
  ...facts,
  async run(context) {
    const ledger = await context.ledger();
    const runs = runsOf(ledger).map(
      ({ id, name, family, cellKind, metrics, intervals, imagesTrained, provenance }): RunDigest => ({
        id,
        name,
        family,
        cellKind,
        metrics,
        intervals,
        imagesTrained,
        seed: provenance.seed,
        numericMode: provenance.numericMode,
        datasetHash: provenance.datasetHash,
      }),
    );
    const { ranking } = context.params;
    const metric = ranking === 'automatic' ? primaryMetric(runs) : ranking;
    const best = metric === undefined ? undefined : bestRun(runs, metric);
    return {
      summary: { runs, metric: metric ?? null, bestId: best?.id ?? null, testOpenings: testOpeningsOf(ledger).length },
    };
  },
};
