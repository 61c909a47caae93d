/** What the Map cell shows of classes that look alike. */
import { count, decimal, percent, plural } from '../../../../core/words/numbers';
import type { Block, FigureBlock, GridImage, ImageList, ImagesBlock, TableBlock } from '../../../../plots/blocks';
import { percentInterval } from '../../../../core/words/comparisons';
import { closestCentroids, neighboursByClass } from '../confusion';
import { picturesOf } from './outliers';
import { classMatrix, confusionMatrix } from '../../../../plots/class-matrix';
import { classNames, namer } from '../../../classes';
import { hasArray, readArray, type Content } from '../read';
import { ARRAYS, PAIRS_SHOWN } from '../../arrays';
import type { ConfusionSummary } from '../../types';

/** Judged images of a class by the class of their nearest training image. */
function imagesOf(content: Content, label: number, nearest: (label: number) => boolean, title: string): ImageList {
  const className = namer(content);
  const found = async (): Promise<{ id: number; other: number }[]> => {
    const [ids, labels, others] = await Promise.all(
      [ARRAYS.ids, ARRAYS.labels, ARRAYS.nearestLabels].map((name) => readArray(content, name)),
    );
    return Array.from(ids!, (id, at) => ({ id, other: others![at]!, label: labels![at]! })).filter(
      (image) => image.label === label && nearest(image.other),
    );
  };
  return {
    title,
    dataset: content.summary.dataset.hash,
    ids: async () => (await found()).map(({ id }) => id),
    labels: async (ids) => {
      const others = new Map((await found()).map(({ id, other }) => [id, `near ${className(other)}`]));
      return ids.map((id) => others.get(id) ?? '');
    },
  };
}

const presentOf = ({ perClass }: Content['summary']): number[] =>
  perClass.flatMap((images, label) => (images > 0 ? [label] : []));

function confusionFigure(content: Content, confusion: ConfusionSummary): FigureBlock {
  const present = presentOf(content.summary);
  const className = namer(content);
  const rows = neighboursByClass(confusion);
  const worst = rows.reduce((most, row) => (row.share > most.share ? row : most));
  return {
    type: 'figure',
    id: 'nearest-confusion',
    title: 'Class of the nearest image',
    caption:
      `Images of each class by the class of their nearest training image, in per cent of the class` +
      `${worst.most ? `. Most off the diagonal: ${className(worst.label)}, nearest to ${className(worst.most.label)}` : ''}.`,
    alt: rows
      .map(
        ({ label, share, most }) =>
          `${className(label)}: ${percent(share, 0)} other${most ? `, most ${className(most.label)}` : ''}`,
      )
      .join('; '),
    height: 480,
    draw: () =>
      Promise.resolve(
        confusionMatrix({
          counts: present.map((label) => present.map((other) => confusion.counts[label]![other]!)),
          names: present.map(className),
          row: 'class of the image',
          column: 'class of the nearest training image',
          cells: 'shares',
          hover: '%{text} images of %{y} are nearest to %{x} (%{z:.1f} %)',
        }),
      ),
    pick: ({ point }) => {
      if (typeof point === 'number') return undefined;
      const [label, other] = [present[point[0]], present[point[1]]];
      if (label === undefined || other === undefined || confusion.counts[label]![other] === 0) return undefined;
      const title = `${className(label)} whose nearest training image is of ${label === other ? 'its class' : className(other)}`;
      return imagesOf(content, label, (nearest) => nearest === other, title);
    },
  };
}

function confusionTable(content: Content, confusion: ConfusionSummary): TableBlock {
  const rows = neighboursByClass(confusion).sort((a, b) => b.share - a.share);
  const classes = classNames(content);
  const className = namer(content);
  return {
    type: 'table',
    id: 'look-alikes',
    title: 'How often the nearest image is of another class',
    caption: `Nearest among ${count(content.summary.references)} training images, the image itself excluded. Wilson intervals.`,
    columns: [
      { key: 'label', label: 'Class', classMark: true, classes },
      { key: 'images', label: 'Checked', align: 'right' },
      { key: 'other', label: 'Nearest is of another', align: 'right' },
      { key: 'share', label: '%', align: 'right', digits: 1 },
      { key: 'interval', label: '95 % CI', align: 'right' },
      { key: 'most', label: 'Most often', classMark: true, classes },
      { key: 'ofThese', label: 'Images', align: 'right' },
    ],
    rows: rows.map(({ label, images, other, share, interval, most }) => ({
      label,
      images,
      other,
      share: 100 * share,
      interval: percentInterval(interval, 1, ''),
      most: most?.label ?? null,
      ofThese: most?.images ?? null,
    })),
    images: (row) => {
      const { label, other } = rows[row] ?? {};
      if (label === undefined || other === 0) return undefined;
      return imagesOf(content, label, (nearest) => nearest !== label, `${className(label)} near another class`);
    },
  };
}

function pairsGrid(content: Content, { pairs, pairsFound }: ConfusionSummary): ImagesBlock | undefined {
  const className = namer(content);
  const shown = pairs.slice(0, PAIRS_SHOWN);
  if (shown.length === 0 || !hasArray(content, ARRAYS.pictures)) return undefined;
  return {
    type: 'images',
    id: 'closest-pairs',
    title: 'The closest pairs of different classes',
    caption:
      `Two images side by side with their distance (pixels 0 to 1), closest first: ${shown.length} of ` +
      `${plural(pairsFound, 'pair')} found among the ${content.summary.neighbours} nearest of each image. They look alike, or one of the labels is wrong.`,
    alt: shown
      .map(({ labels, distance }) => `${className(labels[0])} and ${className(labels[1])}, ${decimal(distance)} apart`)
      .join('; '),
    columns: 4,
    columnLabels: ['an image', 'its look-alike', 'an image', 'its look-alike'],
    dataset: content.summary.dataset.hash,
    async load() {
      const pictureOf = await picturesOf(content);
      return shown.flatMap(({ a, b, labels, distance }): GridImage[] =>
        [a, b].map((id, side) => ({
          ...pictureOf(id),
          image: id,
          scale: 'gray',
          label: side === 0 ? className(labels[0]) : `${className(labels[1])}, ${decimal(distance)}`,
          classIndex: labels[side]!,
          alt: `${className(labels[side]!)}, image ${id}`,
        })),
      );
    },
  };
}

function pairsTable(content: Content, { pairs }: ConfusionSummary): TableBlock | undefined {
  if (pairs.length === 0) return undefined;
  const classes = classNames(content);
  return {
    type: 'table',
    id: 'pairs',
    title: 'Closest pairs, listed',
    caption: 'Numbers count the images of the official training file from 0.',
    columns: [
      { key: 'distance', label: 'Distance', align: 'right', digits: 2 },
      { key: 'a', label: 'Image', align: 'right' },
      { key: 'labelA', label: 'Class', classMark: true, classes },
      { key: 'b', label: 'Look-alike', align: 'right' },
      { key: 'labelB', label: 'Class', classMark: true, classes },
    ],
    initialRows: 6,
    rows: pairs.map(({ a, b, labels, distance }) => ({
      distance,
      a,
      labelA: labels[0],
      b,
      labelB: labels[1],
    })),
    images: (row) => {
      const pair = pairs[row];
      if (!pair) return undefined;
      const { a, b, labels, distance } = pair;
      return {
        title: `A pair ${decimal(distance)} apart`,
        dataset: content.summary.dataset.hash,
        ids: [a, b],
        labels: labels.map(namer(content)),
      };
    },
  };
}

function centroidFigure(content: Content): FigureBlock | undefined {
  const { summary } = content;
  const { centroids, spread } = summary;
  const className = namer(content);
  const present = spread.flatMap((value, label) => (value === null ? [] : [label]));
  const closest = closestCentroids(centroids);
  if (!closest) return undefined;
  // The diagonal, where a distance is 0 by definition, has the spread: what the distances are to be compared with.
  const values = present.map((a) => present.map((b) => (a === b ? spread[a]! : centroids[a]![b]!)));
  return {
    type: 'figure',
    id: 'centroids',
    title: 'Distances between the mean images of the classes',
    caption:
      `Training split, pixels 0 to 1. On the diagonal: mean distance of a class's images from their mean. ` +
      `${className(closest.a)} and ${className(closest.b)} are the closest (${decimal(closest.distance)}). Classes closer than their spread overlap.`,
    alt: `Heat map of ${present.length} classes; the closest means are those of ${className(closest.a)} and ${className(closest.b)}, ${decimal(closest.distance)} apart.`,
    height: 480,
    draw: () =>
      Promise.resolve(
        classMatrix({
          names: present.map(className),
          values,
          cell: '%{z:.1f}',
          hover: '%{y} and %{x}: %{z:.2f}',
          unit: 'distance',
        }),
      ),
  };
}

export function classBlocks(content: Content): Block[] {
  const { confusion } = content.summary;
  return [
    ...(confusion
      ? [
          confusionFigure(content, confusion),
          confusionTable(content, confusion),
          pairsGrid(content, confusion),
          pairsTable(content, confusion),
        ]
      : []),
    centroidFigure(content),
  ].filter((block) => block !== undefined);
}
