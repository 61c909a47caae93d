/**
 * Confident learning: finds labels that are probably wrong from out-of-sample probabilities (C. G. Northcutt, L. Jiang,
 * I. L. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70, 2021). The methods of pruning are
 * those that the paper names and cleanlab documents under the same names; written from both, not run against cleanlab.
 */
import { predictedClasses } from '../stats/classification';
import type { Numbers } from '../stats/quantile';

/** Labels as they were given, and what models say that have not seen these images. */
export interface Judged {
  /** Given class of each image. */
  readonly labels: Numbers;
  /** Images x classes, row-major, each row adding up to 1. */
  readonly probabilities: Numbers;
  readonly classes: number;
}

export const PRUNE_METHODS = ['noise-rate', 'class', 'both', 'confident-joint'] as const;
export type PruneMethod = (typeof PRUNE_METHODS)[number];

/** A mean of equal probabilities may differ from each of them by rounding. */
const TOLERANCE = 1e-6;

/** Images of each given class. */
export function classCounts({ labels, classes }: Pick<Judged, 'labels' | 'classes'>): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let image = 0; image < labels.length; image += 1) counts[labels[image]!]! += 1;
  return counts;
}

/** The probability that each image's given label has. */
export function selfConfidence({ labels, probabilities, classes }: Judged): Float32Array {
  return Float32Array.from({ length: labels.length }, (_, image) => probabilities[image * classes + labels[image]!]!);
}

/** Self-confidence minus the largest other probability, -1 to 1: below 0 where another class is more probable. */
export function normalisedMargin({ labels, probabilities, classes }: Judged): Float32Array {
  return Float32Array.from({ length: labels.length }, (_, image) => {
    let other = -Infinity;
    for (let c = 0; c < classes; c += 1) {
      if (c !== labels[image]) other = Math.max(other, probabilities[image * classes + c]!);
    }
    return probabilities[image * classes + labels[image]!]! - other;
  });
}

/**
 * Mean self-confidence of each given class: how sure one must be to count an image to it. Infinite for a class without images.
 * Never below twice the tolerance (as in cleanlab since its issue #639): of a class that the model gives no probability the
 * mean is 0, which every image would reach.
 */
export function confidentThresholds(judged: Judged): Float64Array {
  const { labels, classes } = judged;
  const sums = new Float64Array(classes);
  selfConfidence(judged).forEach((confidence, image) => (sums[labels[image]!]! += confidence));
  const counts = classCounts(judged);
  return sums.map((sum, label) =>
    counts[label] === 0 ? Number.POSITIVE_INFINITY : Math.max(2 * TOLERANCE, sum / counts[label]!),
  );
}

/** Counted to no class: no probability reaches its threshold. */
export const NO_CLASS = 255;

/** The class that each image is confidently counted to: the most probable of those that reach their thresholds. */
export function confidentClasses(judged: Judged, thresholds: Numbers): Uint8Array {
  const { labels, probabilities, classes } = judged;
  return Uint8Array.from({ length: labels.length }, (_, image) => {
    let best = NO_CLASS;
    for (let c = 0; c < classes; c += 1) {
      const probability = probabilities[image * classes + c]!;
      if (probability < thresholds[c]! - TOLERANCE) continue;
      if (best === NO_CLASS || probability > probabilities[image * classes + best]!) best = c;
    }
    return best;
  });
}

/**
 * Counts by given class (row) and confident class (column), row-major. The diagonal is at least 1 for a class that has images,
 * so that every row can be scaled.
 */
export function confidentJoint(
  { labels, classes }: Pick<Judged, 'labels' | 'classes'>,
  confident: Uint8Array,
): number[] {
  const joint = new Array<number>(classes * classes).fill(0);
  for (let image = 0; image < labels.length; image += 1) {
    if (confident[image] !== NO_CLASS) joint[labels[image]! * classes + confident[image]!]! += 1;
  }
  classCounts({ labels, classes }).forEach((count, label) => {
    if (count > 0) joint[label * classes + label] = Math.max(1, joint[label * classes + label]!);
  });
  return joint;
}

/** The joint scaled so that each row adds up to the images of its class: an estimate of given against true labels, in images. */
export function calibratedJoint(joint: readonly number[], counts: readonly number[]): number[] {
  const classes = counts.length;
  return joint.map((value, at) => {
    const label = Math.floor(at / classes);
    let row = 0;
    for (let c = 0; c < classes; c += 1) row += joint[label * classes + c]!;
    return row === 0 ? 0 : (value * counts[label]!) / row;
  });
}

/** Whole numbers that keep the totals of rows: the largest remainders are rounded up (the lower column of equals). */
export function roundedRows(matrix: readonly number[], classes: number): number[] {
  const rounded = matrix.map((value) => Math.floor(value));
  for (let label = 0; label < classes; label += 1) {
    const columns = Array.from({ length: classes }, (_, c) => label * classes + c);
    const total = Math.round(columns.reduce((sum, at) => sum + matrix[at]!, 0));
    let missing = total - columns.reduce((sum, at) => sum + rounded[at]!, 0);
    const byRemainder = columns.sort((a, b) => matrix[b]! - rounded[b]! - (matrix[a]! - rounded[a]!) || a - b);
    for (const at of byRemainder) {
      if (missing <= 0) break;
      rounded[at]! += 1;
      missing -= 1;
    }
  }
  return rounded;
}

/** Images off the diagonal: given labels that are estimated to be wrong. */
export function offDiagonal(matrix: readonly number[], classes: number): number {
  return matrix.reduce((sum, value, at) => (at % (classes + 1) === 0 ? sum : sum + value), 0);
}

/** The first `wanted` of these images by rising value; the earlier of equals. */
function lowest(images: readonly number[], value: (image: number) => number, wanted: number): number[] {
  return images.toSorted((a, b) => value(a) - value(b) || a - b).slice(0, wanted);
}

/** What confident learning says of a set of labels. */
export interface LabelAudit {
  /** Infinite for a class without images. */
  readonly thresholds: Float64Array;
  readonly joint: readonly number[];
  /** In whole images; rows add up to the images of the class. */
  readonly calibrated: readonly number[];
  readonly confident: Uint8Array;
  /** The most probable class of each image. */
  readonly suggested: Uint8Array;
  readonly selfConfidence: Float32Array;
  readonly margin: Float32Array;
}

/** @throws RangeError for no images, or probabilities that are not images x classes */
export function auditLabels(judged: Judged): LabelAudit {
  const { labels, probabilities, classes } = judged;
  if (labels.length === 0) throw new RangeError('auditLabels: there are no labels');
  if (probabilities.length !== labels.length * classes) {
    throw new RangeError('auditLabels: probabilities are not images x classes');
  }
  const thresholds = confidentThresholds(judged);
  const confident = confidentClasses(judged, thresholds);
  const joint = confidentJoint(judged, confident);
  return {
    thresholds,
    joint,
    calibrated: roundedRows(calibratedJoint(joint, classCounts(judged)), classes),
    confident,
    suggested: predictedClasses(probabilities, classes),
    selfConfidence: selfConfidence(judged),
    margin: normalisedMargin(judged),
  };
}

/** Those that are filtered before images whose given class is the most probable one are taken back. */
function pruned(judged: Judged, audit: LabelAudit, method: PruneMethod): Set<number> {
  const { labels, probabilities, classes } = judged;
  if (method === 'both') {
    const byClass = pruned(judged, audit, 'class');
    return new Set([...pruned(judged, audit, 'noise-rate')].filter((image) => byClass.has(image)));
  }
  const members = Array.from({ length: classes }, (): number[] => []);
  for (let image = 0; image < labels.length; image += 1) members[labels[image]!]!.push(image);
  if (method === 'confident-joint') {
    return new Set(
      members.flat().filter((image) => {
        const confident = audit.confident[image]!;
        return confident !== NO_CLASS && confident !== labels[image];
      }),
    );
  }
  const found = new Set<number>();
  const take = (images: readonly number[]): void => images.forEach((image) => found.add(image));
  members.forEach((ofClass, given) => {
    const count = (other: number): number => audit.calibrated[given * classes + other]!;
    if (method === 'class') {
      const wrong = ofClass.length - count(given);
      take(lowest(ofClass, (image) => audit.selfConfidence[image]!, wrong));
      return;
    }
    for (let other = 0; other < classes; other += 1) {
      if (other === given || count(other) === 0) continue;
      const margin = (image: number): number =>
        probabilities[image * classes + given]! - probabilities[image * classes + other]!;
      take(lowest(ofClass, margin, count(other)));
    }
  });
  return found;
}

/**
 * Images whose label is probably wrong, the least self-confident first (the earlier of equals).
 * `noise-rate`: for each pair of given and other class as many as the calibrated joint counts, with the largest margin of the
 * other over the given class. `class`: for each class as many as its row counts off the diagonal, with the lowest
 * self-confidence. `both`: those in both. `confident-joint`: those counted off the diagonal of the confident joint.
 * Images whose most probable class is the given one are never among them.
 */
export function labelIssues(judged: Judged, audit: LabelAudit, method: PruneMethod): number[] {
  const found = [...pruned(judged, audit, method)].filter((image) => audit.suggested[image] !== judged.labels[image]);
  return lowest(found, (image) => audit.selfConfidence[image]!, found.length);
}
