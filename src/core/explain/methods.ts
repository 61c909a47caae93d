/** The methods of attribution, what is known of each, and the names under which their arrays are stored. */

export const METHODS = [
  'saliency',
  'smoothgrad',
  'gradient-x-input',
  'integrated-gradients',
  'integrated-gradients-mean',
  'expected-gradients',
  'lime',
] as const;
export type Method = (typeof METHODS)[number];

export interface MethodFacts {
  /** In sentences and headings of tables. */
  readonly label: string;
  /** Above a narrow column of pictures. */
  readonly short: string;
  /** Whether the sign means something: for the explained class or against it. */
  readonly signed: boolean;
  /** The output at which attributions should add up to the output at the image; without one they need not add up. */
  readonly completeFrom?: 'a black image' | 'the mean image' | 'the mean of the background';
}

export const METHOD_FACTS: Readonly<Record<Method, MethodFacts>> = {
  saliency: { label: 'Saliency', short: 'Saliency', signed: false },
  smoothgrad: { label: 'SmoothGrad', short: 'Smooth', signed: false },
  'gradient-x-input': { label: 'Gradient × input', short: 'Grad × in', signed: true },
  'integrated-gradients': {
    label: 'Integrated gradients (black)',
    short: 'IG black',
    signed: true,
    completeFrom: 'a black image',
  },
  'integrated-gradients-mean': {
    label: 'Integrated gradients (mean)',
    short: 'IG mean',
    signed: true,
    completeFrom: 'the mean image',
  },
  'expected-gradients': {
    label: 'Expected gradients',
    short: 'Expected',
    signed: true,
    completeFrom: 'the mean of the background',
  },
  lime: { label: 'LIME', short: 'LIME', signed: true },
};

/** Artifacts of an attribution by one method. */
export const ATTRIBUTE_ARTIFACTS = {
  /** float32 [images, height x width], in units of the logit (gradients: for a step of one level; LIME: of the probability). */
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
