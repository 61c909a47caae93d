/** Which point to try next. Each draw has a seed of its own, derived from the study's and the trial's number. */
import { derive, randomSource } from '../seed';
import { uniformPoint } from './draws';
import { settingsOf } from './settings';
import { contains, inSpaceOrder, pointAt, pointCount, pointKey } from './space';
import type { Point, SearchSpace } from './space';
import type { Sampler, Study } from './types';

/** Tries with the sampler, and then with uniform draws, before the unused points of a finite space are listed. */
const SAMPLER_ATTEMPTS = 16;
const UNIFORM_ATTEMPTS = 64;

/**
 * The point for the study's next trial; undefined if every point of a finite space has been tried.
 * @param sampler that of the study
 * @throws RangeError if the sampler draws a point outside the space
 */
export function suggest(study: Study, sampler: Sampler): Point | undefined {
  const used = new Set(study.trials.map((trial) => pointKey(trial.params)));
  const total = pointCount(study.space);
  if (used.size >= total) return undefined;
  const draw = sampler.suggest(study, settingsOf(study.sampler));
  for (let attempt = 0; attempt < SAMPLER_ATTEMPTS + UNIFORM_ATTEMPTS; attempt += 1) {
    const random = randomSource(derive(study.seed, 'suggest', study.trials.length, attempt));
    const point =
      draw && attempt < SAMPLER_ATTEMPTS
        ? pointOf(study.space, draw(random), `the sampler "${study.sampler.type}"`)
        : uniformPoint(study.space, random);
    if (!used.has(pointKey(point))) return point;
  }
  return unusedPoint(study, used, total);
}

/** The point in the order of the space. @throws RangeError if it lies outside, naming who gave it */
export function pointOf(space: SearchSpace, point: Point, giver: string): Point {
  for (const [name, dimension] of Object.entries(space)) {
    if (!contains(dimension, point[name]))
      throw new RangeError(`"${name}" of a point of ${giver} lies outside the space`);
  }
  return inSpaceOrder(space, point);
}

/** In a nearly used-up finite space: the first unused point from a seeded start. */
function unusedPoint(study: Study, used: ReadonlySet<string>, total: number): Point | undefined {
  if (!Number.isFinite(total)) return undefined;
  const start = Math.floor(randomSource(derive(study.seed, 'unused', study.trials.length))() * total);
  for (let step = 0; step < total; step += 1) {
    const point = inSpaceOrder(study.space, pointAt(study.space, (start + step) % total));
    if (!used.has(pointKey(point))) return point;
  }
  return undefined;
}
