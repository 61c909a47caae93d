import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { trialsCsv, trialsLog } from '../../../src/core/exchange/trials-text';
import { MEDIAN_PRUNER, NO_PRUNER, pruningRule, whyPrune } from '../../../src/core/search/pruner';
import { bestTrial, history, ranking } from '../../../src/core/search/ranking';
import { TPE } from '../../../src/core/search/samplers';
import { choice, float, int, logFloat } from '../../../src/core/search/space';
import type { SearchSpace } from '../../../src/core/search/space';
import { ask, createStudy, pendingTrials, studyFromJson, studyToJson, tell } from '../../../src/core/search/study';
import type { Study, StudyConfig, Trial, TrialResult } from '../../../src/core/search/types';

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
function run(study: Study, generations: number): Study {
  let at = study;
  for (let generation = 0; generation < generations; generation += 1) {
    const asked = ask(at);
    at = tell(asked.study, asked.trials.map(complete));
  }
  return at;
}

describe('generations', () => {
  test('the same study asks the same points', () => {
    expect(run(createStudy(config), 8)).toEqual(run(createStudy(config), 8));
    expect(run(createStudy({ ...config, seed: 8 }), 8).trials[0]!.params).not.toEqual(
      run(createStudy(config), 8).trials[0]!.params,
    );
  });

  test('given points are asked first and once, in the order of the space, and nothing outside it', () => {
    const mine = { kind: 'tanh', units: 8, rate: 0.01 };
    const first = ask(createStudy(config), 4, [mine]);
    expect(first.trials).toHaveLength(4);
    expect(first.trials[0]!.params).toEqual(mine);
    expect(Object.keys(first.trials[0]!.params)).toEqual(Object.keys(space));
    const told = tell(first.study, first.trials.map(complete));
    expect(ask(told, 4, [mine]).trials).toEqual(ask(told).trials);
    expect(() => ask(createStudy(config), 4, [{ ...mine, units: 65 }])).toThrow(/"units" of a given point/);
  });

  test('a point given twice to one generation is tried once, and the sampler fills its place', () => {
    const mine = { kind: 'tanh', units: 8, rate: 0.01 };
    const once = ask(createStudy(config), 4, [mine]);
    expect(ask(createStudy(config), 4, [mine, { ...mine }]).trials).toEqual(once.trials);
    const other = { ...mine, units: 9 };
    const three = ask(createStudy(config), 4, [mine, mine, other]).trials.map(({ params }) => params);
    expect(three.slice(0, 2)).toEqual([mine, other]);
    expect(new Set(three.map((point) => JSON.stringify(point))).size).toBe(4);
  });

  test('the order in which results arrive changes nothing', () => {
    let shuffled = createStudy(config);
    for (let generation = 0; generation < 6; generation += 1) {
      const asked = ask(shuffled);
      shuffled = tell(asked.study, asked.trials.map(complete).reverse());
    }
    expect(shuffled).toEqual(run(createStudy(config), 6));
  });

  test('a study restored from its JSON between or within generations goes on with the same points', () => {
    const half = run(createStudy(config), 4);
    const between = studyFromJson(JSON.parse(JSON.stringify(studyToJson(half))));
    expect(run(between, 4)).toEqual(run(half, 4));
    const asked = ask(half).study;
    const within = studyFromJson(JSON.parse(JSON.stringify(studyToJson(asked))));
    expect(pendingTrials(within)).toEqual(pendingTrials(asked));
    expect(run(tell(within, pendingTrials(within).map(complete)), 3)).toEqual(run(half, 4));
  });

  test('members of a generation of TPE differ from each other', () => {
    const { trials } = ask(run(createStudy(config), 5));
    expect(new Set(trials.map((trial) => trial.params['rate'])).size).toBe(4);
    expect(trials.map((trial) => trial.generation)).toEqual([5, 5, 5, 5]);
  });

  test('asking twice, or telling too few, twice or strangers, is refused', () => {
    const asked = ask(createStudy(config));
    expect(() => ask(asked.study)).toThrow(/has not been told/);
    const results = asked.trials.map(complete);
    expect(() => tell(asked.study, results.slice(1))).toThrow(/0, 1, 2, 3 are pending, but 1, 2, 3/);
    expect(() => tell(asked.study, [...results, results[0]!])).toThrow(RangeError);
    expect(() => tell(asked.study, [...results.slice(1), { ...results[0]!, number: 9 }])).toThrow(RangeError);
  });

  test('a value that is not a number is a failed trial, and the study goes on without it', () => {
    const asked = ask(createStudy(config));
    const results = asked.trials.map((trial, index): TrialResult =>
      index === 0 ? { ...complete(trial), value: NaN } : complete(trial),
    );
    const study = tell(asked.study, results);
    expect(study.trials[0]!.state).toBe('failed');
    expect(study.trials[0]).not.toHaveProperty('value');
    expect(ranking(study).length).toBe(3);
    expect(run(study, 4).trials.length).toBe(20);
  });

  test('the history is the best so far, in the direction of the study', () => {
    const study = run(createStudy(config), 4);
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
    ['an unknown sampler', (json) => ({ ...json, sampler: { type: 'grid' } }), /sampler is unknown/],
    ['a lost trial', (json) => ({ ...json, trials: (json['trials'] as Trial[]).slice(1) }), /trial 0 is missing/],
    ['a value outside', (json) => ({ ...json, space: { ...space, units: int(4, 5) } }), /"units" outside its space/],
    ['a width of 0', (json) => ({ ...json, width: 0 }), /at least 1, not 0/],
  ])('a stored study with %s', (_name, change, sentence) => {
    const json = JSON.parse(JSON.stringify(run(createStudy(config), 3))) as Record<string, unknown>;
    expect(() => studyFromJson(change(json))).toThrow(sentence);
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
  const reportsOf = (curve: readonly number[]) => curve.map((value, step) => ({ step, value }));

  test('decides as optuna.pruners.MedianPruner does at every step of 40 trials in ten settings', () => {
    let pruned = 0;
    for (const { direction, complete: curves, curve, decisions, ...settings } of reference.pruner) {
      let study = createStudy({ ...config, direction, width: curves.length, pruner: { type: 'median', ...settings } });
      study = tell(
        ask(study).study,
        curves.map((values, number) => ({
          number,
          state: 'complete',
          value: values.at(-1)!,
          reports: reportsOf(values),
        })),
      );
      const rule = pruningRule(study);
      const ours = curve.map((_, step) => whyPrune(rule, reportsOf(curve.slice(0, step + 1))) !== undefined);
      expect(ours).toEqual(decisions);
      pruned += decisions.filter(Boolean).length;
    }
    expect(pruned).toBeGreaterThan(20);
  });

  test('the rule of a generation does not change while its trials run, and says why it prunes', () => {
    const study = run(createStudy(config), 2);
    expect(pruningRule(ask(study).study)).toEqual(pruningRule(study));
    expect(whyPrune(pruningRule(study), [{ step: 1, value: -5 }])).toMatch(
      /best value by step 1, −5\.000, lies below the median/,
    );
    expect(whyPrune(pruningRule({ ...study, pruner: NO_PRUNER }), [{ step: 1, value: -5 }])).toBeUndefined();
  });
});

describe('files', () => {
  const asked = ask(run(createStudy(config), 1));
  const study = tell(asked.study, [
    ...asked.trials.slice(0, 2).map(complete),
    { number: 6, state: 'pruned', reports: [{ step: 1, value: 0.1 }], reason: 'Below "the median".' },
    { number: 7, state: 'failed', reason: 'Training gave NaN.' },
  ]);

  test('trials.csv has one row a trial, full numbers, quoted text', () => {
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

  test('trials.log says how the study was set up and what each trial came to, with the best so far', () => {
    const lines = trialsLog(study).trimEnd().split('\n');
    expect(lines[0]).toBe('# Study: maximize, generations of 4, seed 7');
    expect(lines.filter((line) => line.startsWith('Trial ')).length).toBe(8);
    const last = lines.at(-1)!;
    expect(last).toMatch(/^Trial 8 \(generation 2\) failed\. Training gave NaN\. Parameters: rate=/);
    expect(last).toContain(`Best is trial ${bestTrial(study)!.number + 1} `);
    expect(lines.at(-2)).toContain('pruned after 1 report. Below "the median".');
  });

  test('times appear only when they are given', () => {
    expect(trialsCsv(study)).not.toContain('started_at');
    expect(trialsLog(study, { 1: { startedAt: 'T', seconds: 2 } })).toContain('[T] Trial 2');
  });
});
