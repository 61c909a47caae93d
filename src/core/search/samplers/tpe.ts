/**
 * The tree-structured Parzen estimator of Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization"
 * (NIPS 2011), one dimension at a time as published: draw from the density of the good trials, keep the draw with the largest
 * ratio to the density of the rest. Trials still pending in the same generation count among the rest, so that the members of
 * a generation keep away from each other.
 */
import { integer, real, type ParamValues } from '../../params';
import { parzenEstimator } from '../parzen';
import { ranking } from '../ranking';
import type { ChoiceValue, Point } from '../space';
import type { Draw, Sampler, Study, Trial } from '../types';

/** The defaults are those of Optuna 3.1's TPESampler. */
const params = {
  // Finished trials before the estimator takes over from random draws.
  startupTrials: integer({ label: 'Random trials', default: 10, min: 0, max: 10_000 }),
  // Draws from the good density, of which the one with the best ratio is kept.
  candidates: integer({ label: 'Candidates a parameter', default: 24, min: 1, max: 10_000 }),
  // The good trials are the best ceil(goodShare x n), at most goodLimit.
  goodShare: real({ label: 'Share of good trials', default: 0.1, min: 0, max: 1 }),
  goodLimit: integer({ label: 'Most good trials', default: 25, min: 0, max: 10_000 }),
};
type TpeSettings = ParamValues<typeof params>;

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

/** Estimators of the good and of the other trials for each dimension, in the order of the space. */
function estimatorsOf(study: Study, ranked: readonly Trial[], { goodShare, goodLimit }: TpeSettings) {
  const goodCount = Math.min(Math.ceil(goodShare * ranked.length), goodLimit);
  const byNumber = (a: Trial, b: Trial): number => a.number - b.number;
  const good = ranked.slice(0, goodCount).sort(byNumber);
  const pending = study.trials.filter((trial) => trial.state === 'pending');
  const rest = [...ranked.slice(goodCount), ...pending].sort(byNumber);
  return Object.entries(study.space).map(([name, dimension]) => ({
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
}

function suggest(study: Study, settings: TpeSettings): Draw | undefined {
  const ranked = finishedRanking(study);
  if (ranked.length < settings.startupTrials) return undefined;
  const estimators = estimatorsOf(study, ranked, settings);
  return (random): Point => {
    const point: Record<string, ChoiceValue> = {};
    for (const estimator of estimators) {
      let best = -Infinity;
      for (let candidate = 0; candidate < settings.candidates; candidate += 1) {
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

export const sampler: Sampler<typeof params> = {
  algorithm: 'Tree-structured Parzen estimator',
  about:
    'is the tree-structured Parzen estimator (Bergstra and others, 2011, with the defaults of Optuna 3.1): after some random trials it ' +
    'proposes what is likely among the good trials so far and unlikely among the others.',
  source: 'Bergstra, Bardenet, Bengio, Kégl, NIPS 2011; the defaults of Optuna 3.1',
  params,
  // No more random trials than half of a short study, which would else be random throughout.
  config: ({ trials }) => ({
    startupTrials: Math.min(params.startupTrials.default, Math.ceil(trials / 2)),
    candidates: params.candidates.default,
    goodShare: params.goodShare.default,
    goodLimit: params.goodLimit.default,
  }),
  describe: ({ startupTrials, candidates }) =>
    `TPE after ${startupTrials} random trials, ${candidates} candidates a parameter`,
  suggest,
};
