import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildResults } from '../../../src/report/results';
import { runEvent } from '../ledger/events';
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
  it('fits its JSON Schema, with finished, failed and idle cells, runs and test openings', () => {
    const results = JSON.parse(JSON.stringify(buildResults(study(TIME), TIME))) as unknown;
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
  });

  it('fits its JSON Schema before anything has run', () => {
    const { environment: _unknown, ...bare } = source([]);
    expect(validate(JSON.parse(JSON.stringify(buildResults(bare, TIME)))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is refused by its schema when a time or an unknown status stands outside timing', () => {
    const results = buildResults(study(TIME), TIME);
    expect(validate({ ...results, exportedAt: TIME })).toBe(false);
    expect(validate({ ...results, cells: results.cells.map((item) => ({ ...item, seconds: 3 })) })).toBe(false);
    expect(validate({ ...results, cells: results.cells.map((item) => ({ ...item, status: 'fine' })) })).toBe(false);
    expect(validate({ ...results, provenance: {} })).toBe(false);
  });

  it('differs between two runs of the same study in nothing but timing', () => {
    const { timing: first, ...one } = buildResults(study('2026-01-01T00:00:00.000Z'), '2026-01-01T00:00:01.000Z');
    const { timing: second, ...two } = buildResults(study('2027-05-05T05:05:05.000Z'), '2027-05-05T05:05:06.000Z');
    expect(one).toEqual(two);
    expect(first).not.toEqual(second);
  });

  it('says of each cell its kind, status, key, summary and artifacts', () => {
    const [data, failed, idle] = buildResults(study(TIME), TIME).cells;
    expect(data).toMatchObject({ id: 'd', kind: 'd', status: 'done', stale: false, summary: dataset, version: 3 });
    expect(data!.artifacts).toHaveProperty('means.shape', [10, 784]);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'train/diverged', message: 'It diverged.' } });
    expect(idle).toMatchObject({ status: 'idle', stale: true, key: null, summary: null, artifacts: {} });
  });

  it('counts the openings of the test set in its provenance, their times under timing', () => {
    const { provenance, timing } = buildResults(study(TIME), TIME);
    expect(provenance['testOpenings']).toEqual([
      { id: 'o', cellId: 'tune', reason: 'End', modelHash: 'm', accuracy: 0.87 },
    ]);
    expect(timing.events['o']).toEqual({ at: TIME, seconds: null });
    expect(timing.events['r']).toEqual({ at: TIME, seconds: 41.5 });
  });
});
