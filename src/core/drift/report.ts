/** One batch against the reference: every detector on every column and on the whole, corrected for the number of tests. */
import { LookbookError } from '../errors';
import { derive } from '../seed';
import { holm } from '../stats/adjust';
import { SIGNIFICANT } from '../words/comparisons';
import { roundedTo } from '../words/numbers';
import {
  fitColumn,
  measureColumn,
  type BatchColumn,
  type Column,
  type ColumnGroup,
  type ReferenceColumn,
} from './columns';
import { DRAWN } from './column-tests';
import type { ColumnTest } from './column-tests/types';
import { thatDecide, type Detector, type Measure } from './detector';
import { DETECTORS, type Detectors } from './detectors';
import type { Sample } from './sample-tests/types';

/** A measure whose p-value, if it has one, has been corrected: see {@link DriftReport.tests}. */
export interface CorrectedMeasure extends Measure {
  readonly adjusted?: number;
}

/** Detector id -> what it says. */
export type Measures = Readonly<Record<string, CorrectedMeasure>>;

export interface ColumnDrift {
  readonly id: string;
  readonly label: string;
  readonly group: ColumnGroup;
  readonly measures: Measures;
  /** Smallest corrected p-value of the column among the tests that decide. */
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
  /**
   * Number of p-values of detectors that decide: they are corrected together (Holm). Those of a detector that explores are corrected
   * among themselves, so that another detector moves none of them.
   */
  readonly tests: number;
  /** Chance that any false alarm is raised in a batch without drift, for the marks of the columns. */
  readonly level: number;
  /**
   * p-value of the hypothesis that nothing drifts: the smallest corrected one of those that decide. Without drift it is below any u in at
   * most a share u of batches, however the tests depend on one another. The retraining rule works on this number alone.
   */
  readonly p: number;
  readonly columns: readonly ColumnDrift[];
  /** Tests of the whole batch, by id. Absent in results of before there were any. */
  readonly samples?: Measures;
  /** Ids of the detectors that decided. Absent in results of before others could explore: all with a p-value did. */
  readonly deciding?: readonly string[];
}

export interface DriftReference {
  readonly images: number;
  readonly columns: readonly ReferenceColumn[];
  readonly columnTests: readonly ColumnTest[];
  /** Tests of whole samples, fitted to the reference. */
  readonly sampleTests: readonly { readonly test: Detector; measure(batch: Sample): Measure | undefined }[];
}

/** Seed of what tests of whole samples draw: one for all runs, since their numbers are compared with one another. */
const SAMPLE_SEED = 1;

/** Reduces the reference (the calibration split) to what batches are compared with. @throws LookbookError `params/invalid` */
export function fitReference(columns: readonly Column[], detectors: Detectors = DETECTORS): DriftReference {
  if (columns.length === 0) throw new LookbookError('params/invalid', 'Drift needs at least one column to look at.');
  const fitted = columns.map(fitColumn);
  const images = fitted[0]!.count;
  return {
    images,
    columns: fitted,
    columnTests: detectors.columnTests,
    sampleTests: detectors.sampleTests.map((test) => ({
      test,
      measure: test.fit({ images, columns }, derive(SAMPLE_SEED, 'drift', 'sample', test.id)),
    })),
  };
}

const rounded = (value: number): number => roundedTo(value, 6);

/** What one detector says of a column, or of the whole batch where there is none. */
interface Found {
  readonly detector: Detector;
  readonly column: ReferenceColumn | undefined;
  readonly measure: Measure;
}

function measureColumns(
  { columns: fitted, columnTests }: DriftReference,
  batch: number,
  columns: readonly Column[],
): { readonly measured: Map<ReferenceColumn, BatchColumn>; readonly found: Found[] } {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const measured = new Map<ReferenceColumn, BatchColumn>();
  const found: Found[] = [];
  for (const reference of fitted) {
    const column = byId.get(reference.id);
    if (!column) throw new LookbookError('params/invalid', `Batch ${batch} has no column "${reference.label}".`);
    if (column.values.length === 0) {
      throw new LookbookError(
        'params/invalid',
        `Batch ${batch} has no images left: lower the severity of the class mix.`,
      );
    }
    const own = measureColumn(column, reference);
    measured.set(reference, own);
    for (const detector of columnTests) {
      const measure = detector.measure(reference, own);
      if (measure) found.push({ detector, column: reference, measure });
    }
  }
  return { measured, found };
}

/** Corrected p-values: of all detectors that decide together, and of each other one's by themselves. */
function correct(found: readonly Found[]): Map<Found, number> {
  const families = new Map<Detector | null, Found[]>();
  for (const one of found) {
    if (one.measure.p === undefined) continue;
    const family = one.detector.decides ? null : one.detector;
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  const corrected = new Map<Found, number>();
  for (const family of families.values()) {
    const adjusted = holm(family.map(({ measure }) => measure.p!));
    family.forEach((one, at) => corrected.set(one, adjusted[at]!));
  }
  return corrected;
}

function shortened({ statistic, expected, p }: Measure, adjusted: number | undefined): CorrectedMeasure {
  return {
    statistic: rounded(statistic),
    ...(expected === undefined ? {} : { expected: rounded(expected) }),
    ...(p === undefined ? {} : { p: rounded(p) }),
    ...(adjusted === undefined ? {} : { adjusted: rounded(adjusted) }),
  };
}

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
  level = SIGNIFICANT,
): DriftReport {
  const { measured, found: ofColumns } = measureColumns(reference, batch, columns);
  const images = measured.get(reference.columns[0]!)!.count;
  const ofBatch = reference.sampleTests.flatMap(({ test, measure: compare }): Found[] => {
    const measure = compare({ images, columns });
    return measure ? [{ detector: test, column: undefined, measure }] : [];
  });
  const found = [...ofColumns, ...ofBatch];
  const corrected = correct(found);
  const measuresOf = (column: ReferenceColumn | undefined): Measures =>
    Object.fromEntries(
      found
        .filter((one) => one.column === column)
        .map((one) => [one.detector.id, shortened(one.measure, corrected.get(one))]),
    );
  const smallest = (column: ReferenceColumn | undefined): number =>
    found.reduce(
      (least, one) =>
        one.column === column && one.detector.decides ? Math.min(least, corrected.get(one) ?? 1) : least,
      1,
    );
  const compared = reference.columns.map((column): ColumnDrift => {
    const adjusted = smallest(column);
    const { id, label, group } = column;
    return {
      id,
      label,
      group,
      measures: measuresOf(column),
      adjusted: rounded(adjusted),
      drifted: adjusted <= level,
      ...(column.categories > 0 ? {} : { means: [rounded(column.mean), rounded(measured.get(column)!.mean)] as const }),
    };
  });
  return {
    batch,
    images,
    tests: found.filter((one) => one.detector.decides && corrected.has(one)).length,
    level,
    p: Math.min(rounded(smallest(undefined)), ...compared.map((column) => column.adjusted)),
    columns: compared,
    samples: measuresOf(undefined),
    deciding: thatDecide([...reference.columnTests, ...reference.sampleTests.map(({ test }) => test)]).map(
      ({ id }) => id,
    ),
  };
}

/** A column's distance by the test that is drawn over the stream; 0 for categories, which have none. */
export const drawnDistance = ({ measures }: ColumnDrift): number => measures[DRAWN.id]?.statistic ?? 0;

/** Orders columns, the clearest first: by corrected p-value, then by the distance that is drawn. */
export const clearestFirst = (a: ColumnDrift, b: ColumnDrift): number =>
  a.adjusted - b.adjusted || drawnDistance(b) - drawnDistance(a);

/** The columns marked as drifted, the clearest first. */
export const driftedColumns = (report: DriftReport): ColumnDrift[] =>
  report.columns.filter((column) => column.drifted).sort(clearestFirst);
