/** The lines of the mission that the Explore cell carries out. */
import type { Requirement } from '../types';

const CHECKED = 'by definition; values checked against NumPy and SciPy';

export const requirements: readonly Requirement[] = [
  {
    mission: 'M1',
    requirement: 'Missing and invalid values',
    algorithm: 'Labels and pixels that are missing or out of range, images of a wrong size, counted by split',
    reference: 'counting',
    figureId: 'missing',
  },
  {
    mission: 'M1',
    requirement: 'Class balance',
    algorithm: 'Images a class and split; alert below a share of the largest class',
    reference: 'counting',
    figureId: 'class-balance',
  },
  {
    mission: 'M1',
    requirement: 'Distributions of pixel values',
    algorithm: 'Whole-number sums and a histogram of the 256 values over all pixels; mean and deviation of each pixel',
    reference: CHECKED,
    figureId: 'intensities',
  },
  {
    mission: 'M1',
    requirement: 'Distributions of features',
    algorithm: 'Twelve named image features: exact quantiles, skewness g₁, excess kurtosis g₂, histograms by class',
    reference: CHECKED,
    figureId: 'features',
  },
  {
    mission: 'M1',
    requirement: 'Correlations, linear',
    algorithm: "Pearson's r of the named features, in double precision",
    reference: 'checked against numpy.corrcoef',
    figureId: 'correlation-pearson',
  },
  {
    mission: 'M1',
    requirement: 'Correlations, monotone',
    algorithm: "Spearman's ρ: Pearson's r of average ranks",
    reference: 'checked against scipy.stats.spearmanr',
    figureId: 'correlation-spearman',
  },
  {
    mission: 'M1',
    requirement: 'Duplicates and leaks between splits',
    algorithm: 'Images with equal SHA-256 of their 784 bytes, within and across splits',
    reference: 'byte equality',
    figureId: 'splits',
  },
  {
    mission: 'M1',
    requirement: 'What the classes look like',
    algorithm: 'Mean and standard deviation image of each class; sample images by the seeded order',
    reference: CHECKED,
    figureId: 'class-means',
  },
  {
    mission: 'M1',
    requirement: 'Image quality: dark, light, low information, blurry',
    algorithm: '99th and 5th percentile of x/255, entropy, deviation of the edge image, as cleanvision defines them',
    reference: 'definitions of cleanvision 0.3.6; scores checked against Pillow and NumPy',
    figureId: 'quality',
  },
  {
    mission: 'M1',
    requirement: 'Quality alerts with a sentence each',
    algorithm: 'Thresholds on imbalance, zeros, constant pixels, skewness, correlation, duplicates',
    reference: 'rules set by the parameters of the cell',
    figureId: 'alerts',
  },
];
