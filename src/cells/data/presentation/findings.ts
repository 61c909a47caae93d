/** What the Data cell says it found. */
import { OFFICIAL_HASH } from '../../../core/dataset/files';
import {
  FEWEST_CLASSES,
  FEWEST_PER_CLASS,
  MOST_CLASSES,
  emptyClasses,
  trainingSizes,
} from '../../../core/dataset/suitable';
import { nameOfLabel, sizeWords, unnamedClasses } from '../../../core/dataset/shape';
import { DAMAGED_NAME, SPLIT_NAMES, classesOf } from '../../../core/dataset/types';
import { count } from '../../../core/words/numbers';
import type { DataSummary } from '../types';

export function isOfficial(summary: Pick<DataSummary, 'hash'>): boolean {
  return summary.hash === OFFICIAL_HASH;
}

export const isDamaged = ({ synthetic, name }: Pick<DataSummary, 'synthetic' | 'name'>): boolean =>
  synthetic && name === DAMAGED_NAME;

/** "40,000 / 5,000 / 5,000 / 10,000": training, validation, calibration, stream. */
export function splitSizes(summary: DataSummary): string {
  return SPLIT_NAMES.filter((name) => name !== 'test')
    .map((name) => count(summary.splits[name].count))
    .join(' / ');
}

export function findings(summary: DataSummary): string[] {
  const total = count(summary.counts.train + summary.counts.test);
  const classes = classesOf(summary);
  const size = `${sizeWords(summary)} in ${classes} ${classes === 1 ? 'class' : 'classes'}`;
  const sealed = `split ${splitSizes(summary)}; ${count(summary.counts.test)} test images sealed.`;
  if (summary.synthetic) {
    const drawn = `${total} drawn images of ${size} (${isDamaged(summary) ? 'sample with known damage' : 'synthetic sample'}, not Fashion-MNIST), ${sealed}`;
    if (isDamaged(summary))
      return [drawn, 'The table below lists the known damage that Alerts should find.', ...missing(summary)];
    return summary.fallbackReason === undefined ? [drawn] : [drawn, summary.fallbackReason];
  }
  if (isOfficial(summary)) return [`${total} images of ${size}, verified by SHA-256; ${sealed}`];
  const scores = 'The files are not those of Fashion-MNIST: published scores do not apply';
  const refused =
    classes >= FEWEST_CLASSES && classes <= MOST_CLASSES ? '' : ', and the cells that compare models refuse them';
  return [
    `${total} images of ${size} from an unofficial IDX set, ${sealed}`,
    `${scores}${refused}.`,
    ...unnamed(summary),
    ...joined([...numbering(summary), ...smallClasses(summary)]),
    ...missing(summary),
    ...(summary.converted === undefined ? [] : [`The images were ${summary.converted}.`]),
  ];
}

/** Sentences of one subject as one finding. */
const joined = (sentences: readonly string[]): string[] => (sentences.length > 0 ? [sentences.join(' ')] : []);

function unnamed({ classes }: DataSummary): string[] {
  const numbers = unnamedClasses(classes.length);
  if (classes.some((name, label) => name !== numbers[label])) return [];
  const called =
    classes.length === 1
      ? 'The class is called class 0'
      : `The classes are called class 0 to class ${classes.length - 1}`;
  return [`${called}; their names can be typed in, as "Names of the classes".`];
}

/** Where the labels of the files begin, if it is not at 0, and classes that no image has. */
function numbering(summary: DataSummary): string[] {
  const { labelShift, splits } = summary;
  const shifted = labelShift === undefined ? [] : [shiftSentence(labelShift)];
  const empty = emptyClasses(summary);
  if (empty.length === 0) return shifted;
  const first = splits.train.perClass.findIndex((_, label) => !empty.includes(label));
  const named = empty.slice(0, 5).map((label) => nameOfLabel(summary.classes, label));
  const more = empty.length > named.length ? ` and ${empty.length - named.length} more` : '';
  const offer = first > 0 ? ` If the labels of the files begin at ${first}, choose "Number the labels from 0".` : '';
  return [...shifted, `No image is of ${named.join(', ')}${more}: no label of the files is theirs.${offer}`];
}

const shiftSentence = (shift: number): string =>
  `The labels of the files begin at ${shift} and are numbered from 0 here: label ${shift} is class 0, and so on.`;

/** Classes that are too small to be in every split. */
function smallClasses(summary: DataSummary): string[] {
  const empty = emptyClasses(summary);
  const small = trainingSizes(summary).flatMap((size, label) =>
    size < FEWEST_PER_CLASS && !empty.includes(label) ? [{ label, size }] : [],
  );
  if (small.length === 0) return [];
  const named = small.slice(0, 5).map(({ label, size }) => `${nameOfLabel(summary.classes, label)} (${size})`);
  const more = small.length > named.length ? ` and ${small.length - named.length} more` : '';
  return [
    `Classes with too few images for every split (fewer than ${FEWEST_PER_CLASS}): ${named.join(', ')}${more}. They are described, but no model is trained on this set.`,
  ];
}

function missing({ missing: found }: DataSummary): string[] {
  if (!found) return [];
  const sum = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((a, b) => a + b, 0);
  const images = sum(found.images);
  return [
    `${count(sum(found.pixels))} pixel values in ${count(images)} ${images === 1 ? 'image' : 'images'} are missing (not a number); they are stored as 0.`,
  ];
}

/** What must be told wherever results of this set are shown; undefined for the official set. */
export function caution(summary: DataSummary): string | undefined {
  if (summary.synthetic) {
    if (isDamaged(summary)) {
      return 'Damaged sample: drawings with known damage, to test the checks. No number here says anything about Fashion-MNIST.';
    }
    const why = summary.fallbackReason === undefined ? '' : ` ${summary.fallbackReason}`;
    return `Synthetic sample: these are drawings from a seeded generator, not photographs. No number here says anything about Fashion-MNIST.${why}`;
  }
  return isOfficial(summary)
    ? undefined
    : 'Unofficial data set: it has the format of Fashion-MNIST but another SHA-256. Published scores do not apply to it.';
}
