/** What can happen to the stream. Nothing is imported: the page loads it at its start. */

export const SCENARIO_LABELS = {
  none: 'No drift',
  noise: 'Gaussian noise',
  blur: 'Blur',
  brightness: 'Brightness',
  contrast: 'Contrast',
  rotation: 'Rotation',
  shift: 'Shift',
  'class-mix': 'Class mix',
} as const;

export type ScenarioType = keyof typeof SCENARIO_LABELS;

/** A drift that sets in with a batch and stays. */
export interface Scenario {
  readonly type: ScenarioType;
  /** 0 (nothing happens) to 1. */
  readonly severity: number;
  /** First batch that drifts, from 1. */
  readonly fromBatch: number;
}

/** One batch of the stream, as the scenario lets it come in. */
export interface StreamBatch {
  /** Number of the batch, from 1, of so many. */
  readonly batch: number;
  readonly batches: number;
  readonly scenario: Scenario;
  /** Seed of the order of the stream and of what happens to its images. */
  readonly streamSeed: number;
}
