/** The cell's job over the real tasks, with a small data set in place of the stored one. */
import { beforeAll, expect, test, vi } from 'vitest';
import { voice } from '../../../src/cells/explain/voice';
import { job } from '../../../src/cells/explain/job';
import { params, type ExplainSummary } from '../../../src/cells/explain/types';
import type { CellContent } from '../../../src/cells/types';
import {
  PIXELS,
  SPLIT_VERSION,
  type DatasetSummary,
  type ImageBatch,
  type SplitName,
} from '../../../src/core/dataset/types';
import type { LedgerEvent, RunEvent } from '../../../src/core/ledger/types';
import { DEFAULT_OPTIONS } from '../../../src/core/options';
import { parseParams } from '../../../src/core/params';
import type { ArtifactRef, Environment, NdArray, Output, StoredResult } from '../../../src/core/results/types';
import { derive, randomSource } from '../../../src/core/seed';
import { prepareResult } from '../../../src/storage/results';
import type { Database } from '../../../src/storage/schema';
import { task as attribute } from '../../../workers/tasks/attribute';
import { task as train } from '../../../workers/tasks/train';

/** Images whose bright band tells the class, on noise. */
function bands(split: SplitName, limit: number): ImageBatch {
  const count = Math.min(limit, split === 'fit' ? 300 : 100);
  const random = randomSource(split === 'fit' ? 1 : 2);
  const images = Uint8Array.from({ length: count * PIXELS }, () => Math.floor(60 * random()));
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  labels.forEach((label, index) => images.fill(220, index * PIXELS + label * 56, index * PIXELS + label * 56 + 56));
  return { images, labels, indices: Uint32Array.from({ length: count }, (_, index) => index) };
}

vi.mock('../../../src/storage/datasets', () => ({
  readSplit: (_db: unknown, _summary: unknown, split: SplitName, limit = Number.POSITIVE_INFINITY) =>
    Promise.resolve(bands(split, limit)),
}));

const environment: Environment = {
  backend: 'wasm',
  description: 'WASM (SIMD)',
  numericMode: 'wasm/strict',
  workers: 1,
};
const dataset = { hash: 'h', name: 'bands', splitVersion: SPLIT_VERSION } as DatasetSummary;
const stored = <S>(output: Output<S>, kind: string): { result: StoredResult<S>; arrays: Map<string, NdArray> } => {
  const prepared = prepareResult(output, { key: `${kind}-key`, kind, version: 1, seconds: 1 });
  return {
    result: prepared.result as StoredResult<S>,
    arrays: new Map(prepared.arrays.map(({ ref, array }) => [ref.hash, array])),
  };
};

interface Ran {
  readonly output: Output<ExplainSummary>;
  readonly ledger: readonly LedgerEvent[];
  readonly checkpoints: number;
  readonly stages: readonly string[];
}

async function runJob(): Promise<Ran> {
  const arrays = new Map<string, NdArray>();
  const ledger: LedgerEvent[] = [];
  const stages: string[] = [];
  let checkpoints = 0;
  const read = (ref: ArtifactRef): Promise<NdArray> => Promise.resolve(arrays.get(ref.hash)!);
  const seed = (...path: readonly (string | number)[]): number => derive(11, ...path);
  const runTask = async (
    kind: string,
    call: { params: never; inputs?: Record<string, StoredResult>; seed?: number },
    onProgress?: (p: never) => void,
  ) => {
    const task = kind === 'train' ? train : attribute;
    const output = await task.run(call.params, {
      key: kind,
      signal: new AbortController().signal,
      seed: call.seed ?? 0,
      inputs: call.inputs ?? {},
      options: DEFAULT_OPTIONS,
      environment,
      db: {} as Database,
      report: (progress: unknown) => onProgress?.(progress as never),
      turn: () => Promise.resolve(),
      read,
      loadCheckpoint: () => Promise.resolve(undefined),
      saveCheckpoint: () => Promise.resolve(void (checkpoints += 1)),
    });
    const kept = stored(output as Output<unknown>, `task:${kind}`);
    for (const [hash, array] of kept.arrays) arrays.set(hash, array);
    return kept.result;
  };
  const output = await job.run({
    cellId: 'cell-1',
    params: parseParams(params, { fitImages: 300, epochs: 8, explainedImages: 10, igSteps: 32 }, 'test'),
    inputs: { data: stored({ summary: dataset }, 'cell:data').result },
    environment,
    signal: new AbortController().signal,
    seed,
    task: runTask as never,
    read,
    report: ({ stage }) => void stages.push(stage),
    ledger: () => Promise.resolve(ledger),
    append: (event) => Promise.resolve(void ledger.push(event)),
  });
  return { output, ledger, checkpoints, stages };
}

let ran: Ran;
beforeAll(async () => {
  ran = await runJob();
});

test('the job trains a model that generalises, and its interval holds the accuracy', () => {
  const { select, imagesTrained, card } = ran.output.summary.train;
  expect(select.accuracy).toBeGreaterThan(0.9);
  expect(select.interval[0]).toBeLessThanOrEqual(select.accuracy);
  expect(select.interval[1]).toBeGreaterThanOrEqual(select.accuracy);
  expect(select.confusion.reduce((sum, images) => sum + images, 0)).toBe(100);
  expect(imagesTrained).toBe(2400);
  expect(ran.output.artifacts?.['model.weights']?.data.length).toBe(card.parameters);
  expect(ran.output.artifacts?.['selectProbabilities']?.shape).toEqual([100, 10]);
  expect(ran.checkpoints).toBeGreaterThanOrEqual(8);
  expect(ran.stages).toContain('Training, epoch 8 of 8');
});

test('integrated gradients add up, and point at the band that makes the class', () => {
  const { images, residual, deletion } = ran.output.summary.attribution;
  expect(images.map((image) => image.label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(residual.median).toBeLessThan(0.02);
  expect(deletion.attributed).toBeGreaterThan(deletion.random);
  const averages = ran.output.artifacts!['classAverages']!.data as Float32Array;
  const inBand = (label: number): number =>
    averages
      .slice(label * PIXELS + label * 56, label * PIXELS + label * 56 + 56)
      .reduce((sum, value) => sum + value, 0);
  const whole = (label: number): number =>
    averages.slice(label * PIXELS, (label + 1) * PIXELS).reduce((sum, value) => sum + value, 0);
  // The first bands of the image lie at its border, where convolutions see less: the middle classes are the plain case.
  for (const label of [3, 5, 6]) expect(inBand(label)).toBeGreaterThan(0.5 * whole(label));
});

test('the run is written to the ledger under the training task, with its curves', () => {
  expect(ran.ledger).toHaveLength(1);
  const run = ran.ledger[0] as RunEvent;
  expect(run.id).toBe(`run:${ran.output.summary.trainKey}`);
  expect(run.metrics['select/accuracy']).toBe(ran.output.summary.train.select.accuracy);
  expect(run.curves['select/accuracy']?.x).toEqual([300, 600, 900, 1200, 1500, 1800, 2100, 2400]);
  expect(run.provenance).toMatchObject({ datasetHash: 'h', numericMode: 'wasm/strict' });
});

test('the same seed gives the same output, byte for byte', async () => {
  const again = await runJob();
  expect(again.output).toEqual(ran.output);
});

test('the findings and blocks can be drawn, and no sentence holds a broken number', async () => {
  const kept = stored(ran.output, 'cell:explain');
  const content: CellContent<never, unknown> = {
    cellId: 'cell-1',
    params: parseParams(params, {}, 'test') as never,
    summary: ran.output.summary,
    result: kept.result,
    inputs: {},
    read: (ref) => Promise.resolve(kept.arrays.get(ref.hash)!),
    ledger: ran.ledger,
  };
  const sentences = voice.findings(content as never);
  expect(sentences[0]).toMatch(
    /^The small CNN reads 300 images \(2,400 with repeats\) and names \d+\.\d % of 100 unseen select images \(95 % interval \d+\.\d to \d+\.\d %\)\.$/,
  );
  for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
  const blocks = voice.blocks(content as never);
  for (const block of blocks) {
    if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
    if (block.type === 'images') {
      const images = await block.load();
      expect(images.length % block.columns).toBe(0);
      for (const image of images) expect(image.pixels.length).toBe(PIXELS);
    }
  }
  expect(blocks.map((block) => block.type)).toContain('table');
});
