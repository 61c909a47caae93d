/** What the profile says, in sentences. */
import { SPLIT_NAMES } from '../../core/dataset/types';
import { NAMED_FEATURES } from '../../core/features/named';
import { correlatedPairs } from '../../core/profile/alerts';
import type { ProfileSummary } from '../../core/profile/types';
import { totalInvalid } from '../../core/profile/validity';
import { count, nameOfClass, decimal, percent } from '../../core/profile/text';
import { SCOPE_LABELS, numberWord } from './format';
import { qualitySentence } from './quality-blocks';
import type { ExploreSummary } from './types';

export function findings({ profile, alerts, synthetic, quality }: ExploreSummary): string[] {
  return [
    headline(profile),
    ...alertsSentence(alerts),
    ...classSentence(profile),
    ...correlationSentence(profile),
    ...splitSentence(profile),
    ...qualitySentence(quality),
    ...(synthetic ? ['These are the synthetic sample images, not Fashion-MNIST.'] : []),
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
  const missing = SPLIT_NAMES.reduce((sum, split) => sum + totalInvalid(profile.splits[split].invalid), 0);
  const parts = [
    classes,
    missing === 0 ? 'nothing missing' : `${count(missing)} values missing or impossible`,
    duplicates.copies === 0 ? 'no exact duplicate' : `${count(duplicates.copies)} exact duplicates`,
  ];
  return `${parts.join(', ')}; ${background(pixels.zeroShare ?? 0)}.`;
}

function background(share: number): string {
  const zeros = `${percent(share)} zeros`;
  if (share >= 0.45 && share <= 0.55) return `half of all pixel values are background (${zeros})`;
  return `${percent(share, 0)} of all pixel values are background (${zeros})`;
}

function alertsSentence(alerts: ExploreSummary['alerts']): string[] {
  const grave = alerts.filter((alert) => alert.severity === 'warning').length;
  const notices = alerts.filter((alert) => alert.severity === 'notice').length;
  if (grave + notices === 0) return ['No alert was raised.'];
  const parts = [
    ...(grave > 0 ? [`${grave} ${grave === 1 ? 'warning' : 'warnings'}`] : []),
    ...(notices > 0 ? [`${notices} ${notices === 1 ? 'notice' : 'notices'}`] : []),
  ];
  return [`The checks gave ${parts.join(' and ')}.`];
}

/** The brightest and the darkest class. */
function classSentence(profile: ProfileSummary): string[] {
  const classes = (profile.features[0]?.byClass ?? []).flatMap(({ mean }, label) =>
    mean === null ? [] : [{ label, mean }],
  );
  if (classes.length < 2) return [];
  classes.sort((a, b) => a.mean - b.mean);
  const dark = classes[0]!;
  const bright = classes[classes.length - 1]!;
  return [
    `${nameOfClass(bright.label, profile.classes)} is the brightest class (mean intensity ${decimal(bright.mean, 3)}), ${nameOfClass(dark.label, profile.classes)} the darkest (${decimal(dark.mean, 3)}).`,
  ];
}

function correlationSentence(profile: ProfileSummary): string[] {
  const strongest = correlatedPairs(profile.pearson, profile.spearman)[0];
  if (!strongest) return [];
  const { a, b, pearson, spearman } = strongest;
  return [
    `${NAMED_FEATURES[a]!.label} and ${NAMED_FEATURES[b]!.label} are the most correlated of the named features (Pearson ${decimal(pearson)}, Spearman ${decimal(spearman)}).`,
  ];
}

/** How far the splits' means lie apart. */
function splitSentence(profile: ProfileSummary): string[] {
  const means = SPLIT_NAMES.flatMap((split) => profile.splits[split].pixels.mean ?? []);
  if (means.length < 2) return [];
  const low = Math.min(...means);
  const high = Math.max(...means);
  return [
    `The mean intensities of the splits lie between ${decimal(low, 4)} and ${decimal(high, 4)} (described, not tested).`,
  ];
}
