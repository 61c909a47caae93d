/** The methods of attribution, and the names under which their arrays are stored. */

export const METHODS = ['saliency', 'gradient-x-input', 'integrated-gradients'] as const;
export type Method = (typeof METHODS)[number];

/** Artifacts of an attribution. */
export const ATTRIBUTE_ARTIFACTS = {
  /** float32 [methods, images, 784], in the units of the logit (saliency and gradients: a raw pixel step). */
  attributions: 'attributions',
  /** uint8 [images, 784]. */
  images: 'images',
  /** float32 [10, 784]: mean integrated gradients of rightly named images of each class. */
  classAverages: 'classAverages',
} as const;
