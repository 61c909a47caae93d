/** Samplers: which point to try next. Each draw has a seed of its own, derived from the study's and the trial's number. */
import { derive, randomSource } from '../seed';
import { parzenEstimator } from './parzen';
import { fromInner, inSpaceOrder, innerRange, pointAt, pointCount, pointKey } from './space';
import type { ChoiceValue, Dimension, Point } from './space';
import { ranking } from './ranking';
import type { SamplerConfig, Study, TpeConfig, Trial } from './types';

export const RANDOM: SamplerConfig = { type: 'random' };
/** The defaults of Optuna 3.1's TPESampler. */
export const TPE: TpeConfig = { type: 'tpe', startupTrials: 10, candidates: 24, goodShare: 0.1, goodLimit: 25 };

/** Tries with the sampler, and then with uniform draws, before the unused points of a finite space are listed. */
const SAMPLER_ATTEMPTS = 16;
const UNIFORM_ATTEMPTS = 64;

/** The point for the study's next trial; undefined if every point of a finite space has been tried. */
export function suggest(study: Study): Point | undefined {
  const used = new Set(study.trials.map((trial) => pointKey(trial.params)));
  const total = pointCount(study.space);
  if (used.size >= total) return undefined;
  const draw = study.sampler.type === 'tpe' ? tpeDraw(study, study.sampler) : undefined;
  for (let attempt = 0; attempt < SAMPLER_ATTEMPTS + UNIFORM_ATTEMPTS; attempt += 1) {
    const random = randomSource(derive(study.seed, 'suggest', study.trials.length, attempt));
    const point = draw && attempt < SAMPLER_ATTEMPTS ? draw(random) : uniformPoint(study, random);
    if (!used.has(pointKey(point))) return point;
  }
  return unusedPoint(study, used, total);
}

/** A uniform draw, in the logarithm where a dimension is logarithmic. */
export function uniformValue(dimension: Dimension, random: () => number): ChoiceValue {
  if (dimension.type === 'choice') return dimension.choices[Math.floor(random() * dimension.choices.length)]!;
  const { low, high } = innerRange(dimension);
  return fromInner(dimension, low + (high - low) * random());
}

function uniformPoint(study: Study, random: () => number): Point {
  const entries = Object.entries(study.space).map(([name, dimension]) => [name, uniformValue(dimension, random)]);
  return Object.fromEntries(entries) as Point;
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

/**
 * Trials from best to worst: complete by value, then pruned ones, the longer-lived first and by their last report among
 * equals. Failed trials say nothing about the objective and are left out.
 */
function finishedRanking(study: Study): readonly Trial[] {
  const sign = study.direction === 'maximize' ? -1 : 1;
  const pruned = study.trials
    .filter((trial) => trial.state === 'pruned' && trial.reports.length > 0)
    .sort((a, b) => {
      const [lastA, lastB] = [a.reports.at(-1)!, b.reports.at(-1)!];
      return lastB.step - lastA.step || sign * (lastA.value - lastB.value) || a.number - b.number;
    });
  return [...ranking(study), ...pruned];
}

/**
 * The tree-structured Parzen estimator, one dimension at a time as published: draw from the density of the good trials,
 * keep the draw with the largest ratio to the density of the rest. Trials still pending in the same generation count
 * among the rest, so that the members of a generation keep away from each other.
 */
function tpeDraw(study: Study, config: TpeConfig): ((random: () => number) => Point) | undefined {
  const ranked = finishedRanking(study);
  if (ranked.length < config.startupTrials) return undefined;
  const goodCount = Math.min(Math.ceil(config.goodShare * ranked.length), config.goodLimit);
  const byNumber = (a: Trial, b: Trial): number => a.number - b.number;
  const good = ranked.slice(0, goodCount).sort(byNumber);
  const pending = study.trials.filter((trial) => trial.state === 'pending');
  const rest = [...ranked.slice(goodCount), ...pending].sort(byNumber);
  const estimators = Object.entries(study.space).map(([name, dimension]) => ({
    name,
    good: parzenEstimator(
      dimension,
      good.map((trial) => trial.params[name]!),
    ),
    rest: parzenEstimator(
      dimension,
      rest.map((trial) => trial.params[name]!),
    ),
  }));
  return (random) => {
    const point: Record<string, ChoiceValue> = {};
    for (const estimator of estimators) {
      let best = -Infinity;
      for (let candidate = 0; candidate < config.candidates; candidate += 1) {
        const value = estimator.good.sample(random);
        const ratio = estimator.good.logDensity(value) - estimator.rest.logDensity(value);
        if (ratio > best || candidate === 0) {
          best = ratio;
          point[estimator.name] = value;
        }
      }
    }
    return point;
  };
}
