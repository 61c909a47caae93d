/** Every sampler and every pruner that there is, through the same contract. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyInvalid } from '../../../src/core/params';
import { canonicalJson } from '../../../src/core/results/canonical';
import { openPruner, openRule, prunerConfig, pruningRule } from '../../../src/core/search/pruners';
import { PRUNER_LABELS, type PrunerId } from '../../../src/core/search/pruner-names';
import { openSampler, samplerConfig } from '../../../src/core/search/samplers';
import { SAMPLER_LABELS, type SamplerId } from '../../../src/core/search/sampler-names';
import { settingsOf } from '../../../src/core/search/settings';
import { choice, contains, float, int, logFloat, logInt, pointKey } from '../../../src/core/search/space';
import { ask, createStudy, studyFromJson, tell } from '../../../src/core/search/study';
import type { PrunerConfig, SamplerConfig, Study, StudyPlan, Trial, TrialResult } from '../../../src/core/search/types';
import { randomSource } from '../../../src/core/seed';
import { NO_PRUNER, RANDOM } from './configs';

const SAMPLERS = Object.keys(SAMPLER_LABELS) as SamplerId[];
const PRUNERS = Object.keys(PRUNER_LABELS) as PrunerId[];
/** From a study of one trial to a long one. */
const PLANS: readonly StudyPlan[] = [
  { trials: 1, reports: 1, interval: 1 },
  { trials: 12, reports: 3, interval: 10_000 },
  { trials: 500, reports: 100, interval: 200_000 },
];
const space = {
  rate: logFloat(1e-4, 1e-1),
  units: logInt(1, 64),
  shift: int(-2, 2),
  fixed: float(3, 3),
  kind: choice('a', 'b', 'c'),
};
const finite = { kind: choice('x', 'y', 'z'), units: int(1, 4), flip: choice(true, false) };

const score = ({ rate, units }: Trial['params']): number =>
  1 - (Math.log10((rate as number | undefined) ?? 1e-2) + 2) ** 2 / 10 - Math.abs((units as number) - 3) / 100;

/** Some trials end, some are pruned, some fail. */
function told({ number, params }: Trial): TrialResult {
  const value = score(params);
  const reports = [1, 2, 3].map((step) => ({ step, value: (value * step) / 3 }));
  if (number % 7 === 3) return { number, state: 'pruned', reports: reports.slice(0, 1), reason: 'It was behind.' };
  if (number % 11 === 5) return { number, state: 'failed', reason: 'It diverged.' };
  return { number, state: 'complete', value, reports };
}

async function studied(
  config: { sampler?: SamplerConfig; pruner?: PrunerConfig; seed?: number; space?: typeof space | typeof finite },
  trials: number,
): Promise<Study> {
  const { sampler = RANDOM, pruner = NO_PRUNER, seed = 1 } = config;
  let study = createStudy({ space: config.space ?? space, direction: 'maximize', width: 4, seed, sampler, pruner });
  while (study.trials.length < trials) {
    const asked = await ask(study, trials - study.trials.length);
    if (asked.trials.length === 0) break;
    study = tell(asked.study, asked.trials.map(told));
  }
  return study;
}

describe.each([
  ['samplers', SAMPLERS, openSampler],
  ['pruners', PRUNERS, openPruner],
] as const)('the registry of %s', (folder, names, open) => {
  it('has a file for every name and a name for every file', () => {
    const files = readdirSync(join(import.meta.dirname, '../../../src/core/search', folder));
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.ts`).toSorted());
  });

  it.each(names)('"%s" has words, and settings within their bounds for short and long studies', async (name) => {
    const { params, config, describe: described, about, algorithm, source } = await open(name);
    expect(about).toMatch(/^[a-z].*\.$/s);
    expect(algorithm).toMatch(/^[A-Z].*[^.]$/);
    expect(source).toMatch(/[^.]$/);
    // It would hide the method's own name in a stored study.
    expect(params).not.toHaveProperty('type');
    for (const [setting, param] of Object.entries(params)) {
      expect(whyInvalid(param, param.default), setting).toBeUndefined();
    }
    for (const plan of PLANS) {
      const settings = config(plan);
      expect(Object.keys(settings).toSorted()).toEqual(Object.keys(params).toSorted());
      for (const [setting, param] of Object.entries(params)) {
        expect(whyInvalid(param, settings[setting]), `${setting} of ${plan.trials} trials`).toBeUndefined();
      }
      expect(described(settings)).toMatch(/^(?!.*(undefined|NaN)).+[^.]$/);
    }
  });

  it('refuses a name that there is not and says which there are', async () => {
    for (const stranger of ['grid', 'toString', '../study']) {
      await expect(open(stranger)).rejects.toMatchObject({
        code: 'params/invalid',
        message: `There is no ${folder.slice(0, -1)} "${stranger}"; known are ${names.join(', ')}.`,
      });
    }
  });
});

describe.each(SAMPLERS)('the sampler "%s"', (name) => {
  const configured = () => samplerConfig(name, PLANS[1]!);

  it('proposes the same points from the same seed and results', async () => {
    const sampler = await configured();
    const study = await studied({ sampler }, 40);
    expect(await studied({ sampler }, 40)).toEqual(study);
    const half = { ...study, trials: study.trials.slice(0, 20) };
    const again = await ask(await studyFromJson(JSON.parse(JSON.stringify(half))));
    expect(again.trials.map(({ params }) => params)).toEqual(study.trials.slice(20, 24).map(({ params }) => params));
  });

  it('keeps to the space, ends included, and proposes no point twice', async () => {
    const { trials } = await studied({ sampler: await configured() }, 80);
    expect(trials).toHaveLength(80);
    for (const { params } of trials) {
      expect(Object.keys(params)).toEqual(Object.keys(space));
      for (const [dimension, range] of Object.entries(space)) expect(contains(range, params[dimension])).toBe(true);
    }
    expect(new Set(trials.map(({ params }) => pointKey(params))).size).toBe(80);
  });

  it('uses a finite space up, each point once, and then proposes nothing', async () => {
    const study = await studied({ sampler: await configured(), space: finite }, 100);
    expect(new Set(study.trials.map(({ params }) => pointKey(params))).size).toBe(24);
    expect(study.trials).toHaveLength(24);
    expect((await ask(study)).trials).toEqual([]);
  });

  it('changes nothing of the study that it reads', async () => {
    const study = await studied({ sampler: await configured() }, 20);
    const before = JSON.stringify(study);
    const { suggest } = await openSampler(name);
    suggest(study, settingsOf(study.sampler))?.(randomSource(1));
    expect(JSON.stringify(study)).toBe(before);
  });
});

describe.each(PRUNERS)('the pruner "%s"', (name) => {
  const studyOf = async (trials: number): Promise<Study> =>
    studied({ pruner: await prunerConfig(name, { trials: 12, reports: 3, interval: 1 }) }, trials);
  const curves = [[], [{ step: 1, value: -5 }], [1, 2, 3].map((step) => ({ step, value: -step }))];

  it('has a rule that is plain JSON with its name, the same for every trial of a generation', async () => {
    const study = await studyOf(24);
    const rule = await pruningRule(study);
    expect(await pruningRule((await ask(study)).study)).toEqual(rule);
    if ((await openPruner(name)).idle !== undefined) {
      expect(rule).toBeUndefined();
      return;
    }
    expect(rule!.type).toBe(name);
    expect(JSON.parse(canonicalJson(rule!))).toEqual(rule);
  });

  it('tells from rule and reports alone whether a trial stops, and why in a sentence', async () => {
    const rule = await pruningRule(await studyOf(24));
    if (!rule) return;
    const before = canonicalJson(rule);
    const [why, restored] = await Promise.all([openRule(rule), openRule(JSON.parse(before) as typeof rule)]);
    const reasons = curves.map((reports) => why(Object.freeze([...reports])));
    // In another order, and from the rule as it is stored.
    expect(curves.toReversed().map((reports) => restored(reports))).toEqual(reasons.toReversed());
    expect(canonicalJson(rule)).toBe(before);
    expect(reasons[0]).toBeUndefined();
    expect(reasons.at(-1)).toMatch(/^[A-Z].*\.$/);
  });

  it('has a rule, or none, before any trial has ended', async () => {
    const rule = await pruningRule(await studyOf(0));
    expect(rule === undefined || rule.type === name).toBe(true);
  });
});

describe('a rule of a pruner that there is not', () => {
  it('is refused, not taken for one that prunes nothing', async () => {
    await expect(openRule({ type: 'patience' as never })).rejects.toThrow('There is no pruner "patience"; known are');
    await expect(openRule({ medians: [] } as never)).rejects.toThrow('There is no pruner without a name; known are');
  });
});
