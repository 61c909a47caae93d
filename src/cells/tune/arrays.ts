/** Names of what the Tune cell passes on beside the model's own arrays. */
export const TUNE_ARTIFACTS = {
  /** float32 [images, 10]: of the chosen model. */
  validationProbabilities: 'validationProbabilities',
  testProbabilities: 'testProbabilities',
  /** uint8 and uint32 [images]: classes of the test images in the order of their probabilities, and places in the file. */
  testLabels: 'testLabels',
  testIndices: 'testIndices',
  /** uint8 [mistakes, height, width]. */
  mistakeImages: 'mistakeImages',
} as const;
/** Duration of a trial in the cell's timing, in seconds. */
export const trialSeconds = (number: number): string => `trial.${number}`;
