/** The Track cell's job: a digest of the ledger's runs, and paired comparisons of those at the top or of those chosen. */
import { own } from '../../../core/own';
import type { DatasetSummary } from '../../../core/dataset/types';
import { asLookbookError } from '../../../core/errors';
import { bestRun, lowerIsBetter, primaryMetric, runsOf, testOpeningsOf } from '../../../core/ledger/runs';
import type { RunEvent } from '../../../core/ledger/types';
import type { CellJob, JobContext, StoredResult } from '../../../core/results/types';
import { holm } from '../../../core/stats/adjust';
import type { Predicted } from '../../../../workers/tasks/input-types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { compareModels } from '../../common/compare';
import {
  facts,
  slots,
  type Comparison,
  type RunDigest,
  type TrackInputs,
  type TrackParams,
  type TrackSummary,
} from '../types';

type Context = JobContext<TaskMap, TrackParams, unknown, TrackInputs>;

const PREDICTIONS = 'validationProbabilities';
/** Runs next to the best that are compared with it. */
const NEXT = 5;

const digestOf = ({
  id,
  name,
  family,
  cellKind,
  metrics,
  intervals,
  imagesTrained,
  provenance,
}: RunEvent): RunDigest => ({
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
});

/** The runs by the metric, the best first; those without a finite value are left out. */
function ranked(runs: readonly RunEvent[], metric: string): RunEvent[] {
  const sign = lowerIsBetter(metric) ? 1 : -1;
  return runs
    .filter((run) => Number.isFinite(own(run.metrics, metric)))
    .sort((a, b) => sign * (a.metrics[metric]! - b.metrics[metric]!) || (a.id < b.id ? -1 : 1));
}

/** Whether the run has predictions of the very images that the data set's validation split holds now. */
function isComparable({ artifacts, provenance }: RunEvent, { hash, splitVersion, splitSeed }: DatasetSummary): boolean {
  const sameImages =
    provenance.datasetHash === hash && provenance.splitVersion === splitVersion && provenance.splitSeed === splitSeed;
  return sameImages && artifacts[PREDICTIONS] !== undefined;
}

/** A run's predictions in the form of a result, so that a task can read them: their key is what they contain. */
function predictionsOf({ taskKey, artifacts, at }: RunEvent): Predicted {
  const predictions = artifacts[PREDICTIONS]!;
  return {
    key: taskKey,
    kind: 'run',
    version: 1,
    summary: null,
    artifacts: { [PREDICTIONS]: predictions },
    outputHash: predictions.hash,
    createdAt: at,
    seconds: 0,
  };
}

/** Undefined if the arrays of a run are no longer stored: the ledger outlives them. */
async function compare(
  context: Context,
  data: StoredResult<DatasetSummary>,
  first: RunEvent,
  second: RunEvent,
): Promise<Omit<Comparison, 'adjusted'> | undefined> {
  try {
    const models = [predictionsOf(first), predictionsOf(second)] as const;
    const { images, difference, interval, mcNemar } = await compareModels(
      context,
      data,
      models,
      context.seed('compare'),
    );
    const { onlyFirst, onlySecond, p } = mcNemar;
    return { first: first.id, second: second.id, images, difference, interval, onlyFirst, onlySecond, p };
  } catch (thrown) {
    if (asLookbookError(thrown).code === 'storage/corrupt') return undefined;
    throw thrown;
  }
}

/** The best of the compared runs against each of the others, on the same images. */
async function comparisonsOf(
  context: Context,
  order: readonly RunEvent[],
): Promise<Pick<TrackSummary, 'comparisons' | 'notCompared'>> {
  const { data } = context.inputs;
  const chosen = context.params.compared.split(/\s+/).filter(Boolean);
  const wanted = chosen.length > 1 ? order.filter(({ id }) => chosen.includes(id)) : order.slice(0, NEXT + 1);
  const [first, ...others] = data ? wanted.filter((run) => isComparable(run, data.summary)) : [];
  if (!data || !first) return { comparisons: [], notCompared: wanted.map(({ id }) => id) };
  const found = await Promise.all(others.map((other) => compare(context, data, first, other)));
  const compared = found.filter((one) => one !== undefined);
  const adjusted = holm(compared.map(({ p }) => p));
  const done = new Set([first.id, ...compared.map(({ second }) => second)]);
  return {
    comparisons: compared.map((one, index) => ({ ...one, adjusted: adjusted[index]! })),
    notCompared: wanted.filter(({ id }) => !done.has(id)).map(({ id }) => id),
  };
}

export const job: CellJob<TaskMap, TrackParams, TrackSummary, unknown, TrackInputs> = {
  ...facts,
  inputs: slots,
  async run(context) {
    const ledger = await context.ledger();
    const runs = runsOf(ledger).sort((a, b) => (a.id < b.id ? -1 : 1));
    const { ranking } = context.params;
    const metric = ranking === 'automatic' ? primaryMetric(runs) : ranking;
    const best = metric === undefined ? undefined : bestRun(runs, metric);
    return {
      summary: {
        runs: runs.map(digestOf),
        metric: metric ?? null,
        bestId: best?.id ?? null,
        ...(await comparisonsOf(context, metric === undefined ? [] : ranked(runs, metric))),
        testOpenings: testOpeningsOf(ledger).length,
      },
    };
  },
};
