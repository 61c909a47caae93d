import { expect, it } from 'vitest';
import { LiveStudy } from '../../../src/cells/tune/job/live';
import type { TuneLive } from '../../../src/cells/tune/types';
import type { Progress } from '../../../src/core/results/types';

const told = (done: number, total: number) => ({ stage: 'Training', done, total, unit: 'images' });

it('counts trials and finals in the images of the whole study: a pruned trial as whole, a third finalist not beyond it', () => {
  const progress: Progress<TuneLive>[] = [];
  const live = new LiveStudy({ trials: 2, trialImages: 100, finalists: 2, finalImages: 400 }, (one) =>
    progress.push(one),
  );
  live.started({ number: 0, params: {} } as never, {});
  live.training(0, told(30, 100));
  live.ended({ number: 0, state: 'pruned', reports: [{ step: 50, value: 0.6 }] } as never);
  live.started({ number: 1, params: {} } as never, {});
  live.ended({ number: 1, state: 'complete', value: 0.8 } as never);
  for (const trial of [1, 0, 5]) live.final(trial, told(400, 400));
  live.stage('Comparing, and opening the test set');
  expect(progress.map(({ stage, done, total }) => [stage, done, total])).toEqual([
    ['Trial 1 of 2', 0, 1000],
    ['Trial 1 of 2', 30, 1000],
    ['Trial 1 of 2', 100, 1000],
    ['Trial 2 of 2', 100, 1000],
    ['Trial 2 of 2', 200, 1000],
    ['Training the best settings on more images', 600, 1000],
    ['Training the best settings on more images', 1000, 1000],
    ['Training the best settings on more images', 1000, 1000],
    ['Comparing, and opening the test set', 1000, 1000],
  ]);
  expect(progress.at(-1)!.detail).toEqual({
    planned: 2,
    trials: [
      { number: 0, settings: {}, state: 'pruned', share: 1, accuracy: 0.6 },
      { number: 1, settings: {}, state: 'complete', share: 1, accuracy: 0.8 },
    ],
  });
});
