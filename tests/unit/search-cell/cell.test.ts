/** The Search cell over the real mechanism; fits only pretend, what follows them is real. */
import { beforeAll, describe, expect, it } from 'vitest';
import { job as searchJob } from '../../../src/cells/search/job';
import { fitSeconds, imageSeconds, predictionsOf } from '../../../src/cells/search/arrays';
import { params, type SearchSummary } from '../../../src/cells/search/types';
import { presentation } from '../../../src/cells/search/presentation';
import { SEARCHED_FAMILIES } from '../../../src/core/families/names';
import { runsOf, testOpeningsOf } from '../../../src/core/ledger/runs';
import { parseParams } from '../../../src/core/params/parse';
import type { AnyJob } from '../../../workers/coordinator/coordinator';
import type { TrainSpec } from '../../../workers/tasks/train/types';
import { contentOf, given, runCell, type Ran } from '../tune-cell/world';

const job = searchJob as unknown as AnyJob;
const settings = (values: object = {}) => parseParams(params, { budget: 3000, trainImages: 1000, ...values }, 'test');

describe('the Search cell', () => {
  let ran: Ran<SearchSummary>;
  const trained: TrainSpec[] = [];
  beforeAll(async () => {
    ran = await runCell<SearchSummary>(job, settings(), { trained });
  });

  it('fits every family under one budget, and ranks them by accuracy on validation', () => {
    expect(ran.state).toBe('done');
    const { leaderboard, winner, budget, leftOut } = ran.result.summary;
    expect(leaderboard.map(({ family }) => family).toSorted()).toEqual([...SEARCHED_FAMILIES].sort());
    expect(leftOut).toEqual([]);
    const accuracies = leaderboard.map(({ accuracy }) => accuracy);
    expect(accuracies).toEqual(accuracies.toSorted((a, b) => b - a));
    expect(winner.family).toBe(leaderboard[0]!.family);
    expect(budget).toEqual({ images: 3000, trainImages: 1000, epochs: 3 });
    expect(trained).toHaveLength(3);
    for (const { imagesTrained, family } of leaderboard.filter(({ curve }) => curve))
      expect(imagesTrained, family).toBe(3000);
  });

  it('gives neighbours their own limit of images, and named features their own pipeline', async () => {
    const { leaderboard } = (await runCell<SearchSummary>(job, settings({ neighbourImages: 300 }))).result.summary;
    expect(leaderboard.find(({ family }) => family === 'knn')!.trainImages).toBe(300);
    expect(leaderboard.find(({ family }) => family === 'named-linear')!.features).toBe('own');
    expect(leaderboard.find(({ family }) => family === 'majority')!.features).toBe('none');
  });

  it('fits on the features of the notebook what can take them, and neighbours on raw pixels', async () => {
    const features = given('features', { recipe: { steps: [{ kind: 'scale' }], trainImages: 100 } });
    const { leaderboard } = (await runCell<SearchSummary>(job, settings(), { others: [features] })).result.summary;
    const used = Object.fromEntries(leaderboard.map(({ family, features: name }) => [family, name]));
    expect(used).toMatchObject({ centroid: 'notebook', mlp: 'notebook', knn: 'pixels', 'named-linear': 'own' });
  });

  it('compares every other family with the winner, corrected for their number', () => {
    const [first, ...others] = ran.result.summary.leaderboard;
    expect(first!.againstWinner).toBeNull();
    for (const { accuracy, againstWinner } of others) {
      expect(againstWinner!.difference).toBeCloseTo(first!.accuracy - accuracy, 12);
      expect(againstWinner!.adjusted).toBeGreaterThanOrEqual(againstWinner!.p);
    }
  });

  it('writes every fit to the ledger in a fixed order, and leaves the test set sealed', async () => {
    expect(
      runsOf(ran.ledger)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ran.result.summary.leaderboard.map(({ runId }) => runId).toSorted());
    expect(new Set(runsOf(ran.ledger).map(({ parent }) => parent)).size).toBe(1);
    expect(testOpeningsOf(ran.ledger)).toEqual([]);
    const delay = ({ learningRate }: TrainSpec): number => 4000 * learningRate;
    const again = await runCell<SearchSummary>(job, settings(), { workers: 4, delay });
    expect(again.result.outputHash).toBe(ran.result.outputHash);
    expect(again.ledger.map(({ id }) => id)).toEqual(ran.ledger.map(({ id }) => id));
  });

  it('keeps times beside its result and predictions behind it', () => {
    for (const id of SEARCHED_FAMILIES) {
      expect(ran.result.timing?.[fitSeconds(id)]).toBe(1);
      expect(ran.result.timing?.[imageSeconds(id)]).toBe(0.001);
      expect(ran.result.artifacts[predictionsOf(id)]!.shape).toEqual([400, 10]);
    }
    expect(JSON.stringify(ran.result.summary)).not.toMatch(/seconds/i);
  });

  it('says who won and by how much, and draws its figures, without a broken number', async () => {
    const content = contentOf(ran, settings());
    const sentences = presentation.findings(content as never);
    expect(sentences[0]).toMatch(
      /^The .* reaches \d+\.\d % accuracy on 400 validation images \(95 % CI .*\), best of 7 families\.$/,
    );
    expect(sentences[1]).toMatch(/McNemar p/);
    for (const sentence of sentences) expect(sentence).not.toMatch(/NaN|undefined|Infinity|null/);
    for (const block of presentation.blocks(content as never)) {
      if (block.type === 'figure') expect((await block.draw()).data.length).toBeGreaterThan(0);
      if ('caption' in block) expect(block.caption).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('says what always guessing scores of a family that looks at no image, whatever its name', () => {
    const sentences = (change: object): string => {
      const leaderboard = ran.result.summary.leaderboard.map((row) =>
        row.features === 'none' ? { ...row, family: 'shares' as never, ...change } : row,
      );
      const content = contentOf(ran, settings()) as object;
      return presentation.findings({ ...content, summary: { ...ran.result.summary, leaderboard } } as never).join(' ');
    };
    expect(sentences({})).toMatch(/always guessing the most common class scores \d/);
    expect(sentences({ features: 'pixels' })).not.toMatch(/most common class/);
  });

  it('says that a lead is not significant when it is not', async () => {
    const only = { families: ['mlp', 'softmax'] };
    const close = await runCell<SearchSummary>(job, settings(only));
    const [, second] = close.result.summary.leaderboard;
    expect(second!.againstWinner!.adjusted).toBeGreaterThan(0.05);
    expect(presentation.findings(contentOf(close, settings(only)) as never)[1]).toMatch(/is not significant/);
  });
});

describe('odd input to the Search cell', () => {
  it('refuses a budget of nothing', async () => {
    expect((await runCell(job, settings({ budget: 0 }))).message).toMatch(/budget is 0 images/);
  });

  it('leaves out a family that cannot be fitted, with the reason, and ranks the rest', async () => {
    const { result } = await runCell<SearchSummary>(job, settings(), {
      diverges: ({ model }) => model.name === 'mlp',
    });
    expect(result.summary.leftOut).toEqual([
      { family: 'mlp', label: 'multilayer perceptron', reason: 'The loss is no longer a number.' },
    ]);
    expect(result.summary.leaderboard).toHaveLength(6);
  });

  it('ends with a sentence when no family could be fitted', async () => {
    const only = { families: ['cnn'] };
    const { state, message } = await runCell(job, settings(only), { diverges: () => true });
    expect(state).toBe('failed');
    expect(message).toMatch(/^No chosen family could be fitted\. convolutional network: /);
  });
});
