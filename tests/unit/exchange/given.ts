/** A request for each file that the cells offered before there were exporters, from small results made here. */
import type { FileRequest } from '../../../src/core/exchange';
import { splitPipeline } from '../../../src/core/features/fitted';
import { fitPipeline } from '../../../src/core/features/pipeline';
import { labelDecision } from '../../../src/core/ledger/decisions';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { refOf } from '../../../src/core/results/arrays';
import type { ArtifactRef, NdArray, StoredResult } from '../../../src/core/results/types';
import { runEvent } from '../ledger/events';

const stored = new Map<string, NdArray>();
export const read = (ref: ArtifactRef): Promise<NdArray> => Promise.resolve(stored.get(ref.hash)!);

export function resultOf<S>(summary: S, arrays: Readonly<Record<string, NdArray>> = {}): StoredResult<S> {
  const artifacts: Record<string, ArtifactRef> = {};
  for (const [name, array] of Object.entries(arrays)) {
    artifacts[name] = refOf(array);
    stored.set(artifacts[name].hash, array);
  }
  return { key: 'k', kind: 'cell:t', version: 1, summary, artifacts, outputHash: 'h', createdAt: '', seconds: 1 };
}

const list = (data: NdArray['data']): NdArray => ({ data, shape: [data.length] });
const HASH = 'a'.repeat(64);
const classes = ['=top, "odd"', 'boot'];

export const ledger: readonly LedgerEvent[] = [
  runEvent({ id: 'a', name: '=wide, deep', params: { rate: 0.1, layers: [1, 2] } }),
  labelDecision({
    datasetHash: HASH,
    image: 7,
    given: 1,
    suggested: 0,
    selfConfidence: 0.0125,
    decision: 'confirmed',
    cellId: 'labels',
    at: '2026-01-02T03:04:05.000Z',
  }),
  runEvent({ id: 'b', metrics: { 'validation/logLoss': 0.4 }, intervals: {}, params: {} }),
];

const trial = (number: number, more: object) => ({
  number,
  generation: number,
  params: { rate: 0.001234567 * (number + 1), kind: 'a, b' },
  reports: [{ step: 100, value: 0.5 }],
  metrics: { logLoss: 0.25 },
  ...more,
});
export const study = {
  space: {
    rate: { type: 'float', low: 0.0001, high: 0.1, log: true },
    kind: { type: 'choice', choices: ['a, b', 'c'] },
  },
  direction: 'maximize',
  width: 1,
  seed: 7,
  sampler: { type: 'random' },
  pruner: { type: 'none' },
  trials: [
    trial(0, { state: 'complete', value: 0.75 }),
    trial(1, { state: 'pruned', reason: 'Below "it".' }),
    trial(2, { state: 'failed', reason: 'NaN.', reports: [] }),
  ],
};
export const timings = { 0: { startedAt: '2026-01-02T03:04:05.000Z', seconds: 1.25 } };

const measures = {
  ks: { statistic: -0.25, p: 0.5, adjusted: 1 },
  psi: { statistic: 0.125, expected: 0.0625 },
};
export const monitored = resultOf({
  reports: [
    {
      batch: 1,
      images: 5,
      tests: 1,
      level: 0.05,
      p: 1,
      columns: [{ id: '=odd', label: 'odd', group: 'feature', measures, adjusted: 1, drifted: false }],
    },
  ],
  sequences: [{ id: 'sharp', decides: true, level: 0.25, batch: 2, after: 2, reason: '2 of 3, "odd"' }],
  scores: [{ batch: 1, images: 5, correct: 4 }],
  retraining: {
    drifted: [{ batch: 2, images: 5, correct: 3 }],
    clean: { champion: [{ batch: 2, images: 5, correct: 5 }], challenger: [{ batch: 2, images: 5, correct: 0 }] },
  },
});

export const labelled = resultOf(
  { dataset: { hash: HASH } },
  {
    issueIds: list(Int32Array.of(7, 3)),
    issueGiven: list(Uint8Array.of(1, 0)),
    issueSuggested: list(Uint8Array.of(0, 1)),
    issueSelfConfidence: list(Float32Array.of(0.0125, 0.5)),
    issueMargin: list(Float32Array.of(0.75, 0.25)),
    issueImages: list(Uint8Array.of(1, 2)),
  },
);

export const tested = resultOf(
  { study },
  {
    testProbabilities: { data: Float32Array.of(0.25, 0.75, 0.1, 0.9, 1, 0), shape: [3, 2] },
    testLabels: list(Uint8Array.of(0, 1, 0)),
    testIndices: list(Uint32Array.of(4, 1, 2)),
  },
);

const pixels = Uint8Array.from({ length: 3 * 12 }, (_, at) => (at * 37) % 256);
const { pipeline, artifacts } = splitPipeline(
  fitPipeline([{ kind: 'centre' }, { kind: 'scale' }, { kind: 'standardise' }], pixels, 3, { height: 3, width: 4 }),
);
export const fitted = resultOf({ pipeline }, { ...artifacts, other: list(Uint8Array.of(1)) });

/** By the file's name. */
export const REQUESTS: Readonly<Record<string, FileRequest>> = {
  'runs.csv': { exporter: 'runs', ledger },
  'trials.csv': { exporter: 'trials', results: { result: tested as never }, settings: { timings } },
  'trials.log': { exporter: 'trial-log', results: { result: tested as never }, settings: { timings } },
  'predictions.csv': { exporter: 'predictions', results: { result: tested }, settings: { classes } },
  'pipeline.json': { exporter: 'pipeline-json', results: { result: fitted } },
  'pipeline.py': { exporter: 'pipeline-python', results: { result: fitted } },
  'drift.csv': { exporter: 'drift', results: { result: monitored as never } },
  'alarms.csv': { exporter: 'alarms', results: { result: monitored } },
  'stream.csv': { exporter: 'stream', results: { result: monitored } },
  'label-issues.csv': { exporter: 'label-issues', results: { result: labelled }, ledger, settings: { classes } },
  'label-decisions.csv': {
    exporter: 'label-decisions',
    results: { result: labelled },
    ledger,
    settings: { classes },
  },
};
