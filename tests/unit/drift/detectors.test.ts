import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMN_TESTS, DRAWN } from '../../../src/core/drift/column-tests';
import type { ColumnTest } from '../../../src/core/drift/column-tests/types';
import type { Column } from '../../../src/core/drift/columns';
import { inPlace, type Detector } from '../../../src/core/drift/detector';
import { askFor, DETECTORS, detectorsAsked, type Detectors } from '../../../src/core/drift/detectors';
import { compareBatch, fitReference, type DriftReport } from '../../../src/core/drift/report';
import { SAMPLE_TESTS } from '../../../src/core/drift/sample-tests';
import type { SampleTest } from '../../../src/core/drift/sample-tests/types';
import { normal, randomSource } from '../../../src/core/seed';
import { holm } from '../../../src/core/stats/adjust';

function columnsOf(images: number, seed: number, shift = 0): Column[] {
  const random = randomSource(seed);
  const measured = ['a', 'b', 'c'].map((name): Column => ({
    id: name,
    label: name,
    group: 'feature',
    categories: 0,
    values: Float64Array.from({ length: images }, () => shift + normal(random)),
  }));
  const values = Uint8Array.from({ length: images }, () => Math.floor(3 * random()));
  return [...measured, { id: 'class', label: 'Class', group: 'prediction', categories: 3, values }];
}

const said: Omit<Detector, 'id' | 'decides'> = {
  version: 1,
  label: 'Toy',
  name: 'toy',
  heading: 'Toy',
  digits: 2,
  definition: 'A toy.',
  source: 'Nobody 2000',
  place: 99,
};
/** A column test that always finds these p-values, one column after the other. */
const columnToy = (decides: boolean, p: readonly number[], id = 'toy'): ColumnTest => {
  const ids = ['a', 'b', 'c', 'class'];
  return { ...said, id, decides, measure: (reference) => ({ statistic: 1, p: p[ids.indexOf(reference.id)]! }) };
};
const sampleToy = (decides: boolean, p: number): SampleTest => ({
  ...said,
  id: 'whole',
  decides,
  fit: () => () => ({ statistic: 2, p }),
});
const withMore = (columnTests: readonly ColumnTest[], sampleTests: readonly SampleTest[] = []): Detectors => ({
  columnTests: [...DETECTORS.columnTests, ...columnTests],
  sampleTests: [...DETECTORS.sampleTests, ...sampleTests],
});
const reportBy = (detectors: Detectors, shift = 0.2): DriftReport =>
  compareBatch(fitReference(columnsOf(600, 1), detectors), 1, columnsOf(150, 2, shift));

/** A report without what some detectors said. */
const without = (report: DriftReport, ...ids: string[]): DriftReport => ({
  ...report,
  columns: report.columns.map((column) => ({
    ...column,
    measures: Object.fromEntries(Object.entries(column.measures).filter(([id]) => !ids.includes(id))),
  })),
  samples: Object.fromEntries(Object.entries(report.samples!).filter(([id]) => !ids.includes(id))),
});

describe('a detector that explores', () => {
  it('moves no p-value of any other, whatever it finds', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const alone = reportBy(DETECTORS);
    fc.assert(
      fc.property(fc.array(share, { minLength: 4, maxLength: 4 }), share, (p, whole) => {
        const more = withMore([columnToy(false, p)], [sampleToy(false, whole)]);
        expect(without(reportBy(more), 'toy', 'whole')).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });

  it('is in the report, its p-values corrected among themselves and not with those of another that explores', () => {
    const [first, second] = [
      [0.01, 0.2, 0.04, 1],
      [0.001, 0.001, 0.001, 0.001],
    ];
    const report = reportBy(withMore([columnToy(false, first!), columnToy(false, second!, 'other')]));
    const of = (id: string): number[] => report.columns.map(({ measures }) => measures[id]!.adjusted!);
    expect(of('toy')).toEqual(holm(first!));
    expect(of('other')).toEqual(holm(second!));
    expect(report.deciding).toEqual(['ks', 'chi-square']);
  });
});

describe('a detector that decides', () => {
  it('joins the tests of the alarm, on columns and on the whole batch', () => {
    const alone = reportBy(DETECTORS, 0);
    const column = reportBy(withMore([columnToy(true, [1e-9, 1, 1, 1])]), 0);
    expect(column.tests).toBe(alone.tests + 4);
    expect(column.p).toBeCloseTo(1e-9 * column.tests, 14);
    expect(column.columns.map(({ drifted }) => drifted)).toEqual([true, false, false, false]);
    const whole = reportBy(withMore([], [sampleToy(true, 1e-9)]), 0);
    expect(whole.tests).toBe(alone.tests + 1);
    expect(whole.p).toBeCloseTo(1e-9 * whole.tests, 14);
    expect(whole.columns.some(({ drifted }) => drifted)).toBe(false);
    expect(whole.columns[0]!.measures['ks']!.adjusted).toBeGreaterThanOrEqual(
      alone.columns[0]!.measures['ks']!.adjusted!,
    );
  });
});

describe('the registries of detectors', () => {
  const measuring: readonly Detector[] = [...COLUMN_TESTS, ...SAMPLE_TESTS];

  it.each(measuring.map((detector) => [detector.id, detector] as const))('%s says all of itself', (_, detector) => {
    for (const text of [detector.label, detector.name, detector.heading, detector.definition, detector.source])
      expect(text).not.toBe('');
    expect(detector.definition).toMatch(/\.$/);
    expect(detector.version).toBeGreaterThan(0);
  });

  it('has p-values from every one that decides', () => {
    const report = reportBy(DETECTORS);
    for (const { id } of COLUMN_TESTS.filter(({ decides }) => decides))
      expect(report.columns[0]!.measures[id]!.p, id).toBeDefined();
    for (const { id } of SAMPLE_TESTS.filter(({ decides }) => decides))
      expect(report.samples![id]!.p, id).toBeDefined();
  });

  it('puts them in their places, draws one, and refuses two of one name', () => {
    expect(COLUMN_TESTS.map(({ id }) => id)).toEqual(['ks', 'chi-square', 'psi', 'wasserstein']);
    expect(DRAWN.id).toBe('ks');
    const toy = columnToy(false, []);
    expect(() => inPlace('column test', { one: toy, two: { ...toy, place: 1 } })).toThrow(
      'Two drift detectors are called "toy"',
    );
  });
});

describe('what a task is asked to measure by', () => {
  it('changes with a detector that is added, raised or made to decide, and so does the key', () => {
    const asked = JSON.stringify(askFor(DETECTORS));
    const toy = columnToy(false, []);
    const other = [
      withMore([toy]),
      withMore([{ ...toy, version: 2 }]),
      withMore([{ ...toy, decides: true }]),
      withMore([], [sampleToy(false, 1)]),
    ].map((detectors) => JSON.stringify(askFor(detectors)));
    expect(new Set([asked, ...other]).size).toBe(5);
  });

  it('is found by name and version, and what is not here is a clear error', () => {
    const asked = askFor(DETECTORS);
    expect(detectorsAsked(asked)).toEqual(DETECTORS);
    const [ks] = asked.columnTests;
    expect(() => detectorsAsked({ ...asked, columnTests: [{ ...ks!, id: 'adwin' }] })).toThrow(
      'there is no column test "adwin" (known: ks, chi-square, psi, wasserstein)',
    );
    expect(() => detectorsAsked({ ...asked, columnTests: [{ ...ks!, version: 7 }] })).toThrow(
      '"ks" is asked for in version 7, which decides, but is here in version 1, which decides',
    );
    expect(() => detectorsAsked({ ...asked, sampleTests: [{ ...ks!, id: 'ks' }] })).toThrow(
      'there is no test of whole samples "ks" (known: energy)',
    );
  });
});
