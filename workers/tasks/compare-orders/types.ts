/**
 * Groups of trainings that differ in one thing (which pixels they saw), with the same seeds in each group, compared on the
 * select split. Inputs: `data`, and for each group and seed `<group>.<number>`: a result with `selectProbabilities`.
 * Seed: of the bootstrap.
 */
export interface CompareOrdersSpec {
  /** The first is compared with each other. */
  readonly groups: readonly string[];
  /**
   * The comparison that something is decided by: its interval covers 95 %. Those of all others together cover 95 %
   * (Bonferroni).
   */
  readonly decisive: string;
  /** Trainings in each group, numbered from 0; equal numbers share their seed. */
  readonly runs: number;
  readonly resamples: number;
}

/** An estimate over images and seeds. */
export interface Estimate {
  readonly estimate: number;
  readonly interval: readonly [number, number];
  readonly perRun: readonly number[];
}

export interface CompareOrdersSummary {
  readonly spec: CompareOrdersSpec;
  readonly images: number;
  /** Accuracy of each group; intervals of 95 %. */
  readonly accuracy: Readonly<Record<string, Estimate>>;
  /** Accuracy of the first group minus that of another, paired by image and seed. */
  readonly differences: Readonly<Record<string, Estimate>>;
  /** Coverage of the interval of each difference. */
  readonly levels: Readonly<Record<string, number>>;
}
