import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parameterImportances } from '../../../src/core/search/importance';
import { choice, float, logFloat } from '../../../src/core/search/space';
import type { Point, SearchSpace } from '../../../src/core/search/space';
import { ask, createStudy, tell } from '../../../src/core/search/study';
import type { Study } from '../../../src/core/search/types';
import { RANDOM } from './configs';

interface Reference {
  readonly fanova: {
    readonly trials: readonly { readonly params: Point; readonly value: number }[];
    readonly importances: Readonly<Record<string, number>>;
  };
}
const reference = JSON.parse(
  readFileSync(new URL('../../reference/search.json', import.meta.url), 'utf8'),
) as Reference;

async function studyOf(space: SearchSpace, value: (point: Point) => number, trials: number): Promise<Study> {
  const asked = await ask(
    createStudy({ space, direction: 'minimize', width: trials, seed: 3, sampler: RANDOM, pruner: { type: 'none' } }),
  );
  return tell(
    asked.study,
    asked.trials.map(({ number, params }) => ({ number, state: 'complete', value: value(params) })),
  );
}
const share = (study: Study, name: string): number =>
  parameterImportances(study)!.parameters.find((parameter) => parameter.name === name)!.share;

describe('parameter importances', () => {
  test('of an additive function are its shares of the variance: 0.8, 0.2 and 0 for 4x + 2y + 0z', async () => {
    const space = { x: float(0, 1), y: float(0, 1), z: logFloat(0.01, 1) };
    const study = await studyOf(space, ({ x, y }) => 4 * (x as number) + 2 * (y as number), 250);
    expect(Math.abs(share(study, 'x') - 0.8)).toBeLessThan(0.05);
    expect(Math.abs(share(study, 'y') - 0.2)).toBeLessThan(0.05);
    expect(share(study, 'z')).toBeLessThan(0.02);
    expect(parameterImportances(study)!.outOfBagR2).toBeGreaterThan(0.95);
  });

  test('of a choice are its share: 0.9 for a choice of 0 or 3 beside x, whose variances are 2.25 and 0.25', async () => {
    const space = { kind: choice('a', 'b', 'c', 'd'), x: float(0, 1) };
    const value = ({ kind, x }: Point): number => (kind === 'a' || kind === 'c' ? 0 : 3) + Math.sqrt(3) * (x as number);
    const study = await studyOf(space, value, 200);
    expect(Math.abs(share(study, 'kind') - 0.9)).toBeLessThan(0.03);
    expect(Math.abs(share(study, 'x') - 0.1)).toBeLessThan(0.03);
  });

  test('of a pure interaction are small alone, and what is left is called interaction', async () => {
    const study = await studyOf(
      { x: float(0, 1), y: float(0, 1) },
      ({ x, y }) => ((x as number) > 0.5 === (y as number) > 0.5 ? 1 : 0),
      300,
    );
    const report = parameterImportances(study)!;
    expect(report.parameters.reduce((sum, parameter) => sum + parameter.share, 0)).toBeLessThan(0.15);
    expect(report.interactions).toBeGreaterThan(0.85);
  });

  test('agree with optuna.importance.FanovaImportanceEvaluator on the same trials to 0.05', async () => {
    const { trials, importances } = reference.fanova;
    const space = { x: float(0, 1), y: float(0, 1), z: logFloat(1e-4, 1) };
    const empty = createStudy({
      space,
      direction: 'minimize',
      width: 1,
      seed: 0,
      sampler: RANDOM,
      pruner: { type: 'none' },
    });
    const study: Study = {
      ...empty,
      trials: trials.map(({ params, value }, number) => ({
        number,
        generation: number,
        params,
        value,
        state: 'complete',
        reports: [],
        metrics: {},
      })),
    };
    const { parameters } = parameterImportances(study)!;
    const explained = parameters.reduce((sum, parameter) => sum + parameter.share, 0);
    for (const [name, importance] of Object.entries(importances)) {
      expect(Math.abs(share(study, name) / explained - importance)).toBeLessThan(0.05);
    }
  });

  test('of noise come with an out-of-bag R2 that says so', async () => {
    const study = await studyOf({ x: float(0, 1) }, ({ x }) => Math.sin(1e6 * (x as number)), 100);
    expect(parameterImportances(study)!.outOfBagR2).toBeLessThan(0.1);
  });

  test('are not made up from fewer than 5 trials or from equal values', async () => {
    expect(parameterImportances(await studyOf({ x: float(0, 1) }, ({ x }) => x as number, 4))).toBeUndefined();
    expect(parameterImportances(await studyOf({ x: float(0, 1) }, () => 1, 20))).toBeUndefined();
  });
});

describe('a forest over neighbouring doubles', () => {
  const next = 1 + Number.EPSILON;

  test('splits between them, at any end of the space', () => {
    const values = [0, 1, 1, next, next, 2, 0.5, 1, next, 1.5];
    const score = (x: number): number => (x === 1 ? 1 : x);
    for (const [low, high] of [
      [0, 2],
      [1, 2],
      [1, next],
    ] as const) {
      const inside = values.filter((x) => x >= low && x <= high);
      const study: Study = {
        ...createStudy({
          space: { x: float(low, high), y: float(0, 1) },
          direction: 'maximize',
          width: 1,
          seed: 3,
          sampler: RANDOM,
          pruner: { type: 'none' },
        }),
        trials: inside.map((x, number) => ({
          number,
          generation: number,
          params: { x, y: number / inside.length },
          state: 'complete',
          value: score(x),
          reports: [],
          metrics: {},
        })),
      };
      const report = parameterImportances(study);
      for (const { share } of report?.parameters ?? []) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-9);
      }
      if (high === 2) expect(report).toBeDefined();
    }
  });

  test('is not grown for values that are one but for rounding', async () => {
    expect(
      parameterImportances(await studyOf({ x: float(0, 1) }, ({ x }) => 0.1 + (x as number) * 2 ** -58, 20)),
    ).toBeUndefined();
  });
});
