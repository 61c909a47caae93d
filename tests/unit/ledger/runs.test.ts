import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestRun,
  differences,
  lowerIsBetter,
  metricNames,
  primaryMetric,
  runsOf,
  testOpeningsOf,
} from '../../../src/core/ledger/runs';
import type { LedgerEvent } from '../../../src/core/ledger/types';
import { runEvent } from './events';

const measured = (...metrics: Record<string, number>[]): { metrics: Record<string, number> }[] =>
  metrics.map((item) => ({ metrics: item }));

describe('the ledger’s questions', () => {
  it('tell runs and test openings from other events, in the order of the ledger', () => {
    const opening: LedgerEvent = {
      id: 'o',
      at: '2026-01-01T00:00:00Z',
      type: 'test-opening',
      cellId: 'tune',
      reason: 'end',
      modelHash: 'm',
      accuracy: 0.9,
    };
    const registry: LedgerEvent = {
      id: 'r',
      at: '2026-01-01T00:00:00Z',
      type: 'registry',
      runId: 'b',
      to: 'champion',
      reason: 'best',
    };
    const ledger = [runEvent({ id: 'b' }), opening, registry, runEvent({ id: 'a' })];
    expect(runsOf(ledger).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(testOpeningsOf(ledger)).toEqual([opening]);
  });

  it('list every metric once, by name', () => {
    expect(metricNames(measured({ b: 1, a: 2 }, { c: 3, a: 1 }))).toEqual(['a', 'b', 'c']);
  });

  it('rank by select before fit, and never by the sealed test split', () => {
    expect(primaryMetric(measured({ 'test/accuracy': 1, 'train/accuracy': 0.9, 'validation/logLoss': 0.4 }))).toBe(
      'validation/logLoss',
    );
    expect(primaryMetric(measured({ 'test/accuracy': 1 }))).toBeUndefined();
    expect(primaryMetric([])).toBeUndefined();
  });

  it('know that less loss is better and that accuracy is not a loss', () => {
    expect(lowerIsBetter('validation/logLoss')).toBe(true);
    expect(lowerIsBetter('validation/expectedCalibrationError')).toBe(true);
    expect(lowerIsBetter('validation/accuracy')).toBe(false);
    expect(lowerIsBetter('loss/accuracy')).toBe(false);
  });

  it('take the first of equally good runs and pass over what is not a number', () => {
    const runs = measured({ a: Number.NaN }, { a: 0.5 }, {}, { a: 0.5 }, { a: 0.4 });
    expect(bestRun(runs, 'a')).toBe(runs[1]);
    expect(bestRun(measured({ a: Number.NaN }), 'a')).toBeUndefined();
    expect(bestRun([], 'a')).toBeUndefined();
  });

  it('find no run better than the best, whichever way the metric points', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const high = bestRun(
          measured(...values.map((value) => ({ 'validation/accuracy': value }))),
          'validation/accuracy',
        );
        const low = bestRun(
          measured(...values.map((value) => ({ 'validation/logLoss': value }))),
          'validation/logLoss',
        );
        expect(high!.metrics['validation/accuracy']).toBe(values.reduce((a, b) => (b > a ? b : a)));
        expect(low!.metrics['validation/logLoss']).toBe(values.reduce((a, b) => (b < a ? b : a)));
      }),
    );
  });
});

describe('differences', () => {
  it('names only the entries in which the records are not all alike, missing ones included', () => {
    expect(
      differences([
        { rate: 0.1, width: 32, layers: [1, 2] },
        { rate: 0.2, width: 32, layers: [1, 2], dropout: 0.5 },
      ]),
    ).toEqual([
      { name: 'dropout', values: [undefined, 0.5] },
      { name: 'rate', values: [0.1, 0.2] },
    ]);
  });

  it('finds none in one record or in equal ones', () => {
    expect(differences([{ a: 1 }])).toEqual([]);
    expect(differences([{ a: { b: 1 } }, { a: { b: 1 } }])).toEqual([]);
  });
});
