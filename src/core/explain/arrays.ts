/** The names under which tasks store the arrays of explanations. */

/** Artifacts of an attribution by one method. */
export const ATTRIBUTE_ARTIFACTS = {
  /** float32 [images, height x width], in the method's units. */
  attributions: 'attributions',
  /** uint8 [images, height x width]. */
  images: 'images',
  /** float32 [classes, height x width]: mean over rightly named images of each class; absent if none were asked for. */
  classAverages: 'classAverages',
} as const;

/** Artifacts of the ranking of pixels. */
export const RANK_ARTIFACTS = {
  /** float64 [height x width]: variance in levels squared, or mean absolute attribution in units of the logit. */
  importance: 'importance',
} as const;

/** Arrays for the beeswarms: images in the order drawn. */
export const LINEAR_ARTIFACTS = {
  /** float32 [classes, features, images]: Shapley values. */
  swarmValues: 'swarmValues',
  /** float32 [classes, features, images]: places across the row, -0.5 to 0.5. */
  swarmOffsets: 'swarmOffsets',
  /** float32 [features, images]: rank of the feature's value, 0 to 1. */
  swarmLevels: 'swarmLevels',
} as const;
