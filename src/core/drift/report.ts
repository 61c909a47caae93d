/** One batch against the reference: every detector on every column, corrected for the number of tests. */
import { csvOf, type CsvValue } from '../csv';
import { LookbookError } from '../errors';
import { holm } from '../stats/adjust';
import { fitColumn, measureColumn, type Column, type ColumnGroup, type ReferenceColumn } from './columns';
import { DETECTORS, type DetectorName } from './detectors';
import type { Measure } from './detectors/types';
import { roundedTo } from '../words/numbers';

/** A measure whose p-value, if it has one, has been corrected for all tests of its batch (Holm). */
export interface CorrectedMeasure extends Measure {
  readonly adjusted?: number;
}

export interface ColumnDrift {
  readonly id: string;
  readonly label: string;
  readonly group: ColumnGroup;
  readonly measures: Readonly<Partial<Record<DetectorName, CorrectedMeasure>>>;
  /** Smallest corrected p-value of the column. */
  readonly adjusted: number;
  /** Whether that is below the level of the report. */
  readonly drifted: boolean;
  /** Means of reference and batch; left out for categories. */
  readonly means?: readonly [number, number];
}

/** Small enough for a summary: about 8 kB for 23 columns. Numbers are rounded to six digits. */
export interface DriftReport {
  /** From 1. */
  readonly batch: number;
  readonly images: number;
  /** Number of p-values that were corrected together. */
  readonly tests: number;
  /** Chance that any false alarm is raised in a batch without drift, for the marks of the columns. */
  readonly level: number;
  /**
   * p-value of the hypothesis that no column drifts: the smallest corrected one. Without drift it is below any u in at
   * most a share u of batches, however the tests depend on one another. The retraining rule works on this number alone.
   */
  readonly p: number;
  readonly columns: readonly ColumnDrift[];
}

export interface DriftReference {
  readonly images: number;
  readonly columns: readonly ReferenceColumn[];
}

/** The level at which single columns are marked in a batch. */
export const COLUMN_LEVEL = 0.05;

/** Reduces the reference (the calibration split) to what batches are compared with. @throws LookbookError `params/invalid` */
export function fitReference(columns: readonly Column[]): DriftReference {
  if (columns.length === 0) throw new LookbookError('params/invalid', 'Drift needs at least one column to look at.');
  const fitted = columns.map(fitColumn);
  return { images: fitted[0]!.count, columns: fitted };
}

const rounded = (value: number): number => roundedTo(value, 6);

/**
 * Compares a batch with the reference.
 * @param batch number of the batch, from 1
 * @param columns the reference's columns by id, in any order
 * @throws LookbookError `params/invalid` for a batch without images, a missing column or a value that is not finite
 */
export function compareBatch(
  reference: DriftReference,
  batch: number,
  columns: readonly Column[],
  level = COLUMN_LEVEL,
): DriftReport {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const drafts = reference.columns.map((fitted) => {
    const column = byId.get(fitted.id);
    if (!column) throw new LookbookError('params/invalid', `Batch ${batch} has no column "${fitted.label}".`);
    if (column.values.length === 0) {
      throw new LookbookError(
        'params/invalid',
        `Batch ${batch} has no images left: lower the severity of the class mix.`,
      );
    }
    const measured = measureColumn(column, fitted);
    const measures = Object.entries(DETECTORS).flatMap(([name, detector]) => {
      const measure = detector.measure(fitted, measured);
      return measure ? [{ name: name as DetectorName, measure }] : [];
    });
    return { fitted, measured, measures };
  });
  const adjusted = holm(
    drafts.flatMap(({ measures }) => measures.flatMap(({ measure }) => (measure.p === undefined ? [] : [measure.p]))),
  );
  let next = 0;
  const compared = drafts.map(({ fitted, measured, measures }): ColumnDrift => {
    const corrected: Partial<Record<DetectorName, CorrectedMeasure>> = {};
    let smallest = 1;
    for (const { name, measure } of measures) {
      const own = measure.p === undefined ? undefined : adjusted[next++]!;
      if (own !== undefined) smallest = Math.min(smallest, own);
      corrected[name] = {
        statistic: rounded(measure.statistic),
        ...(measure.expected === undefined ? {} : { expected: rounded(measure.expected) }),
        ...(measure.p === undefined ? {} : { p: rounded(measure.p) }),
        ...(own === undefined ? {} : { adjusted: rounded(own) }),
      };
    }
    return {
      id: fitted.id,
      label: fitted.label,
      group: fitted.group,
      measures: corrected,
      adjusted: rounded(smallest),
      drifted: smallest <= level,
      ...(fitted.categories > 0 ? {} : { means: [rounded(fitted.mean), rounded(measured.mean)] as const }),
    };
  });
  return {
    batch,
    images: drafts[0]!.measured.count,
    tests: adjusted.length,
    level,
    p: Math.min(1, ...compared.map((column) => column.adjusted)),
    columns: compared,
  };
}

/** The columns marked as drifted, the clearest first: by corrected p-value, then by the KS distance. */
export function driftedColumns(report: DriftReport): ColumnDrift[] {
  return report.columns
    .filter((column) => column.drifted)
    .sort((a, b) => a.adjusted - b.adjusted || (b.measures.ks?.statistic ?? 0) - (a.measures.ks?.statistic ?? 0));
}

/** `drift.csv`: one line for each batch, column and detector. */
export function driftCsv(reports: readonly DriftReport[]): string {
  const rows: CsvValue[][] = [
    ['batch', 'images', 'column', 'detector', 'statistic', 'expected_without_drift', 'p', 'p_adjusted', 'drifted'],
  ];
  for (const report of reports) {
    for (const column of report.columns) {
      for (const [name, measure] of Object.entries(column.measures)) {
        const { statistic, expected, p, adjusted } = measure;
        const marked = adjusted === undefined ? undefined : adjusted <= report.level;
        rows.push([report.batch, report.images, column.id, name, statistic, expected, p, adjusted, marked]);
      }
    }
  }
  return csvOf(rows);
}
