/** What the Data cell says it found. */
import { OFFICIAL_HASH } from '../../core/dataset/files';
import { CLASSES, SIDE, SPLIT_NAMES } from '../../core/dataset/types';
import { count } from '../../core/profile/text';
import type { DataSummary } from './types';

export function isOfficial(summary: Pick<DataSummary, 'hash'>): boolean {
  return summary.hash === OFFICIAL_HASH;
}

/** "40,000 / 5,000 / 5,000 / 10,000": fit, select, calibrate, stream. */
export function splitSizes(summary: DataSummary): string {
  return SPLIT_NAMES.filter((name) => name !== 'test')
    .map((name) => count(summary.splits[name].count))
    .join(' / ');
}

export function findings(summary: DataSummary): string[] {
  const total = count(summary.counts.train + summary.counts.test);
  const size = `${SIDE} x ${SIDE} in ${CLASSES} classes`;
  const sealed = `split ${splitSizes(summary)}; the ${count(summary.counts.test)} test images are sealed.`;
  if (summary.synthetic) {
    const drawn = `${total} drawn images of ${size} (a synthetic sample, not Fashion-MNIST), ${sealed}`;
    return summary.fallbackReason === undefined ? [drawn] : [drawn, summary.fallbackReason];
  }
  if (isOfficial(summary)) return [`${total} images of ${size}, verified against the official SHA-256, ${sealed}`];
  return [
    `${total} images of ${size} from an unofficial IDX set (${summary.hash.slice(0, 8)}), ${sealed}`,
    'The files are not those of Fashion-MNIST: the class names shown may not be theirs, and published scores do not apply.',
  ];
}

/** What must be told wherever results of this set are shown; undefined for the official set. */
export function caution(summary: DataSummary): string | undefined {
  if (summary.synthetic) {
    const why = summary.fallbackReason === undefined ? '' : ` ${summary.fallbackReason}`;
    return `Synthetic sample: these are drawings from a seeded generator, not photographs. No number here says anything about Fashion-MNIST.${why}`;
  }
  return isOfficial(summary)
    ? undefined
    : 'Unofficial data set: it has the format of Fashion-MNIST, but its SHA-256 is another. Class names and published scores may not apply.';
}
