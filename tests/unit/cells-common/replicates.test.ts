import { describe, expect, it } from 'vitest';
import {
  compareInPairs,
  recordReplicates,
  trainOverSeeds,
  type Replicates,
  type Trained,
} from '../../../src/cells/common/replicates';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import type { LedgerEvent, RunEvent } from '../../../src/core/ledger/types';
import type { StoredResult, TaskCall } from '../../../src/core/results/types';
import { holm } from '../../../src/core/stats/adjust';
import { RESAMPLES } from '../../../src/core/stats/bootstrap';
import { replicatedDifference } from '../../../src/core/stats/replicates';

/** A training that is known by its key alone. */
function training(key: string): Trained {
  return {
    key,
    artifacts: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    seconds: 1,
    summary: { validation: { accuracy: 0.8, logLoss: 0.5, interval: [0.7, 0.9] }, imagesTrained: 10, card: {} },
  } as unknown as Trained;
}
const DATA = { summary: { hash: 'data', name: 'Garments' } } as unknown as StoredResult<DatasetSummary>;
const SEEDS = [11, 22, 33];

describe('variants trained over seeds', () => {
  it('are all asked for at once, variant after variant, each with every seed', async () => {
    const asked: string[] = [];
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const training0 = trainOverSeeds(['with', 'without'], SEEDS, async (variant, seed, run) => {
      asked.push(`${variant} ${run}: ${seed}`);
      await gate;
      return training(`${variant} ${seed}`);
    });
    expect(asked).toEqual([
      'with 0: 11',
      'with 1: 22',
      'with 2: 33',
      'without 0: 11',
      'without 1: 22',
      'without 2: 33',
    ]);
    go();
    expect((await training0).map(({ variant, trained }) => [variant, trained.map(({ key }) => key)])).toEqual([
      ['with', ['with 11', 'with 22', 'with 33']],
      ['without', ['without 11', 'without 22', 'without 33']],
    ]);
  });

  it('are runs of one comparison, in the order of variants and seeds whichever was ready first', async () => {
    const replicates = await trainOverSeeds(['slow', 'quick'], SEEDS, async (variant, seed) => {
      if (variant === 'slow') await new Promise((resolve) => setTimeout(resolve, 40 - seed));
      return training(`${variant} ${seed}`);
    });
    const events: LedgerEvent[] = [];
    const context = {
      cellId: 'cell',
      environment: { numericMode: 'strict' },
      inputs: {},
      notebookId: 'notebook',
      params: { seeds: 3 },
      seed: () => 5,
      append: async (event: LedgerEvent) => void events.push(event),
    } as unknown as Parameters<typeof recordReplicates>[0];
    await recordReplicates(context, DATA, replicates, (variant, { key }) => ({
      cellKind: 'toy',
      name: `MLP, ${variant}`,
      family: 'MLP',
      params: { key },
    }));
    const runs = events as RunEvent[];
    expect(runs.map(({ name, provenance, params }) => [name, provenance.seed, params['key']])).toEqual([
      ['MLP, slow, seed 1', 11, 'slow 11'],
      ['MLP, slow, seed 2', 22, 'slow 22'],
      ['MLP, slow, seed 3', 33, 'slow 33'],
      ['MLP, quick, seed 1', 11, 'quick 11'],
      ['MLP, quick, seed 2', 22, 'quick 22'],
      ['MLP, quick, seed 3', 33, 'quick 33'],
    ]);
    expect(runs.map(({ tags }) => tags?.['role'])).toEqual(new Array(6).fill('replicate'));
    expect(new Set(runs.map(({ parent }) => parent)).size).toBe(1);
    expect(runs[0]!.parent).toMatch(/^comparison:/);
  });
});

describe('variants compared in pairs', () => {
  /** Differences of each seed, by the variant that is the second. */
  const DIFFERENCES: Record<string, readonly number[]> = {
    large: [0.05, 0.06, 0.055],
    small: [0.01, 0.014, 0.006],
    none: [0.01, -0.012, 0.001],
  };
  const replicatesOf = (variant: string): Replicates<string> => ({
    variant,
    seeds: SEEDS,
    trained: SEEDS.map((_, run) => training(`${variant} ${run}`)),
  });
  const [base, large, small, none] = ['base', 'large', 'small', 'none'].map(replicatesOf) as [
    Replicates<string>,
    Replicates<string>,
    Replicates<string>,
    Replicates<string>,
  ];
  const intervalOf = (difference: number): [number, number] => [difference - 0.01, difference + 0.01];

  async function compare(seconds: readonly Replicates<string>[], first = base) {
    const calls: TaskCall<{ resamples: number }>[] = [];
    const context = {
      task: async (kind: string, call: TaskCall<{ resamples: number }>) => {
        expect(kind).toBe('compare-models');
        calls.push(call);
        const [name, run] = call.inputs!['b']!.key.split(' ') as [string, string];
        const difference = DIFFERENCES[name]![Number(run)]!;
        return { summary: { difference, interval: intervalOf(difference), mcNemar: { p: 0.5 } } };
      },
    } as unknown as Parameters<typeof compareInPairs>[0];
    const pairs = seconds.map(({ trained, variant }, at) => ({
      first: first.trained,
      second: trained,
      seedOf: (run: number) => 100 * (at + 1) + run + variant.length,
    }));
    return { effects: await compareInPairs(context, DATA, pairs), calls };
  }

  it('meet on the same images seed by seed, each bootstrap with its own seed', async () => {
    const { calls } = await compare([large, none]);
    expect(calls.map(({ inputs, seed }) => [inputs!['a']!.key, inputs!['b']!.key, seed])).toEqual([
      ['base 0', 'large 0', 105],
      ['base 1', 'large 1', 106],
      ['base 2', 'large 2', 107],
      ['base 0', 'none 0', 204],
      ['base 1', 'none 1', 205],
      ['base 2', 'none 2', 206],
    ]);
    expect(calls.every(({ inputs, params }) => inputs!['data'] === DATA && params.resamples === RESAMPLES)).toBe(true);
  });

  it('have the mean over seeds with an interval over images and seeds, and p-values adjusted by Holm', async () => {
    const { effects } = await compare([small, large, none]);
    const expected = ['small', 'large', 'none'].map((name) =>
      replicatedDifference(DIFFERENCES[name]!, DIFFERENCES[name]!.map(intervalOf)),
    );
    expect(effects.map(({ effect, interval, p }) => ({ effect, interval, p }))).toEqual(
      expected.map(({ effect, interval, p }) => ({ effect, interval, p })),
    );
    expect(effects.map(({ adjusted }) => adjusted)).toEqual(holm(expected.map(({ p }) => p)));
    expect(effects[1]!.adjusted).toBeCloseTo(3 * effects[1]!.p, 12);
    expect(effects.map(({ perSeed }) => perSeed)).toEqual(['small', 'large', 'none'].map((name) => DIFFERENCES[name]));
    expect(effects[0]!.comparisons.map(({ mcNemar }) => mcNemar.p)).toEqual([0.5, 0.5, 0.5]);
  });

  it('are left as they are where there is one pair alone, or none', async () => {
    const [alone] = (await compare([small])).effects;
    expect(alone!.adjusted).toBe(alone!.p);
    expect((await compare([])).effects).toEqual([]);
  });

  it('are refused with a single seed: nothing is known of the spread over seeds', async () => {
    const single = { ...large, trained: large.trained.slice(0, 1) };
    await expect(compare([single], { ...base, trained: base.trained.slice(0, 1) })).rejects.toThrow(RangeError);
  });
});
