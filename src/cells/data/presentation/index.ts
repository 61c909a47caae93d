/** What the Data cell says of its result, and how it works. */
import { definePresentation } from '../../types';
import { requirements } from './requirements';
import { MIRROR } from '../../../core/dataset/files';
import { LEAST_SIDE, MOST_SIDE, sizeWords } from '../../../core/dataset/shape';
import { blocks } from './blocks';
import { damageTable } from './damage';
import { findings, isDamaged } from './findings';
import { levels } from './levels';
import { highlights } from './highlights';
import type { params, DataSummary } from '../types';
import { values } from './values';

/** "8 x 8 to 64 x 64". */
const SIZES = [LEAST_SIDE, MOST_SIDE].map((side) => sizeWords({ height: side, width: side })).join(' to ');

export const presentation = definePresentation<typeof params, DataSummary>({
  help: {
    source: `Where the images come from. Only the mirror contacts another host: ${MIRROR.host}.`,
    splitSeed:
      'Root of the random order in which the images of the training file are split into training, validation, calibration and stream.',
    acceptUnofficial: `Whether dropped files may be another data set of images of ${SIZES} pixels, whatever they show.`,
    shiftLabels:
      'Whether labels of dropped files that begin at 1, or later, are numbered from 0. Otherwise every number below the first label is a class without images.',
    classNames:
      'Names of the classes of dropped files, in the order of their labels: one a line, or separated by commas. Classes without one are called class 0, class 1 and so on.',
    uploadToken: 'Hash of the dropped files; set when files are dropped on the cell.',
    reloads: 'Raised by the Reload button, to load again what the browser has lost; it changes nothing else.',
  },
  about: `Fashion-MNIST is 70,000 images of 28 x 28 pixels in ten classes (arXiv:1708.07747). The four files come from this
site's own folder, from files that you drop here, or, only after you choose it, from ${MIRROR.name} (${MIRROR.host}).
Whatever their source, they are unpacked as they stream, checked for their form, and their **uncompressed bytes are hashed with
SHA-256** and compared with the official hashes. Nothing is uploaded; the images stay in this browser (55 MB).

**Splits.** The 60,000 images of the training file are split by a seed, stratified by class: **training** 40,000, **validation**
5,000 (early stopping and model selection), **calibration** 5,000 (temperature, references) and **stream** 10,000 (the incoming images of Monitor).
The order in each split is random but balanced: its first n images hold every class alike. The 10,000 test images are **sealed**
until a study opens them.

**Near duplicates.** Pairs of images of the training file that differ by at most a tenth of their length (204 images in 95 groups, found by the
exact search of the cell Duplicates and leaks) stay within one split, so that no model is scored on a copy of an image it was trained
on; the class counts stay exact. Copies of test images cannot be moved: that cell counts them. Other data sets come without such a
list and are split by class alone.

**Synthetic sample.** Where the real set cannot be had, ten garment silhouettes are drawn by a seeded generator (12,000 + 2,000
images), with a hash of their own and a banner. They serve to try Lookbook; they say nothing about Fashion-MNIST.

**Damaged sample.** The same drawings, some of them damaged on purpose (copies, leaks into the test file, dark, light, blurred and
empty images, noise, flipped labels, missing values, a rare class, dead pixels): its manifest is shown, so that anyone can see
whether Alerts, Duplicates and leaks, Label issues and Map find the damage.

**Other sets** of images of ${SIZES} grey pixels, square or not, can be dropped, if you accept them. Files are recognised by train and test (or t10k) in
their names, then by their sizes. Labels are any of 0 to 255; those that begin later can be numbered from 0, and the classes can be
given names. Images are bytes or floating-point numbers from 0 to 1 or 0 to 255 (type codes 08, 0D and 0E), which are rounded to
bytes; what lies a thousandth beyond the scale is clipped. A value that is not a number is missing: it is stored as 0, counted, and
its image remembered. Cells that compare models need 2 to 100 classes of at least 12 images in the training file.

**Limits.** The hash proves that the files are the published ones, not that their labels are right.`,
  values,
  findings: ({ summary }) => findings(summary),
  highlights: ({ summary }) => highlights(summary),
  levels,
  blocks: ({ summary }) => [...blocks(summary), ...(isDamaged(summary) ? [damageTable(summary)] : [])],
  requirements,
});
