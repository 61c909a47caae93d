/** Confident learning against an example worked out by hand, and against a naive implementation written from the paper. */
import { describe, expect, it } from 'vitest';
import {
  auditLabels,
  calibratedJoint,
  labelIssues,
  NO_CLASS,
  offDiagonal,
  PRUNE_METHODS,
  roundedRows,
  type Judged,
  type PruneMethod,
} from '../../../src/core/labels/confident-learning';
import { estimatedShare } from '../../../src/core/labels/estimate';
import { randomSource } from '../../../src/core/seed';

/** Six images of three classes, the last without images. */
const rows = [
  [0, [0.9, 0.1, 0]],
  [0, [0.7, 0.3, 0]],
  [0, [0.2, 0.8, 0]],
  [1, [0.1, 0.9, 0]],
  [1, [0.3, 0.7, 0]],
  [1, [0.6, 0.4, 0]],
] as const;
const byHand: Judged = {
  labels: rows.map(([label]) => label),
  probabilities: rows.flatMap(([, probabilities]) => probabilities),
  classes: 3,
};

describe('six images by hand', () => {
  const audit = auditLabels(byHand);

  it('have the mean self-confidence of each class as its threshold, and none for a class without images', () => {
    // (0.9 + 0.7 + 0.2) / 3, (0.9 + 0.7 + 0.4) / 3.
    expect(audit.thresholds[0]).toBeCloseTo(0.6, 6);
    expect(audit.thresholds[1]).toBeCloseTo(2 / 3, 6);
    expect(audit.thresholds[2]).toBe(Infinity);
  });

  it('are counted to the classes that reach their thresholds, equality included', () => {
    expect([...audit.confident]).toEqual([0, 0, 1, 1, 1, 0]);
    expect(audit.joint).toEqual([2, 1, 0, 1, 2, 0, 0, 0, 0]);
    expect(audit.calibrated).toEqual(audit.joint);
    expect(offDiagonal(audit.calibrated, 3)).toBe(2);
  });

  it('lose the third and the last by every method, the least self-confident first', () => {
    for (const method of PRUNE_METHODS) expect(labelIssues(byHand, audit, method), method).toEqual([2, 5]);
    expect([...audit.suggested]).toEqual([0, 0, 1, 1, 1, 0]);
    expect(audit.selfConfidence[2]).toBeCloseTo(0.2, 6);
    expect(audit.margin[2]).toBeCloseTo(-0.6, 6);
    expect(audit.margin[0]).toBeCloseTo(0.8, 6);
  });
});

it('a class that the model gives no probability counts nobody (cleanlab #639)', () => {
  const labels = [0, 0, 0, 1, 1, 2, 2];
  const first = [0.95, 0.9, 0.6, 0.1, 0.2, 0.7, 0.4];
  const judged: Judged = { labels, probabilities: first.flatMap((p) => [p, 1 - p, 0]), classes: 3 };
  const audit = auditLabels(judged);
  // Thresholds 0.817 and 0.85: the third, fifth, sixth and last image reach neither.
  expect([...audit.confident]).toEqual([0, 0, NO_CLASS, 1, NO_CLASS, NO_CLASS, NO_CLASS]);
  // The two of class 2 count for it, so that its row can be scaled; nobody else does.
  expect(audit.joint).toEqual([2, 0, 0, 0, 1, 0, 0, 0, 1]);
  // Nor is next to nothing, less than rounding, a probability.
  const traces = { ...judged, probabilities: first.flatMap((p) => [p, 1 - p - 1e-9, 1e-9]) };
  expect([...auditLabels(traces).confident]).toEqual([...audit.confident]);
});

describe('the joint', () => {
  it('is scaled row by row to the images of the class, and rounded without changing the totals', () => {
    // Of five images of the first class four were counted: 3.75 and 1.25 make 4 and 1.
    expect(calibratedJoint([3, 1, 0, 6], [5, 6])).toEqual([3.75, 1.25, 0, 6]);
    expect(roundedRows([3.75, 1.25, 0, 6], 2)).toEqual([4, 1, 0, 6]);
    expect(roundedRows([1.5, 1.5, 0, 0, 2.5, 2.5, 1.2, 1.4, 1.4], 3)).toEqual([2, 1, 0, 0, 3, 2, 1, 2, 1]);
  });

  it('counts an image that reaches no threshold to no class, and keeps one on the diagonal of each class', () => {
    const judged: Judged = {
      labels: [0, 0, 1, 1],
      probabilities: [0.95, 0.05, 0.5, 0.5, 0.6, 0.4, 0.9, 0.1],
      classes: 2,
    };
    const audit = auditLabels(judged);
    // Thresholds 0.725 and 0.25: the second and third image reach that of the second class alone.
    expect([...audit.confident]).toEqual([0, 1, 1, 0]);
    const sure = auditLabels({ labels: [0, 0, 1], probabilities: [0.9, 0.1, 0.5, 0.5, 0.3, 0.7], classes: 2 });
    expect([...sure.confident]).toEqual([0, NO_CLASS, 1]);
    const wrong = auditLabels({ labels: [0, 1], probabilities: [0, 1, 1, 0], classes: 2 });
    expect(wrong.joint[0]).toBeGreaterThanOrEqual(1);
    expect(wrong.joint[3]).toBeGreaterThanOrEqual(1);
  });

  it('refuses no labels, and probabilities of other images', () => {
    expect(() => auditLabels({ labels: [], probabilities: [], classes: 2 })).toThrow(RangeError);
    expect(() => auditLabels({ labels: [0], probabilities: [1, 0, 0], classes: 2 })).toThrow(RangeError);
  });
});

/** Probabilities around a true class, with labels of which some were changed. */
function random(seed: number, images: number, classes: number, wrong: number): Judged & { readonly truth: number[] } {
  const draw = randomSource(seed);
  const truth: number[] = [];
  const labels: number[] = [];
  const probabilities: number[] = [];
  for (let image = 0; image < images; image += 1) {
    const own = Math.floor(draw() * classes);
    const weights = Array.from({ length: classes }, (_, c) => draw() ** 3 + (c === own ? 1.5 * draw() : 0));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    truth.push(own);
    labels.push(draw() < wrong ? (own + 1 + Math.floor(draw() * (classes - 1))) % classes : own);
    probabilities.push(...weights.map((weight) => Math.fround(weight / sum)));
  }
  return { labels, probabilities: Float32Array.from(probabilities), classes, truth };
}

/** The definitions of the paper, an image an object, nothing shared with the code that is tested. */
function naive({ labels, probabilities, classes }: Judged, method: PruneMethod): number[] {
  const items = Array.from({ length: labels.length }, (_, id) => ({
    id,
    given: labels[id]!,
    p: Array.from({ length: classes }, (_unused, c) => probabilities[id * classes + c]!),
  }));
  const range = [...Array(classes).keys()];
  const t = range.map((k) => {
    const own = items.filter(({ given }) => given === k);
    return own.length === 0 ? 2 : own.reduce((sum, { p }) => sum + p[k]!, 0) / own.length;
  });
  const counted = items.map(({ p }) => {
    const reached = range.filter((k) => p[k]! >= t[k]! - 1e-6).sort((a, b) => p[b]! - p[a]! || a - b);
    return reached[0];
  });
  const C = range.map((i) => range.map((j) => items.filter((one, at) => one.given === i && counted[at] === j).length));
  const n = range.map((i) => items.filter(({ given }) => given === i).length);
  range.forEach((i) => {
    if (n[i]! > 0 && C[i]![i] === 0) C[i]![i] = 1;
  });
  const Q = C.map((row, i) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    const real = row.map((value) => (total === 0 ? 0 : (value * n[i]!) / total));
    const whole = real.map(Math.floor);
    const order = [...range].sort((a, b) => real[b]! - whole[b]! - (real[a]! - whole[a]!) || a - b);
    const left = n[i]! - whole.reduce((sum, value) => sum + value, 0);
    order.slice(0, left).forEach((j) => (whole[j]! += 1));
    return whole;
  });
  const byNoiseRate = new Set<number>();
  const byClass = new Set<number>();
  for (const i of range) {
    const own = items.filter(({ given }) => given === i);
    for (const j of range.filter((k) => k !== i)) {
      const sorted = [...own].sort((a, b) => b.p[j]! - b.p[i]! - (a.p[j]! - a.p[i]!) || a.id - b.id);
      for (const { id } of sorted.slice(0, Q[i]![j])) byNoiseRate.add(id);
    }
    const off = n[i]! - Q[i]![i]!;
    for (const { id } of [...own].sort((a, b) => a.p[i]! - b.p[i]! || a.id - b.id).slice(0, off)) byClass.add(id);
  }
  const chosen = items.filter(({ id, given }) => {
    if (method === 'noise-rate') return byNoiseRate.has(id);
    if (method === 'class') return byClass.has(id);
    if (method === 'both') return byNoiseRate.has(id) && byClass.has(id);
    return counted[id] !== undefined && counted[id] !== given;
  });
  return chosen
    .filter(({ p, given }) => p.indexOf(Math.max(...p)) !== given)
    .sort((a, b) => a.p[a.given]! - b.p[b.given]! || a.id - b.id)
    .map(({ id }) => id);
}

describe('against the naive implementation', () => {
  it.each(PRUNE_METHODS)('flags the same images in the same order by %s', (method) => {
    for (const [seed, images, classes, wrong] of [
      [1, 300, 4, 0.1],
      [2, 500, 10, 0.05],
      [3, 40, 3, 0.3],
      [4, 200, 2, 0],
    ] as const) {
      const judged = random(seed, images, classes, wrong);
      const found = labelIssues(judged, auditLabels(judged), method);
      expect(found).toEqual(naive(judged, method));
      expect(new Set(found).size).toBe(found.length);
    }
  });

  it('flags different images by different methods, so that the comparison says something', () => {
    const judged = random(2, 500, 10, 0.05);
    const found = PRUNE_METHODS.map((method) => labelIssues(judged, auditLabels(judged), method).join(' '));
    expect(new Set(found).size).toBe(4);
  });
});

describe('what is found', () => {
  it('is mostly what was changed, where the models know the classes', () => {
    const judged = random(7, 3000, 6, 0.08);
    const issues = labelIssues(judged, auditLabels(judged), 'both');
    const wrong = issues.filter((image) => judged.truth[image] !== judged.labels[image]);
    const all = judged.truth.filter((own, image) => own !== judged.labels[image]).length;
    expect(wrong.length / all).toBeGreaterThan(0.5);
    expect(wrong.length / issues.length).toBeGreaterThan(0.3);
  });

  it('is estimated with an interval that holds the estimate, the same for the same seed', () => {
    const judged = random(5, 400, 4, 0.1);
    const { confident, joint } = auditLabels(judged);
    const first = estimatedShare(judged, confident, 3);
    expect(first).toEqual(estimatedShare(judged, confident, 3));
    expect(first.low).toBeLessThan(first.estimate);
    expect(first.high).toBeGreaterThan(first.estimate);
    const counts = [0, 1, 2, 3].map((k) => Array.from(judged.labels as number[]).filter((one) => one === k).length);
    expect(first.estimate).toBeCloseTo(offDiagonal(calibratedJoint(joint, counts), 4) / 400, 12);
  });
});
