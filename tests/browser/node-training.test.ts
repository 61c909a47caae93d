/**
 * The tasks of a browser run in Node: on a folder, through the same host, they leave the same bytes. On the real images
 * where they are, on the synthetic sample where they are not.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../src/core/dataset/types';
import type { StoredResult } from '../../src/core/results/types';
import { derive } from '../../src/core/seed';
import { FORMAT } from '../../src/notebook/types';
import type { FitClassicSummary } from '../../workers/tasks/fit-classic/types';
import type { TrainSummary } from '../../workers/tasks/train/types';
import { openTasks, type NodeTasks } from '../../workers/node/tasks';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, readStore, waitForState } from '../support/page';
import { serveSite, type Site } from '../support/site';

const REAL = existsSync(join(import.meta.dirname, '../../dist/data/index.json'));
const SOURCE = REAL ? 'site' : 'synthetic';
const ROOT_SEED = 5;
const IMAGES = 600;
/** Fits of every kind: networks with and without convolutions, and models without a network. */
const FAMILIES = ['centroid', 'named-linear', 'softmax', 'mlp', 'cnn'];

let site: Site;
let browser: LaunchedBrowser;
let folder: string;
let node: NodeTasks;
let stored: readonly StoredResult[];

const ofKind = <S>(kind: string): StoredResult<S>[] => stored.filter((one) => one.kind === kind) as StoredResult<S>[];
/** The call that the Search cell made for a training. */
function callOf({ summary: { spec, card } }: StoredResult<TrainSummary>) {
  const family = card.type === 'network' ? card.network.name : '';
  const [data] = ofKind<DatasetSummary>('cell:data');
  return { params: spec, inputs: { data: data! }, seed: derive(ROOT_SEED, 'search', 'fit', family) };
}
const never = new AbortController().signal;

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  const page = await browser.newPage();
  await page.goto(`${site.url}?backend=wasm`);
  await page.locator('section[data-cell-id]').first().waitFor();
  await importNotebook(page, {
    format: FORMAT,
    id: 'main',
    title: 'Bytes',
    author: '',
    preset: 'quick',
    rootSeed: ROOT_SEED,
    cells: [
      { id: 'data', kind: 'data', params: { source: SOURCE }, inputs: {}, note: '' },
      {
        id: 'search',
        kind: 'search',
        params: { trainImages: IMAGES, budget: 2 * IMAGES, families: FAMILIES },
        inputs: { data: 'data' },
        note: '',
      },
    ],
  });
  await page.getByTestId('run-all').click();
  await waitForState(page, 'search', 'done');
  stored = await readStore<StoredResult>(page, 'results');
  folder = await mkdtemp(join(tmpdir(), 'lookbook-node-'));
  node = await openTasks(folder, { dataUrl: `${site.url}data/` });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

describe('a task in Node', () => {
  it('is of the same numeric mode as in the browser, strict', () => {
    expect(node.environment.numericMode).toBe('wasm/strict');
  });

  it('loads the set into its folder with the same hashes and splits', async () => {
    const [inBrowser] = ofKind<DatasetSummary>('task:load');
    const params = { source: SOURCE, splitSeed: inBrowser!.summary.splitSeed, reloads: 0 };
    const loaded = await node.tasks.run('load', { params }, never);
    expect(loaded.outputHash).toBe(inBrowser!.outputHash);
    expect(await readdir(join(folder, 'datasets'))).toHaveLength(1);
  });

  it('trains networks to the same bytes, under the same keys', async () => {
    const trained = ofKind<TrainSummary>('task:train');
    expect(trained.map(({ summary: { card } }) => card.type === 'network' && card.network.name).toSorted()).toEqual([
      'cnn',
      'mlp',
      'softmax',
    ]);
    for (const one of trained) {
      const again = await node.tasks.run('train', callOf(one), never);
      expect([again.key, again.outputHash]).toEqual([one.key, one.outputHash]);
    }
  });

  it('fits pipelines and models without a network under the same keys, to the same bytes but for the linear model', async () => {
    const [data] = ofKind<DatasetSummary>('cell:data');
    const [pipeline] = ofKind('task:fit-features');
    const steps = [{ kind: 'named' }, { kind: 'standardise' }];
    const params = { steps, trainImages: IMAGES };
    const features = await node.tasks.run('fit-features', { params, inputs: { data: data! } }, never);
    expect([features.key, features.outputHash]).toEqual([pipeline!.key, pipeline!.outputHash]);
    const fitted = ofKind<FitClassicSummary>('task:fit-classic');
    expect(fitted).toHaveLength(2);
    for (const { summary, key, outputHash } of fitted) {
      const inputs = { data: data!, ...(summary.card.pipeline === undefined ? {} : { features }) };
      const made = await node.tasks.run('fit-classic', { params: summary.spec, inputs }, never);
      const again = made as StoredResult<FitClassicSummary>;
      expect(again.key).toBe(key);
      if (summary.spec.model.family !== 'linear') expect(again.outputHash).toBe(outputHash);
      // L-BFGS sums up exponentials of the JavaScript engine, whose last digits are another engine's business.
      else expect(Math.abs(again.summary.validation.logLoss - summary.validation.logLoss)).toBeLessThan(0.005);
    }
  });

  it('is found in the folder by another process, and not done again', async () => {
    const [first] = ofKind<TrainSummary>('task:train');
    const { createdAt } = await node.tasks.run('train', callOf(first!), never);
    const other = await openTasks(folder);
    expect((await other.tasks.run('train', callOf(first!), never)).createdAt).toBe(createdAt);
  });
});
