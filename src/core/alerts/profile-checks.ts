/** The checks of a profile, each with what it counts, out of how many, and how its threshold can be moved. */
import { imageId } from '../dataset/ids';
import { pixelsOf, type DataShape } from '../dataset/shape';
import { SPLIT_NAMES, type DatasetSummary } from '../dataset/types';
import { checkProfile, correlatedPairs, splitDifferences, type AlertThresholds, type Check } from '../profile/alerts';
import { coarseSize } from '../profile/coarse';
import { CORRELATED, PAIR_THRESHOLDS } from '../profile/pixel-pairs';
import { pairsOf } from '../profile/products';
import { SPLIT_EFFECT, type AlertKind, type ImagePlace, type ProfileSummary } from '../profile/types';
import { countCurve, type Scored } from './curve';
import { CHECK_TITLES, type Thresholds } from './thresholds';
import type { Behind, CheckedAlert, Movable, Severity } from './types';

/** How thresholds of the profile's checks can be moved. */
const MOVED = {
  imbalance: { score: 'share of the largest class', counts: 'at-most', usual: 0.5, range: [0, 1], step: 0.01 },
  'near-constant': {
    score: 'share of the images in which a pixel has its most common value',
    counts: 'at-least',
    usual: 0.99,
    range: [0.9, 1],
    step: 0.001,
  },
  correlation: {
    score: 'absolute correlation of two named features (the greater of Pearson and Spearman)',
    counts: 'at-least',
    usual: 0.9,
    range: [0.5, 1],
    step: 0.01,
  },
  'pixel-correlation': {
    score: 'absolute correlation of two pixels',
    counts: 'at-least',
    usual: CORRELATED,
    range: [0.5, 1],
    step: 0.01,
  },
  skew: { score: 'absolute skewness of a named feature', counts: 'at-least', usual: 1, range: [0.5, 20], step: 0.1 },
  zeros: { score: 'share of zeros among the pixel values', counts: 'at-least', usual: 0.5, range: [0, 1], step: 0.01 },
  'split-difference': {
    score: 'effect of a significant difference from the training split (KS distance or Cramér’s V)',
    counts: 'at-least',
    usual: SPLIT_EFFECT,
    range: [0, 0.5],
    step: 0.005,
  },
} as const satisfies Partial<
  Record<AlertKind, Omit<Movable, 'value' | 'from' | 'curve'> & { range: readonly [number, number] }>
>;
type MovedKind = keyof typeof MOVED;

const NOUNS: Readonly<Record<AlertKind, readonly [string, string]>> = {
  missing: ['value', 'values'],
  duplicates: ['copy', 'copies'],
  leak: ['group of images', 'groups of images'],
  imbalance: ['class', 'classes'],
  blank: ['image', 'images'],
  constant: ['pixel', 'pixels'],
  'near-constant': ['pixel', 'pixels'],
  correlation: ['pair of features', 'pairs of features'],
  'pixel-correlation': ['pair of pixels', 'pairs of pixels'],
  skew: ['feature', 'features'],
  zeros: ['value', 'values'],
  'split-difference': ['difference', 'differences'],
  'not-computed': ['statement', 'statements'],
};

/** Severity of checks that found nothing, for their place in the list. */
const QUIET_SEVERITY: Severity = 'info';

export interface ProfileSource {
  readonly profile: ProfileSummary;
  readonly modeShare: ArrayLike<number>;
  readonly counts: DatasetSummary['counts'];
  /** Of the data set. */
  readonly shape: DataShape;
  /** Classes by image id, if known. */
  readonly labels?: ArrayLike<number> | undefined;
  /** Ids of images with missing values, if known. */
  readonly missing?: readonly number[] | undefined;
  /** Ids of wholly black images, if known. */
  readonly black?: readonly number[] | undefined;
}

export interface Found {
  readonly alert: CheckedAlert;
  readonly behind?: Behind | undefined;
}

/** @param moved thresholds outside a check's range are brought into it */
export function checksOfProfile(source: ProfileSource, moved: Thresholds): Found[] {
  const at = (kind: MovedKind): number => {
    const { usual, range } = MOVED[kind];
    return Math.min(range[1], Math.max(range[0], moved[kind] ?? usual));
  };
  const thresholds: AlertThresholds = {
    imbalance: at('imbalance'),
    nearConstant: at('near-constant'),
    correlation: at('correlation'),
    pixelCorrelation: at('pixel-correlation'),
    skewness: at('skew'),
    zeros: at('zeros'),
    splitEffect: at('split-difference'),
  };
  return checkProfile(source.profile, source.modeShare, thresholds, source.shape).map((check) => {
    const { kind } = check;
    const movable = kind in MOVED ? movableOf(kind as MovedKind, at(kind as MovedKind), source) : undefined;
    return { ...found(check, source, movable) };
  });
}

function found({ kind, quiet, alert }: Check, source: ProfileSource, movable: Movable | undefined): Found {
  const count = alert?.count ?? 0;
  const ids = alert ? imagesBehind(kind, source, movable?.value) : [];
  const whole = wholeOf(kind, source);
  return {
    alert: {
      kind,
      title: CHECK_TITLES[kind],
      severity: alert?.severity ?? QUIET_SEVERITY,
      sentence: alert?.sentence ?? quiet,
      count,
      noun: NOUNS[kind],
      share: whole > 0 ? Math.min(1, count / whole) : null,
      judged: whole > 0 ? whole : null,
      ...(movable ? { threshold: movable.value, movable } : {}),
      ids: [],
      images: ids.length,
      together: 1,
    },
    behind: ids.length > 0 ? { ids: Int32Array.from(ids), scores: new Float32Array(0) } : undefined,
  };
}

function movableOf(kind: MovedKind, value: number, source: ProfileSource): Movable {
  const { score, counts, usual, range, step } = MOVED[kind];
  const about = { score, counts, usual, value } as const;
  const pairs = source.profile.pixelPairs;
  // The pairs of pixels were counted at these very places when the correlations were worked out.
  if (kind === 'pixel-correlation') {
    return { ...about, from: range[0], step, curve: pairs?.above ?? PAIR_THRESHOLDS.map(() => 0) };
  }
  return { ...about, ...countCurve(scoresOf(kind, source), { counts, usual, range, step }) };
}

function scoresOf(kind: Exclude<MovedKind, 'pixel-correlation'>, { profile, modeShare }: ProfileSource): Scored[] {
  const most = Math.max(0, ...profile.perClass);
  switch (kind) {
    case 'imbalance':
      // Even classes are no imbalance, wherever the threshold stands.
      return Math.min(...profile.perClass) < most ? profile.perClass.map((images) => ({ score: images / most })) : [];
    case 'near-constant':
      return Array.from(modeShare)
        .filter((share) => share < 1)
        .map((score) => ({ score }));
    case 'correlation':
      return correlatedPairs(profile.pearson, profile.spearman).map(({ strength }) => ({ score: strength }));
    case 'skew':
      return profile.features.map(({ column }) => ({ score: Math.abs(column.skewness ?? 0) }));
    case 'zeros': {
      const { zeroShare, zeros } = profile.pixels;
      return zeroShare === null ? [] : [{ score: zeroShare, weight: zeros }];
    }
    case 'split-difference':
      return splitDifferences(profile, 0).map(({ effect }) => ({ score: effect }));
  }
}

/** Out of how many the check counts. */
function wholeOf(kind: AlertKind, { profile, counts, shape }: ProfileSource): number {
  const pixels = pixelsOf(shape);
  const images = counts.train + counts.test;
  const features = profile.features.length;
  switch (kind) {
    case 'missing':
      return images * (pixels + 1);
    case 'duplicates':
    case 'leak':
    case 'blank':
      return images;
    case 'imbalance':
      return profile.perClass.length;
    case 'constant':
    case 'near-constant':
      return pixels;
    case 'correlation':
      return (features * (features - 1)) / 2;
    case 'pixel-correlation':
      return pairsOf(pixelsOf(coarseSize(shape)) - 1);
    case 'skew':
      return features;
    case 'zeros':
      return profile.pixels.values;
    case 'split-difference':
      return profile.splitTests.length;
    case 'not-computed':
      return 0;
  }
}

function imagesBehind(kind: AlertKind, source: ProfileSource, threshold: number | undefined): readonly number[] {
  const { profile, counts, labels } = source;
  const idOf = ({ split, index }: ImagePlace): number =>
    imageId({ counts }, split === 'test' ? 'test' : 'train', index);
  const { listed } = profile.duplicates;
  if (kind === 'duplicates') return listed.flatMap((group) => group.map(idOf));
  if (kind === 'leak') {
    const across = listed.filter(
      (group) => SPLIT_NAMES.filter((split) => group.some((place) => place.split === split)).length > 1,
    );
    return across.flatMap((group) => group.map(idOf));
  }
  if (kind === 'missing') return source.missing ?? [];
  if (kind === 'blank') return source.black ?? [];
  if (kind !== 'imbalance' || !labels) return [];
  const most = Math.max(...profile.perClass);
  const rare = new Set(profile.perClass.flatMap((images, label) => (images <= (threshold ?? 0) * most ? [label] : [])));
  const ids: number[] = [];
  for (let id = 0; id < labels.length; id += 1) if (rare.has(labels[id]!)) ids.push(id);
  return ids;
}
