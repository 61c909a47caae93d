import { expect, it } from 'vitest';
import { LookbookError } from '../../../src/core/errors';
import { auditLabels } from '../../../src/core/labels/confident-learning';
import { predictedClasses } from '../../../src/core/stats/classification';
import { scoreOf } from '../../../src/core/stats/score';

it('a row with a probability that is not a number names no class: it is an error that says which image', () => {
  for (const place of [3, 4, 5]) {
    const probabilities = Float32Array.of(0.2, 0.5, 0.3, 0.1, 0.1, 0.8);
    expect([...predictedClasses(probabilities, 3)]).toEqual([1, 2]);
    probabilities[place] = Number.NaN;
    const calls = [
      () => predictedClasses(probabilities, 3),
      () => scoreOf(Uint8Array.of(0, 1), probabilities, 3),
      () => auditLabels({ labels: [0, 1], probabilities, classes: 3 }),
    ];
    for (const call of calls) {
      expect(call).toThrow(LookbookError);
      expect(call).toThrow(/image 2 of 2 a probability that is not a number/);
    }
  }
});
