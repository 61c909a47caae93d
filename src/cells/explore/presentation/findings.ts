/** What the profile says, in sentences. */
import { pixelsOf, type ImageSize } from '../../../core/dataset/shape';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import { NAMED_FEATURES } from '../../../core/features/named';
import { fieldLabel } from '../../../core/profile/alerts';
import { coarseSize } from '../../../core/profile/coarse';
import { CORRELATED, pairsAbove } from '../../../core/profile/pixel-pairs';
import { SIGNIFICANT } from '../../../core/words/comparisons';
import { SPLIT_EFFECT, type ProfileSummary, type SplitTest } from '../../../core/profile/types';
import { totalInvalid } from '../../../core/profile/validity';
import { count, decimal, percent } from '../../../core/words/numbers';
import type { Naming } from '../../classes';
import { differenceWords } from './blocks/overview';
import { classEntropy } from './blocks/relations';
import { SCOPE_LABELS, SPLIT_LABELS, blockWords, numberWord } from './written';
import { qualitySentence } from './blocks/quality';
import type { ExploreSummary } from '../types';

const MOST_FINDINGS = 6;

/** The synthetic sample and what could not be computed come before the rest: at most six findings in all. */
export function findings({ profile, synthetic, quality }: ExploreSummary, nameOf: Naming, size: ImageSize): string[] {
  const cautions = [
    ...(synthetic ? ['These are the synthetic sample images, not Fashion-MNIST.'] : []),
    ...(profile.notComputed.length > 0 ? [profile.notComputed.join(' ')] : []),
  ];
  return [
    headline(profile),
    ...cautions,
    ...[
      ...splitSentence(profile),
      ...associationSentence(profile),
      ...pixelSentence(profile, size),
      ...qualitySentence(quality),
      ...classSentence(profile, nameOf),
    ].slice(0, MOST_FINDINGS - 1 - cautions.length),
  ];
}

function headline(profile: ProfileSummary): string {
  const { perClass, pixels, duplicates } = profile;
  if (pixels.images === 0) return `There are no images in ${SCOPE_LABELS[profile.scope]}: nothing could be computed.`;
  const present = perClass.filter((images) => images > 0);
  const least = Math.min(...present);
  const most = Math.max(...present);
  const images = least === most ? count(least) : `${count(least)} to ${count(most)}`;
  const classes =
    present.length === 1
      ? `One class of ${images} ${most === 1 ? 'image' : 'images'}`
      : `${numberWord(present.length)} classes of ${images} images${least === most ? ' each' : ''}`;
  const empty = perClass.length - present.length;
  const without =
    empty === 0 ? '' : ` and ${numberWord(empty).toLowerCase()} ${empty === 1 ? 'class' : 'classes'} without an image`;
  const missing = SPLIT_NAMES.reduce((sum, split) => sum + totalInvalid(profile.splits[split].invalid), 0);
  const parts = [
    `${classes}${without}`,
    missing === 0 ? 'nothing missing' : `${count(missing)} values missing or impossible`,
    duplicates.copies === 0 ? 'no exact duplicate' : `${count(duplicates.copies)} exact duplicates`,
  ];
  return `${parts.join(', ')}; ${percent(pixels.zeroShare ?? 0)} zero pixels (background).`;
}

/** The brightest and the darkest class. */
function classSentence(profile: ProfileSummary, nameOf: Naming): string[] {
  const classes = (profile.features[0]?.byClass ?? []).flatMap(({ mean }, label) =>
    mean === null ? [] : [{ label, mean }],
  );
  if (classes.length < 2) return [];
  classes.sort((a, b) => a.mean - b.mean);
  const dark = classes[0]!;
  const bright = classes[classes.length - 1]!;
  return [
    `${nameOf(bright.label)} is the brightest class (mean intensity ${decimal(bright.mean, 3)}), ${nameOf(dark.label)} the darkest (${decimal(dark.mean, 3)}).`,
  ];
}

/** Whether the splits come from one place. */
function splitSentence(profile: ProfileSummary): string[] {
  const { splitTests } = profile;
  const largest = splitTests.reduce<SplitTest | undefined>(
    (most, test) => (most && most.effect >= test.effect ? most : test),
    undefined,
  );
  if (!largest) return [];
  const where = `${fieldLabel(largest.field)} in ${SPLIT_LABELS[largest.split].toLowerCase()}, ${largest.test === 'ks' ? 'D' : 'V'} ${decimal(largest.effect, 3)}`;
  const verdict =
    largest.effect < SPLIT_EFFECT
      ? `below ${SPLIT_EFFECT}, too small to matter to a model`
      : largest.adjusted < SIGNIFICANT
        ? 'large enough to matter'
        : 'not significant with so few images';
  return [`${differenceWords(profile)}. The largest effect (${where}) is ${verdict}.`];
}

/** The feature that says most of the class. */
function associationSentence(profile: ProfileSummary): string[] {
  const bits = classEntropy(profile);
  const best = profile.features
    .map(({ withClass }, at) => ({ ...withClass, label: NAMED_FEATURES[at]!.label }))
    .sort((a, b) => (b.mutualInformation ?? 0) - (a.mutualInformation ?? 0))[0];
  if (!best || best.mutualInformation === null || best.etaSquared === null || bits === 0) return [];
  return [
    `${best.label} is the most informative named feature: mutual information with the class ${decimal(best.mutualInformation)} of ${decimal(bits)} bits, η² ${decimal(best.etaSquared)}.`,
  ];
}

function pixelSentence({ pixelPairs, components }: ProfileSummary, size: ImageSize): string[] {
  if (!pixelPairs || pixelPairs.varying < 2) return [];
  const above = pairsAbove(pixelPairs, CORRELATED);
  const half = components?.needed.find(({ share }) => share === 0.9);
  const directions =
    half && half.components !== null
      ? ` ${half.components} of ${count(pixelsOf(coarseSize(size)))} principal components explain 90 % of the pixel variance.`
      : '';
  const pairs = above === 0 ? 'none correlates' : `${count(above)} ${above === 1 ? 'correlates' : 'correlate'}`;
  return [
    `Of ${count((pixelPairs.varying * (pixelPairs.varying - 1)) / 2)} pairs of ${blockWords(size)} ${pairs} above ${CORRELATED} in absolute value.${directions}`,
  ];
}
