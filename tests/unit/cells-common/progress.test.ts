import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobProgress, shareOf, type ProgressOptions } from '../../../src/cells/common/progress';
import type { Progress } from '../../../src/core/results/types';

function listening(options?: ProgressOptions<string>): {
  readonly told: Progress<string>[];
  readonly progress: JobProgress<string>;
} {
  const told: Progress<string>[] = [];
  return { told, progress: new JobProgress<string>((one) => told.push(one), options) };
}
const doneOf = (told: readonly Progress[]): number[] => told.map(({ done }) => done);

describe('the counts of a job of several parts', () => {
  it('adds parts told by share and parts told by count, in whole images', () => {
    const { told, progress } = listening();
    const share = progress.part('Training', 999);
    const count = progress.counted('Comparing', 50);
    share(0.5);
    count(7);
    expect(told).toEqual([
      { stage: 'Training', done: 500, total: 1049, unit: 'images' },
      { stage: 'Training', done: 507, total: 1049, unit: 'images' },
    ]);
  });

  it('never goes back, and no part counts for more than its total', () => {
    const { told, progress } = listening();
    const share = progress.part('Training', 100);
    const count = progress.counted('Comparing', 10);
    for (const one of [0.6, 0.2, 0.7, 3]) share(one);
    for (const one of [4, 1, 30]) count(one);
    expect(doneOf(told)).toEqual([60, 60, 70, 100, 104, 104, 110]);
  });

  it('has one total from the beginning where parts come on the way, and never counts beyond it', () => {
    const { told, progress } = listening({ total: 150, unit: 'batches' });
    progress.part('First', 100)(1);
    progress.part('Second', 100)(1);
    expect(told.map(({ done, total, unit }) => [done, total, unit])).toEqual([
      [100, 150, 'batches'],
      [150, 150, 'batches'],
    ]);
  });

  it('counts in tenths where it is asked to', () => {
    const { told, progress } = listening({ digits: 1 });
    const [first, second] = [progress.part(undefined, 1), progress.part(undefined, 1)];
    first(0.123);
    second(0.456);
    expect(doneOf(told)).toEqual([0.1, 0.6]);
  });

  it('takes a task that knows no total for one that has done nothing', () => {
    expect(shareOf({ done: 5, total: 0 })).toBe(0);
    expect(shareOf({ done: 5, total: 20 })).toBe(0.25);
  });

  it('is whole once it is finished, also of parts that never began', () => {
    const { told, progress } = listening({ stage: 'Judging', total: 100 });
    const tell = progress.part(undefined, 60);
    tell(0.5);
    progress.finish('Comparing');
    tell(0.7);
    expect(told.map(({ stage, done }) => [stage, done])).toEqual([
      ['Judging', 30],
      ['Comparing', 100],
      ['Comparing', 100],
    ]);
  });
});

describe('the stage of a job of several parts', () => {
  it('is that of the first part under way, whoever tells', () => {
    const { told, progress } = listening();
    const [first, second] = [progress.part('First', 10), progress.part('Second', 10)];
    second(0.1);
    first(0.1);
    second(0.2);
    first(1);
    second(0.3);
    second(1);
    expect(told.map(({ stage }) => stage)).toEqual(['Second', 'First', 'First', 'Second', 'Second', 'Second']);
  });

  it('can change within a part', () => {
    const { told, progress } = listening();
    const tell = progress.part('Training', 10);
    tell(0.1, undefined, 'Training, epoch 1 of 2');
    tell(0.6, undefined, 'Training, epoch 2 of 2');
    tell(0.7);
    expect(told.map(({ stage }) => stage)).toEqual([
      'Training, epoch 1 of 2',
      'Training, epoch 2 of 2',
      'Training, epoch 2 of 2',
    ]);
  });

  it("is the job's own where the parts have none", () => {
    const { told, progress } = listening({ stage: 'Starting' });
    const tell = progress.part(undefined, 10);
    progress.tell();
    progress.stage = 'Trial 1 of 3';
    tell(0.5);
    expect(told.map(({ stage }) => stage)).toEqual(['Starting', 'Trial 1 of 3']);
  });
});

describe('the live detail of a job', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  it('goes along every 200 ms with counts that are all told, as it is by then', () => {
    let trials = 0;
    const { told, progress } = listening({ live: () => `${trials} trials` });
    const tell = progress.part(undefined, 100);
    for (trials = 1; trials <= 5; trials += 1) {
      tell(trials / 10);
      vi.advanceTimersByTime(90);
    }
    expect(doneOf(told)).toEqual([10, 20, 30, 40, 50]);
    expect(told.map(({ detail }) => detail)).toEqual(['1 trials', undefined, undefined, '4 trials', undefined]);
  });

  it('goes along at once where the job says so, and then after the pause again', () => {
    const { told, progress } = listening({ live: () => 'rows', liveMs: 700 });
    const tell = progress.part(undefined, 100);
    tell(0.1);
    progress.tell();
    vi.advanceTimersByTime(699);
    tell(0.2, 'the last row');
    vi.advanceTimersByTime(699);
    tell(0.3);
    vi.advanceTimersByTime(1);
    tell(0.4);
    expect(told.map(({ detail }) => detail)).toEqual(['rows', 'rows', 'the last row', undefined, 'rows']);
  });

  it('is left out while there is none, and told as soon as there is', () => {
    const looks: string[] = [];
    const { told, progress } = listening({ live: () => looks[0] });
    const tell = progress.part(undefined, 100);
    tell(0.1);
    looks.push('a first look');
    tell(0.2);
    expect(told.map((one) => 'detail' in one)).toEqual([false, true]);
  });
});
