import { expect, it } from 'vitest';
import { Board } from '../../../src/cells/search/job/board';
import type { SearchLive } from '../../../src/cells/search/types';
import type { Progress } from '../../../src/core/results/types';

const score = (accuracy: number) => ({ accuracy, logLoss: 0.5 }) as never;

it('tells the leaderboard at once when a family has ended, the best first, and counts families in tenths', () => {
  const told: Progress<SearchLive>[] = [];
  const board = new Board(['mlp', 'cnn', 'knn'], (one) => told.push(one));
  board.progress('mlp', { stage: 'Training', done: 25, total: 100, unit: 'images' });
  board.done('cnn', score(0.8));
  board.done('mlp', score(0.9));
  board.leftOut('knn', 'there is nothing to fit it on');
  board.comparing();
  expect(told.map(({ stage, done, total, unit }) => [stage, done, total, unit])).toEqual([
    ['Fitting every family', 0, 3, 'families'],
    ['Fitting every family', 0.3, 3, 'families'],
    ['Fitting every family', 1.3, 3, 'families'],
    ['Fitting every family', 2, 3, 'families'],
    ['Fitting every family', 3, 3, 'families'],
    ['Comparing the best with the others', 3, 3, 'families'],
  ]);
  const rows = told.map(({ detail }) => detail?.rows.map(({ family, state }) => `${family} ${state}`));
  expect(rows).toEqual([
    ['mlp waiting', 'cnn waiting', 'knn waiting'],
    undefined,
    ['cnn done', 'mlp running', 'knn waiting'],
    ['mlp done', 'cnn done', 'knn waiting'],
    ['mlp done', 'cnn done', 'knn left out'],
    ['mlp done', 'cnn done', 'knn left out'],
  ]);
});
