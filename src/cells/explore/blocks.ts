/** Everything the Explore cell shows and reports, in order: alerts first. */
import { PIXELS, nameOfClass } from '../../core/dataset/types';
import { NAMED_FEATURES } from '../../core/features/named';
import { SCOPES, type ProfileSummary } from '../../core/profile/types';
import type { NdArray } from '../../core/results/types';
import { LEAST_POOLED, type Block, type FactsBlock, type GridImage } from '../../plots/blocks';
import type { CellContent } from '../types';
import { classBalance, correlationMap, featuresByClass, intensityHistogram, pixelMapPair } from './figures';
import { count, decimal, percent } from '../../core/profile/text';
import { SCOPE_LABELS } from './format';
import { qualityBlocks } from './quality-blocks';
import {
  definitionTable,
  duplicateTable,
  featureMeansByClass,
  featureMeansBySplit,
  featureTable,
  missingTable,
  splitTable,
} from './tables';
import type { ExploreParams, ExploreSummary } from './types';

type Content = CellContent<ExploreParams, ExploreSummary>;

export function blocks(content: Content): Block[] {
  const { profile, alerts, quiet } = content.summary;
  const array = (name: string): Promise<NdArray> => {
    const ref = content.result.artifacts[name];
    return ref ? content.read(ref) : Promise.reject(new Error(`explore: the result has no array "${name}"`));
  };
  const duplicates = duplicateTable(profile);
  const hasImages = profile.pixels.images > 0;
  return [
    {
      type: 'alerts',
      id: 'alerts',
      title: 'Alerts',
      caption: quiet.length > 0 ? `Checked and in order: ${quiet.join('; ')}.` : 'Every check raised an alert.',
      alerts,
    },
    overview(profile),
    ...balanceBlocks(profile),
    missingTable(profile),
    splitTable(profile),
    ...(duplicates ? [duplicates] : []),
    ...(hasImages
      ? [...imageBlocks(profile, array), ...pixelBlocks(profile, array), ...featureBlocks(profile, array)]
      : []),
    ...qualityBlocks(content),
  ];
}

type ReadArray = (name: string) => Promise<NdArray>;

function overview({ splits, scope, pixels, perClass, constantPixels }: ProfileSummary): FactsBlock {
  const all = SCOPES.all.reduce((sum, split) => sum + splits[split].count, 0);
  return {
    type: 'facts',
    facts: [
      { label: 'Images profiled', value: count(all), note: `statistics describe ${SCOPE_LABELS[scope]}` },
      { label: 'Images described', value: count(pixels.images) },
      { label: 'Classes', value: count(perClass.filter((images) => images > 0).length) },
      { label: 'Mean of x/255', value: decimal(pixels.mean, 4) },
      { label: 'Standard deviation', value: decimal(pixels.std, 4) },
      { label: 'Zeros', value: percent(pixels.zeroShare), note: 'background, not missing' },
      { label: 'Constant pixels', value: `${count(constantPixels)} of ${PIXELS}` },
    ],
  };
}

function balanceBlocks(profile: ProfileSummary): Block[] {
  const uneven = new Set(profile.perClass).size > 1;
  return [
    {
      type: 'figure',
      id: 'class-balance',
      title: 'Class balance by split',
      caption: uneven
        ? 'Images of each class in each split. The classes are not equally frequent.'
        : 'Images of each class in each split. All classes are equally frequent, so accuracy weighs them equally.',
      alt: `Grouped bars: images per class and split. Over the images described: ${profile.perClass
        .map((images, label) => `${nameOfClass(label, profile.classes)} ${images}`)
        .join(', ')}.`,
      draw: () => Promise.resolve(classBalance(profile)),
    },
  ];
}

/** Mean and standard deviation images by class, and a table of samples. */
function imageBlocks(profile: ProfileSummary, array: ReadArray): Block[] {
  const present = profile.perClass.flatMap((images, label) => (images > 0 ? [label] : []));
  const columnLabels = present.map((label) => nameOfClass(label, profile.classes));
  if (present.length === 0) return [];
  return [
    {
      type: 'images',
      id: 'class-means',
      title: 'Mean and standard deviation image of each class',
      caption:
        'Above the mean of all images of a class, below the standard deviation, doubled so that it can be seen: where a mean image is sharp, the class is uniform; where the deviation is bright, its members differ.',
      alt: `Mean and standard deviation images of ${columnLabels.join(', ')}.`,
      columns: present.length,
      columnLabels,
      aggregate: present.every((label) => profile.perClass[label]! >= LEAST_POOLED),
      async load() {
        const rows = [
          { name: 'Mean', scale: 1, map: await array('classMean') },
          { name: 'Standard deviation', scale: 2, map: await array('classStd') },
        ];
        return rows.flatMap(({ name, scale, map }) =>
          present.map((label): GridImage => {
            const values = map.data.subarray(label * PIXELS, (label + 1) * PIXELS);
            return {
              pixels: Uint8Array.from(values, (value) => Math.min(255, Math.round(scale * value))),
              scale: 'gray',
              classIndex: label,
              alt: `${name} of ${nameOfClass(label, profile.classes)}`,
            };
          }),
        );
      },
    },
    {
      type: 'images',
      id: 'samples',
      title: 'Sample images',
      caption:
        'The first images of each class in the split fit, a column a class; chosen by the order of the split, not by hand.',
      alt: `Sample images of ${columnLabels.join(', ')}.`,
      columns: profile.classes,
      columnLabels: profile.perClass.map((_, label) => nameOfClass(label, profile.classes)),
      load: async () => sampleRows(profile.classes, await array('samples.images'), await array('samples.labels')),
    },
  ];
}

/** Samples lie class after class; the grid wants row after row. Short classes leave black places. */
function sampleRows(classes: number, images: NdArray, labels: NdArray): GridImage[] {
  const byClass = Array.from({ length: classes }, (_, label) =>
    Array.from(labels.data).flatMap((given, at) => (given === label ? [at] : [])),
  );
  const rows = Math.max(...byClass.map((places) => places.length));
  return Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
    byClass.map((places, label): GridImage => {
      const place = places[row];
      if (place === undefined) {
        return {
          pixels: new Uint8Array(PIXELS),
          scale: 'gray',
          alt: `No further image of ${nameOfClass(label, classes)}`,
        };
      }
      return {
        pixels: Uint8Array.from(images.data.subarray(place * PIXELS, (place + 1) * PIXELS)),
        scale: 'gray',
        classIndex: label,
        alt: `${nameOfClass(label, classes)}, sample ${row + 1}`,
      };
    }),
  );
}

function pixelBlocks(profile: ProfileSummary, array: ReadArray): Block[] {
  const { pixels } = profile;
  return [
    {
      type: 'figure',
      id: 'pixel-maps',
      title: 'Mean and standard deviation of every pixel',
      caption:
        'Values 0 to 255 over all images described. Where the standard deviation is near 0, a pixel hardly varies between images, and a model can learn little from it.',
      alt: 'Two maps of the 28 by 28 pixels: the mean and the standard deviation of each pixel over the images.',
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
      caption: `How often each pixel value occurs among ${count(pixels.values)} values; the axis is logarithmic because ${percent(pixels.zeroShare)} are 0, the background.`,
      alt: `Bars: the number of pixels at each of the 256 values, logarithmic. ${percent(pixels.zeroShare)} of the values are 0.`,
      draw: async () => intensityHistogram(await array('intensity')),
    },
  ];
}

/** Features of one figure of histograms, by what they describe. */
const PANELS = [
  { id: 'light', title: 'Light and ink', features: ['mean', 'contrast', 'inkArea', 'entropy'] },
  { id: 'place', title: 'Place and extent', features: ['centroidX', 'centroidY', 'width', 'height'] },
  { id: 'structure', title: 'Symmetry and edges', features: ['symmetryLR', 'symmetryTB', 'sharpness', 'edgeDensity'] },
] as const;

function featureBlocks(profile: ProfileSummary, array: ReadArray): Block[] {
  const panels = PANELS.map(({ id, title, features }): Block => {
    const columns = features.map((feature) => NAMED_FEATURES.findIndex((one) => one.id === feature));
    const names = columns.map((column) => NAMED_FEATURES[column]!.label);
    return {
      type: 'figure',
      id: `features-${id}`,
      title: `${title}: named features by class`,
      caption: `${names.join(', ')}: the share of each class in equal bins. Where the outlines lie apart, the feature tells the classes apart.`,
      alt: `Four panels of outlines, one a class: the distributions of ${names.join(', ')}.`,
      height: 560,
      draw: async () => featuresByClass(profile, await array('featureHistograms'), columns),
    };
  });
  const maps = (['pearson', 'spearman'] as const).map((method): Block => {
    const name = method === 'pearson' ? 'Pearson' : 'Spearman';
    return {
      type: 'figure',
      id: `correlation-${method}`,
      title: `${name} correlation of the named features`,
      caption:
        method === 'pearson'
          ? 'How far pairs of features lie on a straight line, from −1 to 1. Empty where a feature has one value only.'
          : 'How far pairs of features rise together in rank, from −1 to 1; where it differs from Pearson, the relation is bent or has outliers.',
      alt: `Map of the ${name} correlations between the twelve named features, with their values.`,
      height: 560,
      draw: () => Promise.resolve(correlationMap(profile[method])),
    };
  });
  return [
    featureTable(profile),
    definitionTable(),
    featureMeansByClass(profile),
    ...panels,
    ...maps,
    featureMeansBySplit(profile),
  ];
}
