/** The lines of the mission that the Explore cell carries out. */
import type { Requirement } from '../../types';

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
    algorithm:
      'Integer sums and a histogram of the 256 values over all pixels; mean and standard deviation of each pixel',
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
    requirement: 'Counts, bytes, hash, range, missing and invalid values of every field',
    algorithm: 'Files as they were loaded and named features as they are stored, each with its SHA-256',
    reference: 'counting',
    figureId: 'fields',
  },
  {
    mission: 'M1',
    requirement: 'Splits compared, with tests',
    algorithm:
      "Two-sample Kolmogorov-Smirnov tests and Pearson's chi-square against the training split, Holm's correction, effect sizes",
    reference: 'checked against scipy.stats.ks_2samp and chi2_contingency',
    figureId: 'split-differences',
  },
  {
    mission: 'M1',
    requirement: 'Association of each feature with the class',
    algorithm: 'Correlation ratio η²; mutual information, plug-in over bins of equal share',
    reference: 'checked against NumPy and sklearn.metrics.mutual_info_score',
    figureId: 'class-association',
  },
  {
    mission: 'M1',
    requirement: 'Correlations of all pixels',
    algorithm: "Pearson's r of all pairs of pixels from exact sums of products; average-linkage clustering",
    reference: 'checked against numpy.corrcoef',
    figureId: 'pixel-correlations',
  },
  {
    mission: 'M1',
    requirement: 'Principal components of the pixels',
    algorithm: 'Eigenvalues of the covariance by Householder and QL, vectors by inverse iteration',
    reference: 'checked against numpy.linalg.eigh',
    figureId: 'variance-shares',
  },
  {
    mission: 'M1',
    requirement: 'Duplicates and leaks between splits',
    algorithm: 'Images with equal SHA-256 of their bytes, within and across splits',
    reference: 'byte equality',
    figureId: 'splits',
  },
  {
    mission: 'M1',
    requirement: 'What the classes look like',
    algorithm: 'Mean, median, standard deviation and entropy image of each class; sample images by the seeded order',
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
];
