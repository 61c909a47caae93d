/** Attributions that earlier versions of the cell left. */
import { expect, test } from 'vitest';
import { attributionOf } from '../../../src/cells/explain/presentation/earlier';
import type { Attribution, EarlierAttribution } from '../../../src/cells/explain/types';

const interval = { low: 0.1, estimate: 0.2, high: 0.3 };
const found = { samples: 4, topTenthShare: 0.5, curve: [1, 0], areas: [0.25] };
const images = [{ index: 7, label: 1, predicted: 1, probability: 0.9 }];

test('the random order of version 3 stands by itself, and its fields of checks are named checks', () => {
  const earlier: EarlierAttribution = {
    ...{ images, deleted: [0, 1], classes: {} },
    methods: [
      { ...found, method: 'saliency', advantage: interval },
      {
        ...found,
        method: 'integrated-gradients',
        advantage: interval,
        completeness: [{ residual: 0.01 }, { residual: null }],
      },
      { ...found, method: 'lime', advantage: interval, lime: [{ r2: 0.8, stability: null }] },
      { ...found, method: 'random', samples: 5, areas: [0.6] },
    ],
  };
  expect(attributionOf({ attribution: earlier })).toEqual({
    ...{ images, deleted: [0, 1], classes: {} },
    random: { orders: 5, curve: [1, 0], areas: [0.6] },
    methods: [
      { ...found, method: 'saliency', advantage: interval, checks: {} },
      { ...found, method: 'integrated-gradients', advantage: interval, checks: { completeness: [0.01, null] } },
      { ...found, method: 'lime', advantage: interval, checks: { fit: [0.8], stability: [null] } },
    ],
  });
});

test('what this version leaves is taken as it is', () => {
  const attribution: Attribution = {
    ...{ images, deleted: [0, 1], classes: {} },
    methods: [{ ...found, method: 'saliency', advantage: interval, checks: {} }],
    random: { orders: 5, curve: [1, 0], areas: [0.6] },
  };
  expect(attributionOf({ attribution })).toBe(attribution);
});
