import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { trialsCsv, trialsLog } from '../../../src/core/exchange/trials-text';
import { openRule, pruningRule } from '../../../src/core/search/pruners';
import { bestTrial, history, ranking } from '../../../src/core/search/ranking';
import { choice, float, int, logFloat } from '../../../src/core/search/space';
import type { SearchSpace } from '../../../src/core/search/space';
import { ask, createStudy, pendingTrials, studyFromJson, tell } from '../../../src/core/search/study';
import type { Study, StudyConfig, Trial, TrialResult } from '../../../src/core/search/types';
import { MEDIAN_PRUNER, NO_PRUNER, TPE } from './configs';

const space = { rate: logFloat(1e-4, 1e-1), units: int(4, 64), kind: choice('relu, really', 'tanh') };
const config: StudyConfig = {
  space,
  direction: 'maximize',
  width: 4,
  seed: 7,
  sampler: { ...TPE, startupTrials: 6 },
  pruner: { ...MEDIAN_PRUNER, startupTrials: 2 },
};
const score = ({ params }: Trial): number =>
  1 - (Math.log10(params['rate'] as number) + 2) ** 2 / 10 - (params['kind'] === 'tanh' ? 0.1 : 0);
const complete = (trial: Trial): TrialResult => ({
  number: trial.number,
  state: 'complete',
  value: score(trial),
  reports: [1, 2, 3].map((step) => ({ step, value: (score(trial) * step) / 3 })),
  metrics: { logLoss: 1 - score(trial) },
});
async function run(study: Study, generations: number): Promise<Study> {
  let at = study;
  for (let generation = 0; generation < generations; generation += 1) {
    const asked = await ask(at);
    at = tell(asked.study, asked.trials.map(complete));
  }
  return at;
}

describe('generations', () => {
  test('the same study asks the same points', async () => {
    const study = await run(createStudy(config), 8);
    expect(await run(createStudy(config), 8)).toEqual(study);
    const other = await run(createStudy({ ...config, seed: 8 }), 8);
    expect(other.trials[0]!.params).not.toEqual(study.trials[0]!.params);
  });

  test('given points are asked first and once, in the order of the space, and nothing outside it', async () => {
    const mine = { kind: 'tanh', units: 8, rate: 0.01 };
    const first = await ask(createStudy(config), 4, [mine]);
    expect(first.trials).toHaveLength(4);
    expect(first.trials[0]!.params).toEqual(mine);
    expect(Object.keys(first.trials[0]!.params)).toEqual(Object.keys(space));
    const told = tell(first.study, first.trials.map(complete));
    expect((await ask(told, 4, [mine])).trials).toEqual((await ask(told)).trials);
    await expect(ask(createStudy(config), 4, [{ ...mine, units: 65 }])).rejects.toThrow(
      /"units" of a point of those given/,
    );
  });

  test('a point given twice to one generation is tried once, and the sampler fills its place', async () => {
    const mine = { kind: 'tanh', units: 8, rate: 0.01 };
    const once = await ask(createStudy(config), 4, [mine]);
    expect((await ask(createStudy(config), 4, [mine, { ...mine }])).trials).toEqual(once.trials);
    const other = { ...mine, units: 9 };
    const { trials } = await ask(createStudy(config), 4, [mine, mine, other]);
    const three = trials.map(({ params }) => params);
    expect(three.slice(0, 2)).toEqual([mine, other]);
    expect(new Set(three.map((point) => JSON.stringify(point))).size).toBe(4);
  });

  test('the order in which results arrive changes nothing', async () => {
    let shuffled = createStudy(config);
    for (let generation = 0; generation < 6; generation += 1) {
      const asked = await ask(shuffled);
      shuffled = tell(asked.study, asked.trials.map(complete).reverse());
    }
    expect(shuffled).toEqual(await run(createStudy(config), 6));
  });

  test('a study restored from its JSON between or within generations goes on with the same points', async () => {
    const half = await run(createStudy(config), 4);
    const between = await studyFromJson(JSON.parse(JSON.stringify(half)));
    expect(await run(between, 4)).toEqual(await run(half, 4));
    const asked = (await ask(half)).study;
    const within = await studyFromJson(JSON.parse(JSON.stringify(asked)));
    expect(pendingTrials(within)).toEqual(pendingTrials(asked));
    const told = tell(within, pendingTrials(within).map(complete));
    expect(await run(told, 3)).toEqual(await run(half, 4));
  });

  test('members of a generation of TPE differ from each other', async () => {
    const { trials } = await ask(await run(createStudy(config), 5));
    expect(new Set(trials.map((trial) => trial.params['rate'])).size).toBe(4);
    expect(trials.map((trial) => trial.generation)).toEqual([5, 5, 5, 5]);
  });

  test('asking twice, or telling too few, twice or strangers, is refused', async () => {
    const asked = await ask(createStudy(config));
    await expect(ask(asked.study)).rejects.toThrow(/has not been told/);
    const results = asked.trials.map(complete);
    expect(() => tell(asked.study, results.slice(1))).toThrow(/0, 1, 2, 3 are pending, but 1, 2, 3/);
    expect(() => tell(asked.study, [...results, results[0]!])).toThrow(RangeError);
    expect(() => tell(asked.study, [...results.slice(1), { ...results[0]!, number: 9 }])).toThrow(RangeError);
  });

  test('a value that is not a number is a failed trial, and the study goes on without it', async () => {
    const asked = await ask(createStudy(config));
    const results = asked.trials.map((trial, index): TrialResult =>
      index === 0 ? { ...complete(trial), value: NaN } : complete(trial),
    );
    const study = tell(asked.study, results);
    expect(study.trials[0]!.state).toBe('failed');
    expect(study.trials[0]).not.toHaveProperty('value');
    expect(ranking(study).length).toBe(3);
    expect((await run(study, 4)).trials.length).toBe(20);
  });

  test('the history is the best so far, in the direction of the study', async () => {
    const study = await run(createStudy(config), 4);
    const bests = history(study).map((entry) => entry.best);
    expect(bests).toEqual([...bests].sort((a, b) => a - b));
    expect(bests.at(-1)).toBe(bestTrial(study)!.value);
    expect(bestTrial({ ...study, direction: 'minimize' })!.value).toBe(
      Math.min(...study.trials.map((trial) => trial.value!)),
    );
  });
});

describe('what cannot be used is refused in words', () => {
  test.each<[string, SearchSpace, RegExp]>([
    ['an empty space', {}, /nothing to tune/],
    ['a space turned round', { a: float(2, 1) }, /"a" runs from 2 down to 1/],
    ['a logarithm of 0', { a: logFloat(0, 1) }, /must start above 0/],
    ['no choices', { a: choice() }, /"a" has no choices/],
    ['a choice twice', { a: choice('x', 'x') }, /lists a choice twice/],
    ['half a step', { a: int(0.5, 3) }, /whole numbers/],
  ])('%s', (_name, bad, sentence) => {
    expect(() => createStudy({ ...config, space: bad })).toThrow(sentence);
  });

  test.each<[string, (json: Readonly<Record<string, unknown>>) => unknown, RegExp]>([
    ['nothing', () => null, /not a study/],
    ['a later version', (json) => ({ ...json, version: 2 }), /newer version/],
    [
      'an unknown sampler',
      (json) => ({ ...json, sampler: { type: 'grid' } }),
      /There is no sampler "grid"; known are tpe, random\./,
    ],
    [
      'an unknown pruner',
      (json) => ({ ...json, pruner: {} }),
      /There is no pruner without a name; known are median, none\./,
    ],
    [
      'a setting out of its bounds',
      (json) => ({ ...json, sampler: { ...config.sampler, candidates: 0 } }),
      /The settings of "tpe": "Candidates a parameter" is 0, but must lie between/,
    ],
    [
      'a setting that there is not',
      (json) => ({ ...json, pruner: { type: 'none', startupTrials: 5 } }),
      /The settings of "none": there is no parameter "startupTrials"/,
    ],
    ['a lost trial', (json) => ({ ...json, trials: (json['trials'] as Trial[]).slice(1) }), /trial 0 is missing/],
    ['a value outside', (json) => ({ ...json, space: { ...space, units: int(4, 5) } }), /"units" outside its space/],
    ['a width of 0', (json) => ({ ...json, width: 0 }), /at least 1, not 0/],
  ])('a stored study with %s', async (_name, change, sentence) => {
    const json = JSON.parse(JSON.stringify(await run(createStudy(config), 3))) as Record<string, unknown>;
    await expect(studyFromJson(change(json))).rejects.toThrow(sentence);
  });
});

interface PrunerCase {
  readonly direction: 'maximize' | 'minimize';
  readonly startupTrials: number;
  readonly warmupSteps: number;
  readonly intervalSteps: number;
  readonly complete: readonly (readonly number[])[];
  readonly curve: readonly number[];
  readonly decisions: readonly boolean[];
}
const reference = JSON.parse(readFileSync(new URL('../../reference/search.json', import.meta.url), 'utf8')) as {
  readonly pruner: readonly PrunerCase[];
};

describe('median pruning', () => {
  const whyPruneIn = async (study: Study) => {
    const rule = await pruningRule(study);
    return rule && openRule(rule);
  };
  const reportsOf = (curve: readonly number[]) => curve.map((value, step) => ({ step, value }));

  test('decides as optuna.pruners.MedianPruner does at every step of 40 trials in ten settings', async () => {
    let pruned = 0;
    for (const { direction, complete: curves, curve, decisions, ...settings } of reference.pruner) {
      let study = createStudy({ ...config, direction, width: curves.length, pruner: { type: 'median', ...settings } });
      study = tell(
        (await ask(study)).study,
        curves.map((values, number) => ({
          number,
          state: 'complete',
          value: values.at(-1)!,
          reports: reportsOf(values),
        })),
      );
      const whyPrune = await whyPruneIn(study);
      const ours = curve.map((_, step) => whyPrune?.(reportsOf(curve.slice(0, step + 1))) !== undefined);
      expect(ours).toEqual(decisions);
      pruned += decisions.filter(Boolean).length;
    }
    expect(pruned).toBeGreaterThan(20);
  });

  test('the rule of a generation does not change while its trials run, and says why it prunes', async () => {
    const study = await run(createStudy(config), 2);
    expect(await pruningRule((await ask(study)).study)).toEqual(await pruningRule(study));
    expect((await whyPruneIn(study))!([{ step: 1, value: -5 }])).toMatch(
      /best value by step 1, −5\.000, lies below the median/,
    );
    expect(await pruningRule({ ...study, pruner: NO_PRUNER })).toBeUndefined();
  });
});

describe('files', async () => {
  const asked = await ask(await run(createStudy(config), 1));
  const study = tell(asked.study, [
    ...asked.trials.slice(0, 2).map(complete),
    { number: 6, state: 'pruned', reports: [{ step: 1, value: 0.1 }], reason: 'Below "the median".' },
    { number: 7, state: 'failed', reason: 'Training gave NaN.' },
  ]);

  test('trials.csv has one row a trial, full numbers, quoted text', async () => {
    const rows = trialsCsv(study, { 0: { startedAt: '2026-01-02T03:04:05Z', seconds: 1.25 } }).split('\r\n');
    expect(rows[0]).toBe(
      'number,generation,state,value,reports,last_step,last_report,params.rate,params.units,params.kind,metrics.logLoss,reason,started_at,seconds',
    );
    expect(rows.length).toBe(1 + 8 + 1);
    expect(rows[1]).toContain(`,${study.trials[0]!.params['rate'] as number},`);
    expect(rows[1]).toMatch(/^1,1,complete,.*2026-01-02T03:04:05Z,1\.25$/);
    expect(rows.slice(1, -1).map((row) => Number(row.split(',')[0]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(rows[7]).toContain('"Below ""the median""."');
    const kinds = study.trials.filter((trial) => trial.params['kind'] === 'relu, really').length;
    expect(rows.filter((row) => row.includes('"relu, really"')).length).toBe(kinds);
    expect(kinds).toBeGreaterThan(0);
  });

  test('trials.log says how the study was set up and what each trial came to, with the best so far', async () => {
    const lines = (await trialsLog(study)).trimEnd().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '# Study: maximize, generations of 4, seed 7',
      '# Sampler: TPE after 6 random trials, 24 candidates a parameter',
      '# Pruner: median, after 2 complete trials and 0 steps, every 1',
    ]);
    expect(lines.filter((line) => line.startsWith('Trial ')).length).toBe(8);
    const last = lines.at(-1)!;
    expect(last).toMatch(/^Trial 8 \(generation 2\) failed\. Training gave NaN\. Parameters: rate=/);
    expect(last).toContain(`Best is trial ${bestTrial(study)!.number + 1} `);
    expect(lines.at(-2)).toContain('pruned after 1 report. Below "the median".');
  });

  test('times appear only when they are given', async () => {
    expect(trialsCsv(study)).not.toContain('started_at');
    expect(await trialsLog(study, { 1: { startedAt: 'T', seconds: 2 } })).toContain('[T] Trial 2');
  });
});
