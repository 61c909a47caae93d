/** What is shown while the images are read: the classes, which are known at once, and a first look at the others. */
import { classTable } from '../../../plots/class-table';
import { splitWord } from '../../../core/words/splits';
import { nameOfLabel } from '../../../core/dataset/shape';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import { count } from '../../../core/words/numbers';
import type { Block } from '../../../plots/blocks';
import {
  classBalance,
  featureHistograms,
  featuresByClass,
  intensityHistogram,
} from '../presentation/figures/distributions';
import type { Naming } from '../../classes';
import { PANELS } from '../presentation/panels';
import type { ExplorePreview } from '../types';
import { classImages, presentClasses } from '../presentation/blocks/distributions';

export function liveBlocks({ profile, arrays, splits, classes }: ExplorePreview): Block[] {
  const nameOf: Naming = (label) => nameOfLabel(classes, label);
  const present = presentClasses(profile);
  const names = present.map((label) => nameOf(label));
  const first = `From the first ${count(profile.pixels.images)} images of the training file; all of them follow.`;
  const [light] = PANELS;
  const { classMean, classStd, intensity, featureHistograms: histograms } = arrays;
  if (!classMean || !classStd || !intensity || !histograms || !light || present.length === 0) return [];
  return [
    {
      type: 'figure',
      id: 'live-class-balance',
      title: 'Class balance by split',
      caption: 'Images of each class in each split, as they were counted when the data set was loaded.',
      alt: `Grouped bars: images per class in ${SPLIT_NAMES.map(splitWord).join(', ')}.`,
      draw: () => Promise.resolve(classBalance((split) => splits[split].perClass, nameOf)),
    },
    classTable(
      {
        type: 'images',
        id: 'live-class-means',
        title: 'A first look at the classes',
        caption: `Mean and standard deviation (doubled) of each class. ${first}`,
        alt: `Mean and standard deviation images of ${names.join(', ')}.`,
        columns: present.length,
        columnLabels: names,
        load: () =>
          Promise.resolve(
            classImages(nameOf, present, [
              { name: 'Mean', scale: 1, map: classMean },
              { name: 'Standard deviation', scale: 2, map: classStd },
            ]),
          ),
      },
      2,
    ),
    {
      type: 'figure',
      id: 'live-intensities',
      title: 'Pixel intensities',
      caption: `How often each pixel value occurs, on a logarithmic axis. ${first}`,
      alt: 'Bars: the number of pixels at each of the 256 values, logarithmic.',
      draw: () => Promise.resolve(intensityHistogram(intensity)),
    },
    {
      type: 'figure',
      id: 'live-histograms',
      title: `${light.title}: named features`,
      caption: `${light.names.join(', ')}: images in each bin. ${first}`,
      alt: `Four histograms: ${light.names.join(', ')}.`,
      height: 480,
      draw: () => Promise.resolve(featureHistograms(profile, histograms, light.columns)),
    },
    {
      type: 'figure',
      id: 'live-features',
      title: `${light.title}: named features by class`,
      caption: `${light.names.join(', ')}: the share of each class in equal bins. ${first}`,
      alt: `Four panels of outlines, one a class: ${light.names.join(', ')}.`,
      height: 560,
      draw: () => Promise.resolve(featuresByClass(profile, histograms, light.columns, nameOf)),
    },
  ];
}
