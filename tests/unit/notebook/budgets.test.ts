/** What the presets set, cell by cell, is what the cells can do. */
import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/cells/registry';
import { parseParams } from '../../../src/core/params/parse';
import { PRESET_NAMES } from '../../../src/core/presets';

const budgeted = [...definitions.values()].filter(({ budgets }) => budgets);

describe.each(PRESET_NAMES)('the preset %s', (preset) => {
  it('sets the budgets of all cells that train', () => {
    const kinds = budgeted.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['labels', 'features', 'explain', 'search', 'tune', 'monitor']));
    for (const { kind, budgets } of budgeted)
      expect([kind, Object.keys(budgets![preset] ?? {}).length]).not.toEqual([kind, 0]);
  });

  it.each(budgeted.map(({ kind, params, budgets }) => ({ kind, params, budgets })))(
    'sets parameters that $kind has, within their bounds',
    ({ kind, params, budgets }) => {
      expect(() => parseParams(params, budgets![preset] ?? {}, kind)).not.toThrow();
    },
  );
});

it('refuses a budget with a misspelt name or a value out of range', () => {
  const { params } = definitions.get('tune')!;
  expect(() => parseParams(params, { trails: 12 }, 'Tune')).toThrow('Tune: there is no parameter "trails".');
  expect(() => parseParams(params, { trials: 12_000 }, 'Tune')).toThrow(/"Trials" is 12000, but must lie between/);
});
