/** How values are distributed: images of each class, pixels, named features. */
import { pixelsOf, type ImageSize } from '../../../../core/dataset/shape';
import { SPLIT_NAMES } from '../../../../core/dataset/types';
import { count, percent } from '../../../../core/words/numbers';
import type { ProfileSummary } from '../../../../core/profile/types';
import type { NdArray } from '../../../../core/results/types';
import { classTable, isWide } from '../../../../plots/class-table';
import { LEAST_POOLED, type Block, type GridImage } from '../../../../plots/blocks';
import {
  featureHistograms,
  featuresByClass,
  histogramTraces,
  intensityHistogram,
  intensityLines,
  pixelMapPair,
} from '../figures/distributions';
import { SPLIT_LABELS } from '../written';
import type { Naming } from '../../../classes';
import type { Shown } from '../shown';
import { classStatistics, definitionTable, featureTable, splitStatistics } from '../tables/features';
import { PANELS, type Panel } from '../panels';

export function distributionBlocks(shown: Shown): Block[] {
  return [
    ...imageBlocks(shown),
    ...pixelBlocks(shown),
    featureTable(shown.profile),
    definitionTable(),
    ...featureBlocks(shown),
  ];
}

/** Four kinds of class image; the map's values are multiplied by `scale` to be shown as 0-255. */
const CLASS_IMAGES = [
  { name: 'Mean', array: 'classMean', scale: 1 },
  { name: 'Median', array: 'classMedian', scale: 1 },
  { name: 'Standard deviation', array: 'classStd', scale: 2 },
  { name: 'Entropy', array: 'classEntropy', scale: 255 / 8 },
] as const;

/** Samples a class where there are many classes. */
const WIDE_SAMPLES = 3;

/** Grid images of class maps (classes x height x width), row after row. */
export function classImages(
  nameOf: Naming,
  present: readonly number[],
  maps: readonly { readonly name: string; readonly scale: number; readonly map: NdArray }[],
): GridImage[] {
  return maps.flatMap(({ name, scale, map }) => {
    const size = { height: map.shape[1]!, width: map.shape[2]! };
    const pixels = pixelsOf(size);
    return present.map((label): GridImage => {
      const values = map.data.subarray(label * pixels, (label + 1) * pixels);
      return {
        pixels: Uint8Array.from(values, (value) => Math.min(255, Math.round(scale * value))),
        size,
        scale: 'gray',
        classIndex: label,
        alt: `${name} of ${nameOf(label)}`,
      };
    });
  });
}

export const presentClasses = ({ perClass }: ProfileSummary): number[] =>
  perClass.flatMap((images, label) => (images > 0 ? [label] : []));

function imageBlocks({ profile, nameOf, size, array }: Shown): Block[] {
  const present = presentClasses(profile);
  const columnLabels = present.map((label) => nameOf(label));
  if (present.length === 0) return [];
  const wide = isWide(present.length);
  const means = classTable(
    {
      type: 'images',
      id: 'class-means',
      title: 'Mean, median, standard deviation and entropy image of each class',
      caption: `${wide ? 'For each class' : 'From top to bottom'}: mean, median, standard deviation (doubled to be visible) and entropy of each pixel over the images of a class. In the entropy image black is 0 bits and white 8. Where mean and median agree, the class is uniform. A pixel that is bright in the mean and black in the median is inked in fewer than half of the images.`,
      alt: `Mean, median, standard deviation and entropy images of ${columnLabels.join(', ')}.`,
      columns: present.length,
      columnLabels,
      aggregate: present.every((label) => profile.perClass[label]! >= LEAST_POOLED),
      async load() {
        const maps = await Promise.all(
          CLASS_IMAGES.map(async ({ name, array: of, scale }) => ({ name, scale, map: await array(of) })),
        );
        return classImages(nameOf, present, maps);
      },
    },
    CLASS_IMAGES.length,
  );
  const samples = classTable(
    {
      type: 'images',
      id: 'samples',
      title: 'Sample images',
      caption: `The first images of each class in the training split, ${wide ? 'class after class' : 'a column a class'}; in the order of the split, not selected.`,
      alt: `Sample images of ${columnLabels.join(', ')}.`,
      columns: profile.classes,
      columnLabels: profile.perClass.map((_, label) => nameOf(label)),
      load: async () =>
        sampleRows(nameOf, profile.classes, size, await array('samples.images'), await array('samples.labels')),
    },
    WIDE_SAMPLES,
  );
  return [means, samples];
}

/** Samples lie class after class; the grid wants row after row. Short classes leave places empty. */
function sampleRows(nameOf: Naming, classes: number, size: ImageSize, images: NdArray, labels: NdArray): GridImage[] {
  const pixels = pixelsOf(size);
  const byClass = Array.from({ length: classes }, (_, label) =>
    Array.from(labels.data).flatMap((given, at) => (given === label ? [at] : [])),
  );
  const rows = Math.max(...byClass.map((places) => places.length));
  return Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
    byClass.map((places, label): GridImage => {
      const place = places[row];
      if (place === undefined) {
        return {
          pixels: new Uint8Array(pixels),
          size,
          scale: 'gray',
          absent: true,
          alt: `No further image of ${nameOf(label)}`,
        };
      }
      return {
        pixels: Uint8Array.from(images.data.subarray(place * pixels, (place + 1) * pixels)),
        size,
        scale: 'gray',
        classIndex: label,
        alt: `${nameOf(label)}, sample ${row + 1}`,
      };
    }),
  );
}

function pixelBlocks({ profile, nameOf, array }: Shown): Block[] {
  const { pixels } = profile;
  const present = presentClasses(profile);
  const splits = SPLIT_NAMES.flatMap((split, at) => (profile.splits[split].count > 0 ? [{ split, at }] : []));
  return [
    {
      type: 'figure',
      id: 'pixel-maps',
      title: 'Mean and standard deviation of every pixel',
      caption:
        'Values 0 to 255 over all images described. A pixel with a standard deviation near 0 hardly varies between images and carries little information.',
      alt: 'Two maps of the pixels: the mean and the standard deviation of each pixel over the images.',
      draw: async () =>
        pixelMapPair([
          { name: 'Mean', map: await array('pixelMean') },
          { name: 'Standard deviation', map: await array('pixelStd') },
        ]),
    },
    {
      type: 'figure',
      id: 'intensities',
      title: 'Pixel intensities',
      caption: `Frequency of each pixel value among ${count(pixels.values)} values. The axis is logarithmic because ${percent(pixels.zeroShare)} are 0, the background.`,
      alt: `Bars: the number of pixels at each of the 256 values, logarithmic. ${percent(pixels.zeroShare)} of the values are 0.`,
      draw: async () => intensityHistogram(await array('intensity')),
    },
    {
      type: 'figure',
      id: 'intensities-by-class',
      title: 'Pixel intensities by class',
      caption:
        'Share of the pixel values of each class in bins of sixteen values. The first bin, the background, is left out.',
      alt: `Outlines, one a class: the distribution of pixel values above 15 in ${present.map((label) => nameOf(label)).join(', ')}.`,
      draw: async () =>
        intensityLines(
          await array('intensity'),
          present.map((label) => ({
            row: label,
            name: nameOf(label),
            meta: { classIndex: label },
          })),
        ),
    },
    {
      type: 'figure',
      id: 'intensities-by-split',
      title: 'Pixel intensities by split',
      caption:
        'The same by split. Where the outlines coincide, the splits are equally bright. The pixels of an image are not independent, so pixel counts are not tested.',
      alt: `Outlines, one a split: the distribution of pixel values above 15 in ${splits.map(({ split }) => SPLIT_LABELS[split]).join(', ')}.`,
      draw: async () =>
        intensityLines(
          await array('intensityBySplit'),
          splits.map(({ split, at }) => ({ row: at, name: SPLIT_LABELS[split], meta: { series: at } })),
        ),
    },
  ];
}

function featureBlocks(shown: Shown): Block[] {
  return PANELS.flatMap((panel): Block[] => [
    histogramFigure(shown, panel),
    byClassFigure(shown, panel),
    classStatistics(shown.profile, panel, shown.classes),
    splitStatistics(shown.profile, panel),
  ]);
}

function histogramFigure(shown: Shown, { id, title, columns, names }: Panel): Block {
  return {
    type: 'figure',
    id: `histograms-${id}`,
    title: `${title}: named features over all images`,
    caption: `${names.join(', ')}: number of images in each bin, over all ${count(shown.profile.pixels.images)} described.`,
    alt: `Four histograms: the distributions of ${names.join(', ')}.`,
    height: 480,
    draw: async () => featureHistograms(shown.profile, await shown.array('featureHistograms'), columns),
    pick: ({ trace, point }) => {
      const column = columns[trace];
      return column === undefined || typeof point !== 'number' ? undefined : shown.inBin(column, point);
    },
  };
}

function byClassFigure(shown: Shown, { id, title, columns, names }: Panel): Block {
  const traces = histogramTraces(shown.profile, columns);
  return {
    type: 'figure',
    id: `features-${id}`,
    title: `${title}: named features by class`,
    caption: `${names.join(', ')}: share of each class in bins of equal width. Where the outlines differ, the feature separates the classes.`,
    alt: `Four panels of outlines, one a class: the distributions of ${names.join(', ')}.`,
    height: 560,
    draw: async () => featuresByClass(shown.profile, await shown.array('featureHistograms'), columns, shown.nameOf),
    pick: ({ trace, point }) => {
      const of = traces[trace];
      return of && typeof point === 'number' ? shown.inBin(of.feature, point, of.label) : undefined;
    },
  };
}
