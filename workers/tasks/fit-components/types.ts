/**
 * Principal components of the pixels of fit. Inputs: `data`, and the sums over runs of images as `sums.<n>`; see the task
 * `pixel-products`.
 */
export interface FitComponentsSpec {
  /** Share of the variance, 0 to 1, that the kept components hold. */
  readonly share: number;
  /** The least and the most that are kept. */
  readonly least: number;
  readonly most: number;
}

export interface FitComponentsSummary {
  readonly images: number;
  /** Components that hold the share; those of variance 0 are never kept. */
  readonly reaching: number;
  readonly kept: number;
  /** Share of the variance that the kept ones hold. */
  readonly held: number;
  /** Shares of the first ten. */
  readonly shares: readonly number[];
}

/** float64 [784], of x/255, and float64 [kept, 784]. */
export const COMPONENT_ARTIFACTS = { mean: 'mean', components: 'components' } as const;
