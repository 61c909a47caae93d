/** How cells record their runs: what a run belongs to, and when it began. */
import { expect, it } from 'vitest';
import { groupId, runEvent } from '../../../src/cells/common/run';
import { ledgerHash } from '../../../src/core/ledger/hashed';
import type { StoredResult } from '../../../src/core/results/types';

const trained = (createdAt: string) =>
  ({
    key: 'k',
    createdAt,
    seconds: 90.5,
    artifacts: {},
    summary: { validation: {}, card: { type: 'classic' } },
  }) as unknown as Parameters<typeof runEvent>[1];
const data = { summary: {} } as Parameters<typeof runEvent>[2];
const context = { cellId: 'tune', notebookId: 'main', environment: { numericMode: 'm' } } as Parameters<
  typeof runEvent
>[0];
const what = { cellKind: 'tune', name: 'trial 1', family: 'f', params: {}, seed: 1 };

it('a run says in which notebook it was made, when it began, its role and what it belongs to', () => {
  const run = runEvent(context, trained('2026-01-02T03:04:05.000Z'), data, {
    ...what,
    role: 'trial',
    parent: 'study:1',
  });
  expect(run).toMatchObject({
    experiment: 'main',
    startedAt: '2026-01-02T03:02:34.500Z',
    parent: 'study:1',
    tags: { role: 'trial' },
  });
  const alone = runEvent(context, trained('2026-01-02T03:04:05.000Z'), data, what);
  expect(alone).not.toHaveProperty('parent');
  expect(alone).not.toHaveProperty('tags');
});

it('neither times nor what it belongs to change the hash of the ledger', () => {
  const first = runEvent(context, trained('2026-01-02T03:04:05.000Z'), data, { ...what, parent: 'study:1' });
  const second = runEvent(context, trained('2027-01-02T03:04:05.000Z'), data, { ...what, parent: 'study:2' });
  expect(ledgerHash([second])).toBe(ledgerHash([first]));
});

it('runs of one cell with equal parameters, inputs and seed belong to one group, others to another', () => {
  const of = (params: object, outputHash = 'h', root = 1) =>
    groupId(
      { params, inputs: { data: { outputHash } as StoredResult }, seed: () => root } as Parameters<typeof groupId>[0],
      'study',
    );
  expect(of({ trials: 5 })).toMatch(/^study:[0-9a-f]{64}$/);
  expect(of({ trials: 5 })).toBe(of({ trials: 5 }));
  const all = [of({ trials: 5 }), of({ trials: 6 }), of({ trials: 5 }, 'i'), of({ trials: 5 }, 'h', 2)];
  expect(new Set(all).size).toBe(4);
});
