/** How the learning rate changes over a training: a function of the step alone, so that a resumed training goes on with it. */
import { LookbookError } from '../errors';

interface WarmUp {
  /** Share of all steps over which the rate climbs in a straight line from near 0; 0 if left out. */
  readonly warmUp?: number;
}

export type LearningRateSchedule = WarmUp &
  (
    | { readonly type: 'constant' }
    /** Falls along half a cosine from the rate to `final` of it (0 if left out): SGDR without restarts, Loshchilov and Hutter 2017. */
    | { readonly type: 'cosine'; readonly final?: number }
    /** Multiplies the rate by `factor` after every so many epochs. */
    | { readonly type: 'step'; readonly every: number; readonly factor: number }
  );

export interface ScheduledSteps {
  readonly perEpoch: number;
  readonly total: number;
}

/** Steps of the warm-up, rounded up. */
const warmUpSteps = ({ warmUp = 0 }: WarmUp, total: number): number => Math.ceil(warmUp * total);

/** The learning rate of one step, counted from 0. @param schedule constant if left out */
export function learningRateAt(
  schedule: LearningRateSchedule | undefined,
  base: number,
  step: number,
  { perEpoch, total }: ScheduledSteps,
): number {
  if (!schedule) return base;
  const climbing = warmUpSteps(schedule, total);
  if (step < climbing) return (base * (step + 1)) / climbing;
  switch (schedule.type) {
    case 'constant':
      return base;
    case 'cosine': {
      const { final = 0 } = schedule;
      const progress = Math.min(1, (step - climbing) / Math.max(1, total - climbing));
      return base * (final + ((1 - final) * (1 + Math.cos(Math.PI * progress))) / 2);
    }
    case 'step':
      return base * schedule.factor ** Math.floor(step / (perEpoch * schedule.every));
  }
}

/** @throws LookbookError `params/invalid` with a sentence for a schedule that makes no sense */
export function requireSchedule(schedule: LearningRateSchedule | undefined): void {
  if (!schedule) return;
  const refuse = (sentence: string): never => {
    throw new LookbookError('params/invalid', sentence);
  };
  const { warmUp = 0 } = schedule;
  if (!(warmUp >= 0 && warmUp < 1)) refuse(`A warm-up over ${warmUp} of the training: give a share from 0 to below 1.`);
  if (schedule.type === 'cosine') {
    const { final = 0 } = schedule;
    if (!(final >= 0 && final <= 1))
      refuse(`A learning rate that ends at ${final} of its start: give a share of 0 to 1.`);
  }
  if (schedule.type === 'step') {
    const { every, factor } = schedule;
    if (!Number.isInteger(every) || every < 1) refuse(`A step every ${every} epochs: give a whole number from 1 on.`);
    if (!(factor > 0 && factor <= 1)) refuse(`A step by the factor ${factor}: it must be above 0 and at most 1.`);
  }
}
