import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildResults } from '../../../src/report/results';
import { runEvent } from '../ledger/events';
import type { AlertsBlock, ImageList } from '../../../src/plots/blocks';
import { TIME, cell, dataset, source, toy } from './source';

const schema = JSON.parse(
  readFileSync(new URL('../../../docs/results.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv({ allErrors: true }).compile(schema);

const opening = {
  id: 'o',
  at: TIME,
  type: 'test-opening' as const,
  cellId: 'tune',
  reason: 'End',
  modelHash: 'm',
  accuracy: 0.87,
};

function study(at: string): ReturnType<typeof source> {
  const failed = cell('f', toy('f', []), {
    at,
    status: {
      notebookId: 'n',
      cellId: 'f',
      state: 'failed',
      endedAt: at,
      error: { code: 'train/diverged', message: 'It diverged.', retry: false },
    },
  });
  const { content: _none, status: _never, ...idle } = cell('i', toy('i', []));
  return source([cell('d', toy('d', []), { summary: dataset, at }), failed, { ...idle, stale: true }], {
    ledger: [runEvent({ id: 'r', at }), { ...opening, at }],
  });
}

describe('results.json', () => {
  it('fits its JSON Schema, with finished, failed and idle cells, runs and test openings', async () => {
    const results = JSON.parse(JSON.stringify(await buildResults(study(TIME), TIME))) as unknown;
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
  });

  it('fits its JSON Schema before anything has run', async () => {
    const { environment: _unknown, ...bare } = source([]);
    expect(validate(JSON.parse(JSON.stringify(await buildResults(bare, TIME)))), JSON.stringify(validate.errors)).toBe(
      true,
    );
  });

  it('is refused by its schema when a time or an unknown status stands outside timing', async () => {
    const results = await buildResults(study(TIME), TIME);
    expect(validate({ ...results, exportedAt: TIME })).toBe(false);
    expect(validate({ ...results, cells: results.cells.map((item) => ({ ...item, seconds: 3 })) })).toBe(false);
    expect(validate({ ...results, cells: results.cells.map((item) => ({ ...item, status: 'fine' })) })).toBe(false);
    expect(validate({ ...results, provenance: {} })).toBe(false);
  });

  it('differs between two runs of the same study in nothing but timing', async () => {
    const { timing: first, ...one } = await buildResults(study('2026-01-01T00:00:00.000Z'), '2026-01-01T00:00:01.000Z');
    const { timing: second, ...two } = await buildResults(
      study('2027-05-05T05:05:05.000Z'),
      '2027-05-05T05:05:06.000Z',
    );
    expect(one).toEqual(two);
    expect(first).not.toEqual(second);
  });

  it('says of each cell its kind, status, key, summary and artifacts', async () => {
    const [data, failed, idle] = (await buildResults(study(TIME), TIME)).cells;
    expect(data).toMatchObject({ id: 'd', kind: 'd', status: 'done', stale: false, summary: dataset, version: 3 });
    expect(data!.artifacts).toHaveProperty('means.shape', [10, 784]);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'train/diverged', message: 'It diverged.' } });
    expect(idle).toMatchObject({ status: 'idle', stale: true, key: null, summary: null, artifacts: {} });
  });

  it('counts the openings of the test set in its provenance, their times under timing', async () => {
    const { provenance, timing } = await buildResults(study(TIME), TIME);
    expect(provenance['testOpenings']).toEqual([
      { id: 'o', cellId: 'tune', reason: 'End', modelHash: 'm', accuracy: 0.87 },
    ]);
    expect(timing.events['o']).toEqual({ at: TIME, seconds: null });
    expect(timing.events['r']).toEqual({ at: TIME, seconds: 41.5 });
  });

  it('carries every alert with its count, its threshold and the images behind it in the order of the official files', async () => {
    const many = Array.from({ length: 1500 }, (_, at) => 65_000 - 2 * at);
    const list = (ids: ImageList['ids']): ImageList => ({ title: 'Images', dataset: dataset.hash, ids });
    const alert = { severity: 'notice' as const, sentence: 'Look.' };
    const block: AlertsBlock = {
      type: 'alerts',
      id: 'alerts',
      title: 'Alerts',
      caption: '',
      alerts: [
        { ...alert, kind: 'dark', count: 1500, threshold: 0.32, images: list(many) },
        // Pairs share images; each is listed once.
        { ...alert, kind: 'near-duplicate', count: 2, images: list(() => Promise.resolve([60_001, 7, 7, 3])) },
        { ...alert, kind: 'skew', count: 4, threshold: 2 },
        { ...alert, kind: 'blurry', count: 9, images: list(() => Promise.reject(new Error('gone'))) },
      ],
    };
    const results = await buildResults(source([cell('e', toy('e', [])), cell('a', toy('a', [block]))]), TIME);
    expect(validate(JSON.parse(JSON.stringify(results))), JSON.stringify(validate.errors)).toBe(true);
    const [dark, pairs, skew, lost] = results.alerts;
    expect(dark).toMatchObject({ cellId: 'a', kind: 'dark', count: 1500, threshold: 0.32 });
    expect(dark!.images).toMatchObject({ dataset: dataset.hash, count: 1500 });
    expect(dark!.images!.ids).toHaveLength(1000);
    expect(dark!.images!.ids.slice(0, 3)).toEqual([62_002, 62_004, 62_006]);
    expect(pairs).toMatchObject({ count: 2, threshold: null, images: { count: 3, ids: [3, 7, 60_001] } });
    expect(skew).toMatchObject({ count: 4, threshold: 2, images: null });
    expect(lost).toMatchObject({ count: 9, images: null });
  });

  it('says how many images each official file has, so that an id leads to its place', async () => {
    const { provenance } = await buildResults(study(TIME), TIME);
    expect(provenance['datasets']).toMatchObject([{ counts: { train: 60_000, test: 10_000 } }]);
  });
});
