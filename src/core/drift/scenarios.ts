/** What can happen to the stream, and the settings that Lookbook ships. Nothing is imported: the page loads it at its start. */

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

export const SHIPPED = {
  /**
   * Moderate noise (standard deviation 38 of 255) from batch 9 of 20. The rule of ./rule fires after batch 9 for each of 20 seeds (with
   * a nearest-centroid model, whose accuracy it hardly touches; a sixth of the severity is still found within three batches).
   */
  scenario: { type: 'noise', severity: 0.3, fromBatch: 9 },
  /** The 10,000 images of the stream come in so many batches: 500 each. */
  batches: 20,
  /** Chance of any retraining in a whole stream without drift: why so small stands in ./rule. */
  budget: 0.01,
  /** Batches in a row for the persistent rule. */
  consecutive: 3,
} as const satisfies { scenario: Scenario; batches: number; budget: number; consecutive: number };
