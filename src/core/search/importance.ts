/**
 * How much each parameter of a study matters: functional analysis of variance of a regression forest on the complete
 * trials (the algorithm of fANOVA: Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter
 * Importance", ICML 2014). The forest is read over the whole space with equal weight, so it does not matter that the
 * sampler looked more often where the objective was good.
 */
import { isConstant } from '../stats/constant';
import { boxesOf, encode, growForest, wholeSide } from './forest';
import type { Box, Side } from './forest';
import { completeTrials } from './ranking';
import type { Dimension, SearchSpace } from './space';
import type { Study } from './types';

export interface ParameterImportance {
  readonly name: string;
  /** Share of the forest's variance over the space that this parameter explains alone, 0 to 1. */
  readonly share: number;
}
export interface ImportanceReport {
  /** Largest first. */
  readonly parameters: readonly ParameterImportance[];
  /** What only combinations of parameters explain: 1 minus the shares. */
  readonly interactions: number;
  /** How well the forest predicts trials it has not seen; near or below 0 the shares mean nothing. */
  readonly outOfBagR2: number | undefined;
  readonly trials: number;
}

/** Trees of the forest, and fewest complete trials for which a report is given. */
const TREES = 64;
const FEWEST_TRIALS = 5;

/** The report; undefined with fewer than 5 complete trials, or when all have the same value. */
export function parameterImportances(study: Study): ImportanceReport | undefined {
  const trials = completeTrials(study);
  const targets = trials.map((trial) => trial.value);
  if (trials.length < FEWEST_TRIALS || isConstant(targets)) return undefined;
  const rows = trials.map((trial) => encode(study.space, trial.params));
  const forest = growForest(study.space, rows, targets, { trees: TREES, seed: study.seed });
  const names = Object.keys(study.space);
  const shares = new Float64Array(names.length);
  let counted = 0;
  for (const tree of forest.trees) {
    const treeShares = mainEffects(study.space, boxesOf(study.space, tree));
    if (treeShares === undefined) continue;
    counted += 1;
    treeShares.forEach((share, index) => (shares[index]! += share));
  }
  if (counted === 0) return undefined;
  const parameters = names.map((name, index) => ({ name, share: shares[index]! / counted }));
  parameters.sort((a, b) => b.share - a.share);
  const explained = parameters.reduce((sum, { share }) => sum + share, 0);
  return { parameters, interactions: Math.max(0, 1 - explained), outOfBagR2: forest.outOfBagR2, trials: trials.length };
}

/** Share of a side in its whole dimension. */
function shareOf(side: Side, dimension: Dimension): number {
  const whole = wholeSide(dimension);
  if ('choices' in side) return side.choices.length / ('choices' in whole ? whole.choices.length : 1);
  if ('choices' in whole || whole.high === whole.low) return 1;
  return (side.high - side.low) / (whole.high - whole.low);
}

/** First-order shares of a tree's variance; undefined for a tree that is constant. */
function mainEffects(space: SearchSpace, boxes: readonly Box[]): Float64Array | undefined {
  const dimensions = Object.values(space);
  const sideShares = boxes.map((box) => box.sides.map((side, index) => shareOf(side, dimensions[index]!)));
  const volumes = sideShares.map((shares) => shares.reduce((product, share) => product * share, 1));
  // A box between neighbouring numbers may have no volume.
  if (isConstant(boxes.filter((_, index) => volumes[index]! > 0).map(({ value }) => value))) return undefined;
  const mean = boxes.reduce((sum, box, index) => sum + box.value * volumes[index]!, 0);
  const variance = boxes.reduce((sum, box, index) => sum + (box.value - mean) ** 2 * volumes[index]!, 0);
  return Float64Array.from(dimensions, (dimension, d) => {
    const marginal = marginalOf(dimension, d, boxes, volumes, sideShares);
    const spread = marginal.reduce((sum, part) => sum + part.weight * (part.mean - mean) ** 2, 0);
    return spread / variance;
  });
}

/** The tree averaged over all other dimensions: pieces on which it is constant, with their share of the dimension. */
function marginalOf(
  dimension: Dimension,
  d: number,
  boxes: readonly Box[],
  volumes: readonly number[],
  sideShares: readonly (readonly number[])[],
): readonly { readonly weight: number; readonly mean: number }[] {
  /** The volume of the box in the other dimensions, times its value. */
  const density = (index: number): number =>
    volumes[index] === 0 ? 0 : (boxes[index]!.value * volumes[index]!) / sideShares[index]![d]!;
  if (dimension.type === 'choice') {
    return Array.from(dimension.choices.keys(), (category) => ({
      weight: 1 / dimension.choices.length,
      mean: boxes.reduce((sum, box, index) => {
        const side = box.sides[d]!;
        return 'choices' in side && side.choices.includes(category) ? sum + density(index) : sum;
      }, 0),
    }));
  }
  const whole = innerEnds(wholeSide(dimension));
  if (whole.high === whole.low)
    return [{ weight: 1, mean: boxes.reduce((sum, _box, index) => sum + density(index), 0) }];
  const steps = new Map<number, number>();
  boxes.forEach((box, index) => {
    const side = innerEnds(box.sides[d]!);
    steps.set(side.low, (steps.get(side.low) ?? 0) + density(index));
    steps.set(side.high, (steps.get(side.high) ?? 0) - density(index));
  });
  const edges = [...steps.keys()].sort((a, b) => a - b);
  let mean = 0;
  return edges.slice(0, -1).map((edge, index) => {
    mean += steps.get(edge)!;
    return { weight: (edges[index + 1]! - edge) / (whole.high - whole.low), mean };
  });
}

function innerEnds(side: Side): { readonly low: number; readonly high: number } {
  if ('choices' in side) throw new TypeError('innerEnds: a categorical side has no ends');
  return side;
}
