/** What is said of a comparison agrees with the interval that stands beside it. */
import { describe, expect, it } from 'vitest';
import { orderSentence } from '../../../src/cells/explain/presentation/words';
import type { Selection } from '../../../src/cells/explain/types';
import { findings } from '../../../src/cells/features/presentation/findings';
import type { AblationRow, FeaturesSummary } from '../../../src/cells/features/types';
import { verdictOf } from '../../../src/core/words/comparisons';
import { GARMENTS } from '../garments';

const row = (
  part: AblationRow['part'],
  effect: number,
  interval: readonly [number, number],
  adjusted: number,
): AblationRow => ({
  part,
  on: false,
  accuracy: 0.8 + effect,
  effect,
  interval,
  perSeed: [effect],
  p: adjusted / 5,
  adjusted,
  mcNemar: [],
  pipelineHash: '',
  runKeys: [],
});

function said(...rows: readonly AblationRow[]): string {
  const summary = {
    pipeline: { hash: 'abc', fittedOn: 100 },
    preview: { stages: [] },
    ablation: { model: 'mlp', trainImages: 100, epochs: 1, accuracy: 0.8, perSeed: [0.8], validationImages: 100, rows },
  };
  return findings(summary as unknown as FeaturesSummary, GARMENTS).join('\n');
}

describe('the verdict of one of several comparisons', () => {
  it('is undecided where its own interval leaves out zero and the corrected p-value is not small', () => {
    expect(verdictOf(-0.064, [-0.109, -0.018], 0.08)).toBe('undecided');
    expect(verdictOf(0.01, [-0.01, 0.03], 0.4)).toBe('open');
    expect(verdictOf(-0.08, [-0.095, -0.065], 1e-5)).toBe('worse');
    expect(verdictOf(0.08, [0.065, 0.095], 1e-5)).toBe('better');
  });
});

describe('the findings of an ablation', () => {
  it('say of an interval that leaves out zero that only the correction makes it not significant', () => {
    const text = said(row('augmentation', -0.064, [-0.109, -0.018], 0.08), row('crop', -0.002, [-0.012, 0.008], 1));
    expect(text).toContain(
      'Augmentation, which is off, would change validation accuracy by −6.4 points (95 % CI −10.9 to −1.8, p = 0.0800): ' +
        'not significant after correction.',
    );
    expect(text).toContain(
      'Crop, which is off, would change validation accuracy by −0.2 points (95 % CI −1.2 to +0.8, p = 1.00): not significant.',
    );
  });

  it('say of named features that they took the place of the pixels, not that the pixels would not gain by them', () => {
    const text = said(row('named', -0.15, [-0.169, -0.131], 1e-9));
    expect(text).toContain(
      'The 12 named features in place of the pixels would change validation accuracy by −15.0 points (95 % CI −16.9 to −13.1, ' +
        'p = 1.0e−9): they do not replace the pixels.',
    );
    expect(text).not.toContain('cost accuracy');
  });
});

it('the orders of pixels do not differ significantly after correction, rather than not at all, where only the correction hides the difference', () => {
  const difference = (estimate: number, low: number, high: number, adjusted: number) => ({
    estimate,
    interval: [low, high] as const,
    perRun: [],
    adjusted,
  });
  const differences = {
    variance: difference(-0.011, -0.021, -0.001, 0.0767),
    random: difference(-0.005, -0.013, 0.002, 0.15),
    all: difference(0, 0, 0, 1),
  };
  expect(orderSentence({ differences } as unknown as Selection)).toBe(
    'Attribution order does not differ significantly, after correction, from variance order (−1.1 points, 95 % CI −2.1 to −0.1, ' +
      'p = 0.0767). Attribution order does not differ significantly from random order (−0.5 points, 95 % CI −1.3 to +0.2, ' +
      'p = 0.15). Holm-corrected; CIs over images and seeds.',
  );
});
