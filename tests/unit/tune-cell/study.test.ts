/** The Tune cell over the real mechanism: trainings only pretend, everything else is the real thing. */
import { beforeAll, describe, expect, it } from 'vitest';
import { trialFiles } from '../../../src/cells/tune/presentation/files';
import { job as tuneJob } from '../../../src/cells/tune/job';
import { params, type TuneSummary } from '../../../src/cells/tune/types';
import { job as searchJob } from '../../../src/cells/search/job';
import { params as searchParams } from '../../../src/cells/search/types';
import { open } from '../../../src/cells/tune/presentation';
import { SEARCHED_FAMILIES } from '../../../src/core/families/names';
import { family as cnn } from '../../../src/core/families/cnn';
import { runsOf, testOpeningsOf } from '../../../src/core/ledger/runs';
import { WEIGHTS } from '../../../src/core/models/card';
import { parseParams } from '../../../src/core/params/parse';
import { studyFromJson } from '../../../src/core/search/study';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import { textOf } from '../exchange/text';
import { ENVIRONMENT, Laboratory, plan, request } from '../mechanism/laboratory';
import { cells, contentOf, dataJob, given, outcome, runCell, world, type Ran } from './world';

const { presentation } = await open();
const job = tuneJob as unknown as AnyJob;
const settings = (values: object = {}) =>
  parseParams(params, { trials: 10, trialImages: 1000, finalImages: 2000, ...values }, 'test');

async function trialTexts(content: object): Promise<{ readonly log: string; readonly csv: string }> {
  const { log, csv } = trialFiles(content as never);
  return { log: await textOf(log), csv: await textOf(csv) };
}

describe('a study in the Tune cell', () => {
  let ran: Ran<TuneSummary>;
  beforeAll(async () => {
    ran = await runCell<TuneSummary>(job, settings());
  });

  it('tries as many settings as asked for, prunes some, and chooses the better finalist on validation', async () => {
    expect(ran.state).toBe('done');
    const { study, finalists, againstRunnerUp, chosen } = ran.result.summary;
    expect(study.trials).toHaveLength(10);
    expect(study.trials.some(({ state }) => state === 'pruned')).toBe(true);
    expect(finalists).toHaveLength(2);
    expect(finalists[0]!.validation.accuracy).toBeGreaterThanOrEqual(finalists[1]!.validation.accuracy);
    expect(chosen.runId).toBe(finalists[0]!.runId);
    expect(againstRunnerUp!.accuracyA).toBeCloseTo(finalists[0]!.validation.accuracy, 12);
    expect(againstRunnerUp!.accuracyB).toBeCloseTo(finalists[1]!.validation.accuracy, 12);
    expect(await studyFromJson(JSON.parse(JSON.stringify(study)))).toEqual(study);
  });

  it('finds better settings than it began with', () => {
    const { trials } = ran.result.summary.study;
    const best = Math.max(...trials.map(({ value }) => value ?? 0));
    expect(best).toBeGreaterThan(Math.max(...trials.slice(1, 3).map(({ value }) => value ?? 0)));
  });

  it('writes every trial and finalist to the ledger in trial order, and the opening of the test set once', () => {
    const runs = runsOf(ran.ledger);
    const { runIds, finalists, test, chosen } = ran.result.summary;
    expect(runs.slice(0, 10).map(({ id }) => id)).toEqual(runIds);
    expect(runs).toHaveLength(10 + finalists.length);
    expect(runs.every(({ curves }) => curves['validation/accuracy']!.x.length > 0)).toBe(true);
    const openings = testOpeningsOf(ran.ledger);
    expect(openings).toHaveLength(1);
    expect(openings[0]).toMatchObject({ id: test.openingId, accuracy: test.accuracy });
    const study = new Set(runs.map(({ parent }) => parent));
    expect(study.size).toBe(1);
    expect([...study][0]).toMatch(/^study:[0-9a-f]{64}$/);
    expect(runs.slice(0, 10).every(({ tags }) => tags!['role'] === 'trial')).toBe(true);
    expect(runs.slice(10).every(({ tags }) => tags!['role'] === 'final')).toBe(true);
    for (const { at, startedAt, seconds, experiment } of runs) {
      expect(experiment).toBe('notebook');
      expect(Date.parse(at) - Date.parse(startedAt!)).toBeCloseTo(1000 * seconds, -1);
    }
    const champion = runs.find(({ id }) => id === chosen.runId)!;
    expect(openings[0]!.modelHash).toBe(champion.artifacts[WEIGHTS]!.hash);
    // The chosen model itself is what the cell hands on.
    expect(ran.result.artifacts[WEIGHTS]!.hash).toBe(champion.artifacts[WEIGHTS]!.hash);
  });

  it('numbers trials from 1 in names, parameters, log and CSV alike', async () => {
    const trials = runsOf(ran.ledger).slice(0, 10);
    expect(trials.map(({ params }) => params['trial'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { name, params } of trials) expect(name).toMatch(new RegExp(`^trial ${String(params['trial'])}\\b`));
    for (const { name, params } of runsOf(ran.ledger).slice(10)) {
      if (name.startsWith('final of trial')) expect(name).toContain(`final of trial ${String(params['trial'])},`);
      else expect(params['trial']).toBe(1);
    }
    const { log, csv } = await trialTexts(contentOf(ran, settings()));
    const numbers = Array.from({ length: 10 }, (_, at) => String(at + 1));
    expect([...log.matchAll(/^\[.*\] Trial (\d+) /gm)].map(([, number]) => number)).toEqual(numbers);
    const rows = csv.trim().split('\r\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toEqual(numbers);
    const best = ran.result.summary.study.trials.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0]!;
    expect(presentation.findings(contentOf(ran, settings()) as never).join(' ')).toContain(
      `The best, trial ${best.number + 1},`,
    );
    expect(log.trim().split('\n').at(-1)).toContain(`Best is trial ${best.number + 1} with`);
  });

  it('says how often the test set was read, not that it was read once', () => {
    const content = contentOf(ran, settings());
    const caption = (ledger: unknown): string => {
      const found = presentation
        .blocks({ ...content, ledger } as never)
        .find((block) => 'id' in block && block.id === 'finalists');
      return found && 'caption' in found ? found.caption : '';
    };
    expect(caption(ran.ledger)).toContain('The test set was read after this choice. ');
    const opening = testOpeningsOf(ran.ledger)[0]!;
    expect(caption([...ran.ledger, { ...opening, id: 'another' }])).toContain(
      'including other studies it has been read 2 times.',
    );
  });

  it('gives the test as results.json wants it', () => {
    const { test } = ran.result.summary;
    expect(test.ci95[0]).toBeLessThan(test.accuracy);
    expect(test.ci95[1]).toBeGreaterThan(test.accuracy);
    expect(test.confusion).toHaveLength(100);
    expect(test.perClass).toHaveLength(10);
    expect(test.worst).toHaveLength(20);
    for (const { label, predicted } of test.worst) expect(label).not.toBe(predicted);
    const sureness = test.worst.map(({ probability }) => probability);
    expect(sureness).toEqual(sureness.toSorted((a, b) => b - a));
    expect(test.wrong).toBe(Math.round((1 - test.accuracy) * test.images));
  });

  it('is the same study, in the same order, whatever the number of workers and whichever trial is quicker', async () => {
    for (const workers of [1, 3, 5]) {
      // Later trials are quicker, so that they end first where there is room.
      const delay = ({ learningRate }: TrainSpec): number => (workers * 1000 * learningRate) % 9;
      const again = await runCell<TuneSummary>(job, settings(), { workers, delay });
      expect(again.result.outputHash).toBe(ran.result.outputHash);
      expect(again.ledger.map(({ id }) => id)).toEqual(ran.ledger.map(({ id }) => id));
    }
  });

  it('is another study with another width of generations', async () => {
    const wider = await runCell<TuneSummary>(job, settings({ width: 5 }));
    expect(wider.result.summary.study.trials).toHaveLength(10);
    expect(wider.result.outputHash).not.toBe(ran.result.outputHash);
  });

  it('says what it found without a broken number, draws its figures, and gives its trials as files', async () => {
    const content = contentOf(ran, settings());
    const sentences = presentation.findings(content as never);
    expect(sentences[0]).toMatch(
      /^The tuned convolutional network reaches \d+\.\d % accuracy on the 400 sealed test images \(95 %/,
    );
    expect(sentences.join(' ')).toMatch(/McNemar p/);
    for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
    for (const block of presentation.blocks(content as never)) {
      if (block.type === 'figure') {
        const { data } = await block.draw();
        expect(data.length).toBeGreaterThan(0);
      }
      if (block.type === 'images') expect(await block.load()).toHaveLength(20);
      if ('caption' in block) expect(block.caption).not.toMatch(/NaN|undefined|Infinity/);
    }
    const { log, csv } = await trialTexts(content);
    expect(log.match(/^\[.*\] Trial \d+/gm)).toHaveLength(10);
    expect(csv.split('\r\n')).toHaveLength(12);
    const files = presentation.files!(content as never);
    expect(files.map(({ exporter }) => exporter)).toEqual(['trial-log', 'trials', 'predictions']);
    const predictions = (await textOf(files[2]!, content)).trim().split('\r\n');
    expect(predictions).toHaveLength(401);
    const wrong = predictions.slice(1).filter((line) => line.split(',')[1] !== line.split(',')[3]);
    expect(wrong).toHaveLength(ran.result.summary.test.wrong);
  });

  it('runs every trial to its end without a pruner, draws by the sampler that is asked for, and says both', async () => {
    const trained: TrainSpec[] = [];
    const asked = settings({ sampler: 'random', pruner: 'none' });
    const unpruned = await runCell<TuneSummary>(job, asked, { trained });
    const { study } = unpruned.result.summary;
    expect([study.sampler, study.pruner]).toEqual([{ type: 'random' }, { type: 'none' }]);
    expect(study.trials.every(({ state }) => state === 'complete')).toBe(true);
    for (const spec of trained) expect(Object.keys(spec)).not.toContain('pruning');
    const content = contentOf(unpruned, asked) as never;
    const { log } = await trialTexts(content);
    expect(log).toContain('\n# Sampler: random\n# Pruner: none\n');
    expect(JSON.stringify(presentation.blocks(content))).toContain(`"Random, seed ${study.seed}"`);
    const line = (name: string) => presentation.requirements!.find(({ requirement }) => requirement === name)!;
    expect(line('Hyperparameter search').method!(content)).toEqual({
      algorithm: 'Seeded random search, in generations of a fixed width',
      reference: 'Bergstra and Bengio, JMLR 2012',
    });
    expect(line('Early stopping of trials').unmet!(content)).toBe('pruning is turned off');
  });

  it('gives every trial of a generation one rule, which carries the name of its pruner', async () => {
    const trained: TrainSpec[] = [];
    const { study } = (await runCell<TuneSummary>(job, settings(), { trained })).result.summary;
    const trials = trained.filter(({ trainImages }) => trainImages === 1000);
    expect(trials).toHaveLength(study.trials.length);
    const rules = trials.flatMap(({ pruning }) => (pruning ? [pruning] : []));
    expect(rules.length).toBeGreaterThan(study.width);
    for (const { type } of rules) expect(type).toBe(study.pruner.type);
  });

  it('describes every sampler and pruner that can be chosen', () => {
    for (const { label } of [...params.sampler.choices, ...params.pruner.choices]) {
      expect(presentation.about).toContain(`\n- **${label}** `);
    }
  });

  it('continues after the tab was killed, repeating no finished training', async () => {
    const laboratory = new Laboratory();
    const first: TrainSpec[] = [];
    let reached: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (reached = resolve));
    const stuckAfter5 = (count: number): Promise<void> => {
      if (count < 5) return Promise.resolve();
      reached();
      return new Promise(() => undefined);
    };
    const jobs = [dataJob, job];
    const before = await laboratory.open(jobs, world(first, { before: stuckAfter5 }), {}, ENVIRONMENT);
    // Nobody hears what becomes of it once its tab is gone.
    before.run(cells('tune', settings())).catch(() => undefined);
    await gate;
    await new Promise((resolve) => setTimeout(resolve, 50));
    laboratory.crash();
    const second: TrainSpec[] = [];
    const after = await laboratory.open(jobs, world(second), {}, ENVIRONMENT);
    expect(await after.resume('notebook')).toBe(true);
    const continued = await outcome<TuneSummary>(laboratory);
    expect(continued.result.outputHash).toBe(ran.result.outputHash);
    expect(first.length + second.length).toBe(12);
    const done = [...first, ...second].map((spec) => JSON.stringify(spec));
    expect(new Set(done).size).toBe(12);
    expect(continued.ledger.map(({ id }) => id)).toEqual(ran.ledger.map(({ id }) => id));
  });
});

describe('odd input to the Tune cell', () => {
  it('goes on when a trial diverges, and says which failed', async () => {
    const { state, result } = await runCell<TuneSummary>(job, settings(), {
      diverges: ({ learningRate }) => learningRate > 0.004,
    });
    expect(state).toBe('done');
    const failed = result.summary.study.trials.filter((trial) => trial.state === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { number, reason, params: point } of failed) {
      expect(point['learningRate']).toBeGreaterThan(0.004);
      expect(reason).toMatch(/no longer a number/);
      expect(result.summary.runIds[number]).toBeNull();
    }
  });

  it('ends with a sentence when every trial diverges, and leaves the test set sealed', async () => {
    const { state, message, ledger } = await runCell(job, settings({ trials: 3 }), { diverges: () => true });
    expect(state).toBe('failed');
    expect(message).toMatch(/^All 3 trials failed: The loss is no longer a number/);
    expect(testOpeningsOf(ledger)).toHaveLength(0);
  });

  it('ends with a sentence when the best settings diverge in the final alone', async () => {
    const { state, message } = await runCell(job, settings({ trials: 2 }), {
      diverges: ({ trainImages }) => trainImages === 2000,
    });
    expect(state).toBe('failed');
    expect(message).toMatch(/diverge on the images of the final/);
  });

  it('refuses a study of no trials, or of trials without a pass', async () => {
    expect((await runCell(job, settings({ trials: 0 }))).message).toMatch(/0 trials tries nothing/);
    expect((await runCell(job, settings({ trialEpochs: 0 }))).message).toMatch(/0 epochs train nothing/);
  });

  it('makes do with one trial, which has nothing to be compared with', async () => {
    const ran = await runCell<TuneSummary>(job, settings({ trials: 1 }));
    expect(ran.result.summary).toMatchObject({ againstRunnerUp: null, optimism: null, importances: null });
    const sentences = presentation.findings(contentOf(ran, settings()) as never);
    expect(sentences[0]).toMatch(/^The convolutional network with its untuned settings reaches/);
    expect(sentences.join(' ')).toMatch(/no other settings could be trained for comparison/);
    expect(presentation.blocks(contentOf(ran, settings()) as never).length).toBeGreaterThan(5);
  });
});

describe('what the Tune cell tunes', () => {
  const searched = (winner: string, networks: readonly string[]) =>
    given('search', {
      winner: { family: winner, label: winner },
      leaderboard: [winner, ...networks].map((family) => ({ family })),
    });
  const familyOf = async (search: AnyJob, values: object = {}) =>
    (await runCell<TuneSummary>(job, settings({ trials: 2, ...values }), { others: [search] })).result.summary.family;

  it("takes the search's winner, or its best family that has settings where the winner has none, and says so", async () => {
    expect(await familyOf(searched('mlp', ['cnn']))).toMatchObject({ id: 'mlp', why: 'winner' });
    expect(await familyOf(searched('centroid', ['majority', 'softmax', 'cnn']))).toMatchObject({
      id: 'softmax',
      why: 'best-tunable',
      passedOver: 'centroid',
    });
    expect(await familyOf(searched('mlp', []), { family: 'cnn' })).toMatchObject({ id: 'cnn', why: 'asked' });
  });

  it('refuses a search of families without settings', async () => {
    const { message } = await runCell(job, settings(), { others: [searched('majority', ['centroid'])] });
    expect(message).toMatch(/has settings to tune/);
  });

  it('tunes a family without passes as it does a network: nothing reports on the way, so nothing is pruned', async () => {
    const ran = await runCell<TuneSummary>(job, settings({ family: 'knn', trials: 6 }));
    expect([ran.state, ran.message]).toEqual(['done', undefined]);
    const { study, finalists, chosen, family } = ran.result.summary;
    expect(family).toMatchObject({ id: 'knn', label: 'k nearest neighbours', why: 'asked' });
    expect(study.trials.map(({ state, reports }) => [state, reports.length])).toEqual(
      new Array<unknown>(6).fill(['complete', 0]),
    );
    const tried = study.trials.map(({ params: { k } }) => Number(k));
    expect(tried[0]).toBe(5);
    expect(new Set(tried).size).toBe(6);
    expect(finalists.every(({ curves }) => curves === undefined)).toBe(true);
    expect(finalists[0]!.settings).toEqual(chosen.settings);
    const content = contentOf(ran, settings({ family: 'knn' }));
    const words = JSON.stringify([presentation.findings(content as never), presentation.blocks(content as never)]);
    expect(words).not.toMatch(/NaN|undefined|Infinity/);
    const { log } = await trialTexts(content);
    expect(log).toMatch(/Trial 1 .*Parameters: k=5\./);
  });

  it('refuses to augment for a family that looks at each image once', async () => {
    const { message } = await runCell(job, settings({ family: 'knn', augmentation: true }));
    expect(message).toMatch(/k nearest neighbours looks at each image once, so there is nothing to augment/);
  });

  it('starts from the untuned settings, and lets them into the final when asked', async () => {
    const ran = await runCell<TuneSummary>(job, settings({ defaults: true }));
    const { study, finalists, againstUntuned, chosen } = ran.result.summary;
    expect(study.trials[0]!.params).toEqual(cnn.defaults);
    expect(finalists.filter(({ untuned }) => untuned).map(({ trial }) => trial)).toEqual([0]);
    expect(chosen.runId).toBe(finalists[0]!.runId);
    // What they start from is the best there is in this world, so that tuning can gain nothing.
    expect(finalists[0]!.untuned || againstUntuned !== null).toBe(true);
  });

  it("takes the search's own training of the untuned settings for free where the budgets agree", async () => {
    const trained: TrainSpec[] = [];
    const laboratory = new Laboratory();
    const coordinator = await laboratory.open([dataJob, searchJob as unknown as AnyJob, job], world(trained));
    const searching = {
      ...parseParams(searchParams, { budget: 6000, trainImages: 2000 }, 'test'),
      families: SEARCHED_FAMILIES.filter((id) => id !== 'mlp' && id !== 'softmax'),
    };
    const tuning = settings({ trials: 4, finalEpochs: 3, trialImages: 500 });
    await coordinator.run(
      request([
        plan('data', 'data'),
        plan('search', 'search', searching, { data: 'data' }),
        plan('cell', 'tune', tuning, { data: 'data', search: 'search' }),
      ]),
    );
    const { result, ledger } = await outcome<TuneSummary>(laboratory);
    const untuned = result.summary.finalists.find((finalist) => finalist.untuned)!;
    const searched = trained.filter(({ trainImages }) => trainImages === 2000);
    // The search's network, and the tuned finalists; the untuned settings not once more.
    expect(searched).toHaveLength(1 + result.summary.finalists.filter((finalist) => !finalist.untuned).length);
    expect(runsOf(ledger).find(({ id }) => id === untuned.runId)!.cellKind).toBe('search');
  });

  it('trains the final by its own schedule, early stopping and shards, and the trials without', async () => {
    const trained: TrainSpec[] = [];
    const asked = settings({ trials: 4, schedule: 'cosine', patience: 2, shards: 2 });
    await runCell<TuneSummary>(job, asked, { trained });
    const finals = trained.filter(({ trainImages }) => trainImages === 2000);
    expect(finals.length).toBeGreaterThan(0);
    for (const spec of finals) {
      expect(spec).toMatchObject({
        schedule: { type: 'cosine' },
        earlyStopping: { metric: 'logLoss', patience: 2 },
        shards: 2,
      });
    }
    for (const spec of trained.filter(({ trainImages }) => trainImages === 1000)) {
      expect(Object.keys(spec)).not.toContain('schedule');
      expect(Object.keys(spec)).not.toContain('shards');
    }
  });

  it('lets the study choose augmentation, and hands on the recipe of what it chose', async () => {
    const { summary } = (await runCell<TuneSummary>(job, settings({ augmentation: true }))).result;
    expect(summary.study.space['augment']).toMatchObject({ choices: ['none', 'shifted', 'mirrored and shifted'] });
    const chosen = summary.chosen.settings['augment'];
    const kinds = summary.recipe!.steps.map(({ kind }) => kind);
    expect(kinds).toEqual(chosen === 'none' ? ['scale'] : ['augment', 'scale']);
  });

  it('refuses augmentation where the features augment already, or cannot be augmented', async () => {
    const features = (steps: readonly object[]) => given('features', { recipe: { steps, trainImages: 100 } });
    const refusal = async (steps: readonly object[]) =>
      (await runCell(job, settings({ augmentation: true }), { others: [features(steps)] })).message;
    expect(await refusal([{ kind: 'augment' }, { kind: 'scale' }])).toMatch(/augment images already/);
    expect(await refusal([{ kind: 'mask', params: { kept: [1, 2], form: 'vector' } }])).toMatch(
      /Augmentation works on images/,
    );
  });
});
