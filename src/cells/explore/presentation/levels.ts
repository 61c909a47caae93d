/** How the Explore cell is read. */
import { NAMED_FEATURES } from '../../../core/features/named';
import { correlatedPairs, fieldLabel } from '../../../core/profile/alerts';
import { SIGNIFICANT } from '../../../core/words/comparisons';
import { count, decimal, percent, plural } from '../../../core/words/numbers';
import type { Levels } from '../../types';
import type { ExploreParams, ExploreSummary } from '../types';

export const levels: Levels<ExploreParams, ExploreSummary> = {
  brief: ({ summary: { profile } }) => plural(profile.duplicates.copies, 'duplicate'),
  key: ['class-means', 'class-balance'],
  sections: [
    { id: 'samples', title: 'Sample images', blocks: ['samples'] },
    {
      id: 'fields',
      title: 'Fields, missing values and duplicates',
      blocks: ['fields', 'missing', 'duplicates'],
      notable: ({ summary: { profile } }) => `${count(profile.duplicates.copies)} exact duplicates`,
    },
    {
      id: 'splits',
      title: 'Class balance and splits',
      blocks: ['class-balance', 'splits', 'split-differences', 'split-tests'],
      notable: ({ summary: { profile } }) => {
        const { splitTests } = profile;
        const largest = splitTests.toSorted((a, b) => b.effect - a.effect)[0];
        if (!largest) return undefined;
        const significant = splitTests.filter(({ adjusted }) => adjusted < SIGNIFICANT).length;
        return `${significant} of ${splitTests.length} tests significant; largest effect ${decimal(largest.effect, 3)}, ${fieldLabel(largest.field)}`;
      },
    },
    {
      id: 'pixels',
      title: 'Pixel values',
      blocks: ['pixel-maps', 'intensities*'],
      notable: ({ summary: { profile } }) =>
        `${percent(profile.pixels.zeroShare)} zeros, mean ${decimal(profile.pixels.mean, 3)}`,
    },
    {
      id: 'distributions',
      title: 'Distributions of the image features',
      blocks: ['features*', 'feature-definitions', 'histograms-*'],
      notable: () => `${NAMED_FEATURES.length} features`,
    },
    {
      id: 'correlations',
      title: 'Correlations',
      blocks: ['correlation-*', 'pixel-correlations', 'pixel-pairs'],
      notable: ({ summary: { profile } }) => {
        const strongest = correlatedPairs(profile.pearson, profile.spearman)[0];
        return (
          strongest &&
          `${NAMED_FEATURES[strongest.a]!.label} and ${NAMED_FEATURES[strongest.b]!.label}, r ${decimal(strongest.pearson ?? strongest.spearman ?? 0)}`
        );
      },
    },
    {
      id: 'association',
      title: 'Features and classes',
      blocks: ['class-association*'],
      notable: ({ summary: { profile } }) => {
        const best = profile.features
          .map(({ withClass }, at) => ({ bits: withClass.mutualInformation, label: NAMED_FEATURES[at]!.label }))
          .sort((a, b) => (b.bits ?? 0) - (a.bits ?? 0))[0];
        return best && best.bits !== null ? `${best.label}, ${decimal(best.bits)} bits` : undefined;
      },
    },
    {
      id: 'components',
      title: 'Principal components',
      blocks: ['variance-shares', 'principal-components'],
      notable: ({ summary: { profile } }) => {
        const most = profile.components?.needed.find(({ share }) => share === 0.9);
        return most && most.components !== null ? `${most.components} hold 90 % of the variance` : undefined;
      },
    },
    {
      id: 'quality',
      title: 'Image quality',
      blocks: ['quality*'],
      notable: ({ summary: { quality } }) =>
        quality.checks.map(({ kind, flagged }) => `${count(flagged)} ${kind.replace('-', ' ')}`).join(', '),
    },
  ],
};
