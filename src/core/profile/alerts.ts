/** Alerts: what a reader should know before trusting a model of the data, ranked, each in a sentence with its numbers. */
import { nameOfLabel, pixelsOf, type DataShape } from '../dataset/shape';
import { splitWord } from '../words/splits';
import { SPLIT_NAMES } from '../dataset/types';
import { NAMED_FEATURES } from '../features/named';
import { pairsAbove } from './pixel-pairs';
import { tooSmallToCompare } from './split-tests';
import { listed, SIGNIFICANT } from '../words/comparisons';
import {
  LISTED,
  type AlertKind,
  type CorrelationMatrix,
  type ProfileAlert,
  type ProfileSummary,
  type SplitTest,
} from './types';
import { count, decimal, percent, plural } from '../words/numbers';
import { totalInvalid } from './validity';

export interface AlertThresholds {
  /** Least absolute Pearson or Spearman correlation of two features, 0-1. */
  readonly correlation: number;
  /** Least share of the images in which a pixel has its most common value, 0-1. */
  readonly nearConstant: number;
  /** Least absolute skewness of a feature. */
  readonly skewness: number;
  /** Greatest ratio of the smallest class to the largest, 0-1. */
  readonly imbalance: number;
  /** Least share of zeros among the pixel values, 0-1. */
  readonly zeros: number;
  /** Least effect of a significant difference between a split and training (KS distance or Cramér's V), 0-1. */
  readonly splitEffect: number;
  /** Least absolute correlation of two pixels, 0.5-1. */
  readonly pixelCorrelation: number;
}

/** Members of a list that a sentence names. */
const SHOWN = 5;

/** A pair of features and how they go together. */
export interface CorrelatedPair {
  readonly a: number;
  readonly b: number;
  readonly pearson: number | null;
  readonly spearman: number | null;
  /** The greater of both in absolute value. */
  readonly strength: number;
}

/** All pairs of features of which one coefficient can be computed, strongest first. */
export function correlatedPairs(pearson: CorrelationMatrix, spearman: CorrelationMatrix): CorrelatedPair[] {
  const pairs: CorrelatedPair[] = [];
  for (const [a, row] of pearson.entries()) {
    for (let b = a + 1; b < row.length; b += 1) {
      const r = row[b] ?? null;
      const rho = spearman[a]?.[b] ?? null;
      if (r === null && rho === null) continue;
      pairs.push({ a, b, pearson: r, spearman: rho, strength: Math.max(Math.abs(r ?? 0), Math.abs(rho ?? 0)) });
    }
  }
  return pairs.sort((one, other) => other.strength - one.strength);
}

/** One check of a profile, whether or not it found anything. */
export interface Check {
  readonly kind: AlertKind;
  /** For the list of what was checked and is in order: "no class is rare". */
  readonly quiet: string;
  readonly alert: Omit<ProfileAlert, 'kind'> | undefined;
}

/**
 * @param modeShare of each pixel: the share of the images that have its most common value
 * @param shape of the data set
 */
export function checkProfile(
  profile: ProfileSummary,
  modeShare: ArrayLike<number>,
  thresholds: AlertThresholds,
  shape: DataShape,
): Check[] {
  return [
    checkMissing(profile),
    ...checkDuplicates(profile),
    checkImbalance(profile, thresholds.imbalance, shape.classes),
    checkBlank(profile),
    ...checkConstant(profile, modeShare, thresholds.nearConstant, pixelsOf(shape)),
    checkCorrelation(profile, thresholds.correlation),
    checkPixelPairs(profile, thresholds.pixelCorrelation),
    checkSkew(profile, thresholds.skewness),
    checkZeros(profile, thresholds.zeros),
    checkSplits(profile, thresholds.splitEffect),
    checkComputed(profile),
  ];
}

function checkMissing(profile: ProfileSummary): Check {
  const where = SPLIT_NAMES.flatMap((split) => {
    const invalid = totalInvalid(profile.splits[split].invalid);
    return invalid > 0 ? [`${count(invalid)} in ${splitWord(split)}`] : [];
  });
  const found = SPLIT_NAMES.reduce((sum, split) => sum + totalInvalid(profile.splits[split].invalid), 0);
  return {
    kind: 'missing',
    quiet: 'no value is missing or impossible',
    alert:
      found === 0
        ? undefined
        : {
            severity: 'warning',
            sentence: `${plural(found, 'value')} missing or impossible (${where.join(', ')}).`,
            count: found,
          },
  };
}

function checkDuplicates({ duplicates }: ProfileSummary): Check[] {
  const first = duplicates.groups > LISTED ? ` The first ${count(LISTED)} groups are listed.` : '';
  const conflict =
    duplicates.conflicting > 0 ? ` ${plural(duplicates.conflicting, 'group')} of them with labels that disagree.` : '';
  const leaks = duplicates.across.reduce((sum, pair) => sum + pair.groups, 0);
  const pairs = duplicates.across.map(
    ({ splits, groups }) => `${listed(splits.map(splitWord))} share ${count(groups)}`,
  );
  return [
    {
      kind: 'duplicates',
      quiet: 'no image is an exact copy of another',
      alert:
        duplicates.copies === 0
          ? undefined
          : {
              severity: duplicates.conflicting > 0 ? 'warning' : 'notice',
              sentence: `${plural(duplicates.copies, 'image repeats', 'images repeat')} another exactly, in ${plural(duplicates.groups, 'group')}.${conflict}${first}`,
              count: duplicates.copies,
            },
    },
    {
      kind: 'leak',
      quiet: 'no image stands in two splits',
      alert:
        leaks === 0
          ? undefined
          : {
              severity: 'warning',
              sentence: `${plural(leaks, 'group of identical images spans', 'groups of identical images span')} two splits: ${pairs.join('; ')}. Scores on a split that shares images with the training split are too high.`,
              count: leaks,
            },
    },
  ];
}

function checkImbalance({ perClass }: ProfileSummary, threshold: number, names: readonly string[]): Check {
  const most = Math.max(0, ...perClass);
  const least = perClass.length > 0 ? Math.min(...perClass) : 0;
  const rare = perClass.flatMap((images, label) => (images <= threshold * most ? [label] : []));
  const uneven = most > 0 && rare.length > 0 && least < most;
  const few = rare.map((label) => `${nameOfLabel(names, label)} (${count(perClass[label] ?? 0)})`);
  const shown =
    few.length > SHOWN ? `${few.slice(0, SHOWN).join(', ')} and ${few.length - SHOWN} more` : few.join(', ');
  return {
    kind: 'imbalance',
    quiet: 'no class is rare',
    alert: uneven
      ? {
          severity: least === 0 || least / most < 0.1 ? 'warning' : 'notice',
          sentence: `${plural(rare.length, 'class is', 'classes are')} rare: ${shown}, against ${count(most)} images of ${nameOfLabel(names, perClass.indexOf(most))}. Accuracy says little about rare classes.`,
          count: rare.length,
          threshold,
        }
      : undefined,
  };
}

function checkBlank(profile: ProfileSummary): Check {
  const found = SPLIT_NAMES.reduce((sum, split) => sum + profile.splits[split].blank, 0);
  return {
    kind: 'blank',
    quiet: 'no image is wholly black',
    alert:
      found === 0
        ? undefined
        : {
            severity: 'warning',
            sentence: `${plural(found, 'image is', 'images are')} wholly black. Nothing can be measured there: centroids are set to the middle and symmetries to 1.`,
            count: found,
          },
  };
}

function checkConstant(
  profile: ProfileSummary,
  modeShare: ArrayLike<number>,
  threshold: number,
  pixels: number,
): Check[] {
  const { constantPixels } = profile;
  const images = profile.pixels.images;
  const near = images === 0 ? 0 : Array.from(modeShare).filter((share) => share >= threshold && share < 1).length;
  return [
    {
      kind: 'constant',
      quiet: 'no pixel has one value throughout',
      alert:
        constantPixels === 0
          ? undefined
          : {
              severity: 'notice',
              sentence: `${count(constantPixels)} of ${count(pixels)} pixels have one value in all ${count(images)} images. They carry no information; do not divide by their standard deviation.`,
              count: constantPixels,
            },
    },
    {
      kind: 'near-constant',
      quiet: 'no pixel is nearly constant',
      alert:
        near === 0
          ? undefined
          : {
              severity: 'notice',
              sentence: `${count(near)} of ${count(pixels)} pixels have the same value in at least ${percent(threshold)} of the images. Standardising them would blow up the few exceptions.`,
              count: near,
              threshold,
            },
    },
  ];
}

function checkCorrelation(profile: ProfileSummary, threshold: number): Check {
  const pairs = correlatedPairs(profile.pearson, profile.spearman).filter((pair) => pair.strength >= threshold);
  const shown = pairs.slice(0, 3).map(({ a, b, pearson, spearman }) => {
    const names = `${NAMED_FEATURES[a]!.label} and ${NAMED_FEATURES[b]!.label}`;
    return `${names} (r ${decimal(pearson ?? 0)}, ρ ${decimal(spearman ?? 0)})`;
  });
  const more = pairs.length > 3 ? `; and ${pairs.length - 3} more` : '';
  return {
    kind: 'correlation',
    quiet: 'no two named features are near copies of each other',
    alert:
      pairs.length === 0
        ? undefined
        : {
            severity: 'notice',
            sentence: `${plural(pairs.length, 'pair of named features correlates', 'pairs of named features correlate')} above ${threshold} in absolute value: ${shown.join('; ')}${more}. Their effects cannot be separated.`,
            count: pairs.length,
            threshold,
          },
  };
}

function checkPixelPairs({ pixelPairs }: ProfileSummary, threshold: number): Check {
  const pairs = pixelPairs ? pairsAbove(pixelPairs, threshold) : 0;
  return {
    kind: 'pixel-correlation',
    quiet: 'no two pixels are nearly redundant',
    alert:
      pairs === 0
        ? undefined
        : {
            severity: 'info',
            sentence: `${plural(pairs, 'pair of pixels correlates', 'pairs of pixels correlate')} above ${threshold} in absolute value. One pixel of each pair is nearly redundant.`,
            count: pairs,
            threshold,
          },
  };
}

/** What a test compared, for people. */
export function fieldLabel(field: string): string {
  return NAMED_FEATURES.find(({ id }) => id === field)?.label ?? 'Classes';
}

/** Differences that are significant after correction and at least as large as the threshold. */
export function splitDifferences({ splitTests }: ProfileSummary, threshold: number): SplitTest[] {
  return splitTests
    .filter(({ adjusted, effect }) => adjusted < SIGNIFICANT && effect >= threshold)
    .sort((a, b) => b.effect - a.effect);
}

/** What is said where no split differs: a split that is too small to show a difference is not in order, but not known. */
function quietSplits(profile: ProfileSummary): string {
  const small = tooSmallToCompare(profile);
  const compared = new Set(profile.splitTests.map(({ split }) => split));
  if (small.length === 0) return `no split differs from the training split by more than the threshold`;
  if (small.length === compared.size) return `all splits are too small to be compared with the training split`;
  return `no split differs from the training split by more than the threshold; ${small.join(', ')} ${small.length === 1 ? 'is' : 'are'} too small to be compared`;
}

function checkSplits(profile: ProfileSummary, threshold: number): Check {
  const found = splitDifferences(profile, threshold);
  const shown = found
    .slice(0, 3)
    .map(
      ({ split, field, effect, test }) =>
        `${fieldLabel(field)} in ${splitWord(split)} (${test === 'ks' ? 'D' : 'V'} ${decimal(effect, 3)})`,
    );
  const more = found.length > 3 ? `; and ${found.length - 3} more` : '';
  return {
    kind: 'split-difference',
    quiet: quietSplits(profile),
    alert:
      found.length === 0
        ? undefined
        : {
            severity: 'warning',
            sentence: `${count(found.length)} of ${plural(profile.splitTests.length, 'test')} ${found.length === 1 ? 'finds' : 'find'} a split that differs significantly from the training split: ${shown.join('; ')}${more}. Results on the training split may not hold there.`,
            count: found.length,
            threshold,
          },
  };
}

function checkSkew(profile: ProfileSummary, threshold: number): Check {
  const skewed = profile.features
    .map(({ column }, at) => ({ label: NAMED_FEATURES[at]!.label, skewness: column.skewness ?? 0 }))
    .filter(({ skewness }) => Math.abs(skewness) >= threshold)
    .sort((a, b) => Math.abs(b.skewness) - Math.abs(a.skewness));
  const names = skewed.map(({ label, skewness }) => `${label} (${decimal(skewness)})`);
  const shown =
    names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');
  return {
    kind: 'skew',
    quiet: 'no named feature is strongly skewed',
    alert:
      skewed.length === 0
        ? undefined
        : {
            severity: 'notice',
            sentence: `${count(skewed.length)} of ${plural(profile.features.length, 'named feature')} ${skewed.length === 1 ? 'is' : 'are'} skewed: ${shown}. Read their medians, not their means.`,
            count: skewed.length,
            threshold,
          },
  };
}

function checkZeros(profile: ProfileSummary, threshold: number): Check {
  const { zeroShare, zeros } = profile.pixels;
  return {
    kind: 'zeros',
    quiet: 'zeros are few',
    alert:
      zeroShare === null || zeroShare < threshold
        ? undefined
        : {
            severity: 'info',
            sentence: `${percent(zeroShare)} of ${count(profile.pixels.values)} pixel values are zero. They are the black background, not missing values.`,
            count: zeros,
            threshold,
          },
  };
}

function checkComputed({ notComputed }: ProfileSummary): Check {
  return {
    kind: 'not-computed',
    quiet: 'every statistic could be computed',
    alert:
      notComputed.length === 0
        ? undefined
        : { severity: 'notice', sentence: notComputed.join(' '), count: notComputed.length },
  };
}
