/** The Alerts cell as it is run, over the sample with known damage: loaded, explored, gathered. */
import { beforeAll, describe, expect, it } from 'vitest';
import { job } from '../../../src/cells/alerts/job';
import { params, type AlertsSummary } from '../../../src/cells/alerts/types';
import { presentation } from '../../../src/cells/alerts/presentation';
import { job as dataJob } from '../../../src/cells/data/job';
import { params as dataParams, type DataSummary } from '../../../src/cells/data/types';
import { presentation as dataPresentation } from '../../../src/cells/data/presentation';
import { job as exploreJob } from '../../../src/cells/explore/job';
import { params as exploreParams } from '../../../src/cells/explore/types';
import type { CellContent } from '../../../src/cells/types';
import { damages } from '../../../src/core/dataset/damage-manifest';
import { PIXELS } from '../../../src/core/dataset/fashion-mnist';
import { DAMAGED_NAME } from '../../../src/core/dataset/types';
import { parseParams } from '../../../src/core/params/parse';
import { canonicalJson } from '../../../src/core/results/canonical';
import type { Json, StoredResult } from '../../../src/core/results/types';
import type { AlertsBlock, TableBlock } from '../../../src/plots/blocks';
import type { Database } from '../../../src/storage/schema';
import { CellRun } from '../dataset/cell-run';
import { failureOf, freshDatabase } from '../dataset/fixtures';
import { GARMENTS } from '../garments';
import { imagesIn } from '../images';

let db: Database;
let cells: CellRun;
let data: StoredResult<DataSummary>;
let explore: StoredResult;
let alerts: StoredResult<AlertsSummary>;

const run = (thresholds = ''): Promise<StoredResult<AlertsSummary>> =>
  cells.run<AlertsSummary>(job as never, parseParams(params, { thresholds }, 'Alerts'), { data, explore });
const contentOf = (result: StoredResult, inputs: CellContent['inputs']): CellContent => ({
  cellId: 'cell',
  params: { thresholds: '' } as unknown as CellContent['params'],
  summary: result.summary,
  result,
  inputs,
  read: cells.read,
  data: GARMENTS,
  ledger: [],
});
const countOf = ({ summary }: StoredResult<AlertsSummary>, kind: string): number | undefined =>
  summary.alerts.find((alert) => alert.kind === kind)?.count;

beforeAll(async () => {
  db = await freshDatabase();
  cells = new CellRun(db);
  data = await cells.run<DataSummary>(dataJob as never, parseParams(dataParams, { source: 'damaged' }, 'Data'));
  explore = await cells.run(exploreJob as never, parseParams(exploreParams, {}, 'Explore'), { data });
  alerts = await run();
}, 120_000);

describe('the sample with known damage, loaded', () => {
  it('says what it is, and remembers the values that it misses', () => {
    expect(data.summary).toMatchObject({ name: DAMAGED_NAME, synthetic: true, counts: { train: 12_000, test: 2000 } });
    expect(data.summary.missing?.ids).toHaveLength(12);
    const words = dataPresentation.findings(contentOf(data, {})).join(' ');
    expect(words).toContain('sample with known damage');
    expect(words).toMatch(/240 pixel values in 12 images are missing/);
  });

  it('lists what was spoilt, with the images, copies beside what they are copies of', () => {
    const table = dataPresentation
      .blocks(contentOf(data, {}))
      .find((block) => 'id' in block && block.id === 'damage') as TableBlock;
    const listed = table.rows.flatMap((row, at) => (table.images?.(at) ? [row['count'] as number] : []));
    expect(listed.reduce((a, b) => a + b, 0)).toBe(damages().length);
    expect(table.images?.(0)?.ids).toHaveLength(80);
  });
});

describe('the alerts of it', () => {
  it('hold the first images of each, as they are stored', async () => {
    const { data: pictures } = await cells.read(alerts.artifacts['pictures']!);
    const { images, labels } = await imagesIn(db).part(data.summary.hash, 'train');
    const light = alerts.summary.shown.find(({ kind }) => kind === 'light')!;
    expect(light.ids).toHaveLength(6);
    for (const [at, id] of light.ids.entries()) {
      const from = (light.from + at) * PIXELS;
      expect(Array.from(pictures.subarray(from, from + PIXELS))).toEqual(
        Array.from(images.subarray(id * PIXELS, (id + 1) * PIXELS)),
      );
      expect(light.labels[at]).toBe(labels[id]);
    }
  });

  it('count by the thresholds that were moved, and by no others', async () => {
    const moved = await run('dark 0.4, correlation 0.5');
    expect(countOf(moved, 'dark')).toBeGreaterThan(countOf(alerts, 'dark')!);
    expect(countOf(moved, 'correlation')).toBeGreaterThan(countOf(alerts, 'correlation')!);
    expect(countOf(moved, 'light')).toBe(countOf(alerts, 'light'));
    expect(moved.outputHash).not.toBe(alerts.outputHash);
    expect((await run()).outputHash).toBe(alerts.outputHash);
  });

  it('are refused where a threshold cannot be read', async () => {
    expect((await failureOf(run('gloom 1'))).code).toBe('params/invalid');
  });

  it('can be said, shown and opened: sentences, blocks and every image behind a count', async () => {
    const content = contentOf(alerts, { data, explore });
    canonicalJson(alerts.summary as unknown as Json);
    const sentences = presentation.findings(content);
    expect(sentences.join(' ')).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(sentences).toContain(
      'Not checked: near copies, label issues and outliers. No cell that looks for them is an input of this one.',
    );
    const block = presentation.blocks(content)[0] as AlertsBlock;
    expect(block.alerts).toHaveLength(alerts.summary.alerts.length);
    for (const { kind, images } of block.alerts) {
      if (!images) continue;
      const ids = typeof images.ids === 'function' ? await images.ids() : images.ids;
      expect(ids.length, kind).toBe(alerts.summary.alerts.find((alert) => alert.kind === kind)?.images);
      if (typeof images.labels !== 'function') continue;
      const labels = await images.labels(ids.slice(0, 3));
      for (const label of labels) expect(label).toMatch(/^−?\d/);
    }
    expect(block.alerts.filter(({ images }) => images).length).toBeGreaterThanOrEqual(8);
  });
});
