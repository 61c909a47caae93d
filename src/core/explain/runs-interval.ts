/** Intervals of a mean over several runs (seeds) and the images that all of them were scored on. */
import { percentileInterval, type Interval } from '../stats/bootstrap';
import { randomSource } from '../seed';

export interface RunsInterval extends Interval {
  /** The mean over the images for each run. */
  readonly perRun: readonly number[];
}

export interface RunsOptions {
  readonly seed: number;
  readonly resamples: number;
  /** Coverage, 0 to 1. */
  readonly level: number;
}

/**
 * Mean of a value of each run and image, with an interval for new images and new seeds: images and runs are each drawn
 * with replacement (the pigeonhole bootstrap of A. B. Owen, Annals of Applied Statistics 1, 2007, which errs on the wide
 * side). For a difference of two models give the paired differences of their runs.
 * @param values one list a run, all of the same length: 1 and 0 for right and wrong, or differences of such
 * @throws RangeError without runs or images, or for lists of unequal length
 */
export function runsInterval(values: readonly Int8Array[], { seed, resamples, level }: RunsOptions): RunsInterval {
  const images = values[0]?.length ?? 0;
  if (images === 0 || values.some((run) => run.length !== images))
    throw new RangeError('runsInterval: needs runs over the same images');
  const perRun = values.map((run) => run.reduce((sum, value) => sum + value, 0) / images);
  const mean = (means: readonly number[]): number => means.reduce((sum, value) => sum + value, 0) / means.length;
  const random = randomSource(seed);
  const replicates = new Float64Array(resamples);
  const positions = new Uint32Array(images);
  for (let resample = 0; resample < resamples; resample += 1) {
    for (let at = 0; at < images; at += 1) positions[at] = Math.floor(random() * images);
    const sums = values.map((run) => {
      let sum = 0;
      for (let at = 0; at < images; at += 1) sum += run[positions[at]!]!;
      return sum / images;
    });
    replicates[resample] = mean(values.map(() => sums[Math.floor(random() * sums.length)]!));
  }
  return { ...percentileInterval(mean(perRun), replicates, level), perRun };
}
