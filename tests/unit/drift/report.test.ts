import { describe, expect, it } from 'vitest';
import { featureColumns, modelColumns, type Column } from '../../../src/core/drift/columns';
import { compareBatch, driftedColumns, fitReference } from '../../../src/core/drift/report';
import { driftCsv } from '../../../src/core/exchange/drift';
import { holm } from '../../../src/core/stats/adjust';
import { normal, randomSource } from '../../../src/core/seed';
import { CLASS_NAMES } from '../../../src/core/dataset/fashion-mnist';

function columnsOf(
  count: number,
  seed: number,
  shift: Partial<Record<'width' | 'height' | 'class', number>> = {},
): Column[] {
  const random = randomSource(seed);
  const draw = (mean: number): Float64Array => Float64Array.from({ length: count }, () => mean + normal(random));
  return [
    { id: 'feature/width', label: 'Width', group: 'feature', categories: 0, values: draw(shift.width ?? 0) },
    { id: 'feature/height', label: 'Height', group: 'feature', categories: 0, values: draw(shift.height ?? 0) },
    { id: 'feature/flat', label: 'Flat', group: 'feature', categories: 0, values: new Float64Array(count).fill(3) },
    {
      id: 'prediction',
      label: 'Predicted class',
      group: 'prediction',
      categories: 4,
      values: Uint8Array.from({ length: count }, () =>
        random() < (shift.class ?? 0.5) ? 0 : Math.floor(4 * random()),
      ),
    },
  ];
}
const reference = fitReference(columnsOf(3000, 1));

describe('a drift report', () => {
  it('marks the column that moved and no other, and says by how much', () => {
    const report = compareBatch(reference, 4, columnsOf(400, 2, { width: 0.5 }));
    expect(report).toMatchObject({ batch: 4, images: 400, tests: 7 });
    expect(driftedColumns(report).map(({ id }) => id)).toEqual(['feature/width']);
    const width = report.columns[0]!;
    expect(width.measures.wasserstein!.statistic).toBeGreaterThan(0.35);
    expect(width.measures.wasserstein!.statistic).toBeLessThan(0.65);
    expect(width.measures.psi!.statistic).toBeGreaterThan(5 * width.measures.psi!.expected!);
    expect(report.p).toBe(width.adjusted);
  });

  it('marks nothing when nothing moved, and a constant column has nothing to say', () => {
    const report = compareBatch(reference, 1, columnsOf(400, 3));
    expect(driftedColumns(report)).toEqual([]);
    expect(report.p).toBeGreaterThan(0.05);
    expect(report.columns[2]!.measures.ks).toEqual({ statistic: 0, p: 1, adjusted: 1 });
    expect(report.columns[2]!.measures.wasserstein).toEqual({ statistic: 0, expected: 0 });
  });

  it('takes another constant for the largest shift that a constant column can have, on either side', () => {
    const flat = (value: number): Column[] => [
      { id: 'flat', label: 'Flat', group: 'feature', categories: 0, values: new Float64Array(400).fill(value) },
    ];
    const constant = fitReference(flat(0.1));
    expect(constant.columns[0]!.std).toBe(0);
    for (const value of [0.05, 0.15]) {
      const { ks, psi, wasserstein, ...rest } = compareBatch(constant, 1, flat(value)).columns[0]!.measures;
      expect(ks!.statistic).toBe(1);
      expect(psi!.statistic).toBeCloseTo(2 * (1 - 1e-4) * Math.log(1e4), 3);
      expect(rest['chi-square']).toMatchObject({ statistic: 800 });
      expect(wasserstein).toEqual({ statistic: 0.05, expected: 0 });
    }
    const same = compareBatch(constant, 1, flat(0.1)).columns[0]!;
    expect(same.measures.psi).toEqual({ statistic: 0, expected: 0 });
    expect(same.adjusted).toBe(1);
  });

  it('says the same of a column and of its negative', () => {
    const random = randomSource(4);
    const values = (count: number, most: number): Float64Array =>
      Float64Array.from({ length: count }, () => Math.min(most, Math.round(6 * random()) / 4));
    const [fitted, batch] = [values(900, 1), values(150, 0.75)];
    const report = (sign: number) => {
      const column = (of: Float64Array): Column[] => [
        { id: 'x', label: 'X', group: 'feature', categories: 0, values: of.map((value) => sign * value) },
      ];
      return compareBatch(fitReference(column(fitted)), 1, column(batch)).columns[0]!.measures;
    };
    expect(report(-1)).toEqual(report(1));
    expect(report(1).psi!.statistic).toBeGreaterThan(0.1);
  });

  it('sees a change of predicted classes by chi-square and PSI alone', () => {
    const report = compareBatch(reference, 1, columnsOf(400, 3, { class: 0.1 }));
    const prediction = report.columns[3]!;
    expect(Object.keys(prediction.measures)).toEqual(['chi-square', 'psi']);
    expect(prediction.drifted).toBe(true);
    expect(prediction.means).toBeUndefined();
  });

  it('corrects all tests of the batch together by Holm', () => {
    const report = compareBatch(reference, 1, columnsOf(300, 5, { height: 0.3 }));
    const measures = report.columns
      .flatMap((column) => Object.values(column.measures))
      .filter(({ p }) => p !== undefined);
    const expected = holm(measures.map(({ p }) => p!));
    measures.forEach(({ adjusted }, k) => expect(adjusted!).toBeCloseTo(expected[k]!, 5));
    expect(report.tests).toBe(measures.length);
  });

  it('is a small JSON that survives a round trip', () => {
    const report = compareBatch(reference, 1, columnsOf(300, 5));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(JSON.stringify(report).length).toBeLessThan(400 * report.columns.length);
  });

  it('works on a batch of one image, and never finds it significant at the level', () => {
    expect(driftedColumns(compareBatch(reference, 1, columnsOf(1, 8)))).toEqual([]);
  });

  it('meets bad input by a sentence', () => {
    expect(() => fitReference([])).toThrow('at least one column');
    expect(() => fitReference(columnsOf(0, 1))).toThrow('at least one image');
    expect(() => compareBatch(reference, 7, columnsOf(0, 1))).toThrow('Batch 7 has no images left');
    expect(() => compareBatch(reference, 7, columnsOf(5, 1).slice(1))).toThrow('no column "Width"');
    const broken = columnsOf(5, 1);
    expect(() =>
      compareBatch(reference, 7, [{ ...broken[0]!, values: [1, Number.NaN, 2, 3, 4] }, ...broken.slice(1)]),
    ).toThrow('"Width" holds NaN');
  });

  it('becomes drift.csv: one line a batch, column and detector, and one a test of the whole batch', () => {
    const csv = driftCsv([1, 2].map((batch) => compareBatch(reference, batch, columnsOf(300, batch))));
    const lines = csv.trimEnd().split('\r\n');
    // Three measurements with four detectors, one category with two and the whole batch with one, twice, and the head.
    expect(lines).toHaveLength(1 + 2 * (3 * 4 + 2 + 1));
    for (const line of lines) expect(line.split(',')).toHaveLength(10);
    expect(lines[1]).toMatch(/^1,300,feature\/width,ks,.*,true$/);
    expect(lines[15]).toMatch(/^1,300,whole batch,energy,.*,,,,false$/);
  });
});

describe('columns to look at', () => {
  it('are the twelve named features, the ten softmax outputs and the predicted class', () => {
    const features = featureColumns(Float32Array.from({ length: 24 }, (_, i) => i));
    expect(features).toHaveLength(12);
    expect(Array.from(features[1]!.values)).toEqual([1, 13]);
    expect(features[5]).toMatchObject({ id: 'feature/width', label: 'Width (px)' });
    const probabilities = Float32Array.from({ length: 20 }, (_, i) => (i === 3 || i === 19 ? 0.91 : 0.01));
    const model = modelColumns(probabilities, CLASS_NAMES);
    expect(model).toHaveLength(11);
    expect(Array.from(model[10]!.values)).toEqual([3, 9]);
    expect(model[3]!.values[0]).toBeCloseTo(0.91, 6);
  });
});
