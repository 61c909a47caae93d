/** What the Map cell shows of outliers: how the scores are distributed, the strangest images, whether the scores agree. */
import { totalOf } from '../../../../core/map/sample';
import { binOf } from '../../../../core/profile/columns';
import { pixelsOf } from '../../../../core/dataset/shape';
import { count, decimal, percent, plural } from '../../../../core/words/numbers';
import type {
  Block,
  FigureBlock,
  GridImage,
  ImageList,
  ImagesBlock,
  PlotlySpec,
  TableBlock,
} from '../../../../plots/blocks';
import { classNames, namer } from '../../../classes';
import { imageSize } from '../../../sizes';
import { hasArray, readArray, scoredList, type Content } from '../read';
import { ARRAYS, WORST } from '../../arrays';
import type { ScoredImage, ScoreSummary } from '../../types';

interface Score {
  readonly id: string;
  /** "mean distance to the nearest". */
  readonly name: string;
  readonly axis: string;
  readonly array: string;
  readonly summary: ScoreSummary;
}

export function scoresOf({ summary }: Content): Score[] {
  const { distance, reconstruction, neighbours, components } = summary;
  return [
    ...(distance
      ? [
          {
            id: 'distance',
            name: 'distance to the nearest',
            axis: `Mean distance to the ${neighbours} nearest training images (pixels 0 to 1)`,
            array: ARRAYS.distance,
            summary: distance,
          },
        ]
      : []),
    ...(reconstruction && components
      ? [
          {
            id: 'reconstruction',
            name: 'reconstruction error',
            axis: `Distance to the reconstruction by ${components.kept} components (pixels 0 to 1)`,
            array: ARRAYS.reconstruction,
            summary: reconstruction,
          },
        ]
      : []),
  ];
}

function distributionSpec({ axis, summary: { bins, counts, threshold } }: Score): PlotlySpec {
  const x = Array.from({ length: bins.count }, (_, bin) => bins.from + (bin + 0.5) * bins.width);
  const bars = (name: string, y: readonly number[], series: number) => ({
    type: 'bar' as const,
    name,
    x,
    y: y.map((images) => (images > 0 ? images : null)),
    meta: { series },
    hovertemplate: '%{y:,} images at %{x:.2f}<extra>%{fullData.name}</extra>',
  });
  return {
    data: [bars('training', counts.train, 0), bars('validation, calibration and stream', counts.others, 1)],
    layout: {
      barmode: 'stack',
      bargap: 0.05,
      xaxis: { title: { text: axis } },
      yaxis: { title: { text: 'Images (logarithmic)' }, type: 'log', tickformat: ',d', dtick: 1 },
      ...(threshold === null
        ? {}
        : {
            shapes: [
              {
                type: 'line',
                x0: threshold,
                x1: threshold,
                y0: 0,
                y1: 1,
                yref: 'paper',
                line: { width: 2, dash: 'dash' },
              },
            ],
            annotations: [
              {
                x: threshold,
                y: 1,
                yref: 'paper',
                xanchor: 'left',
                yanchor: 'top',
                showarrow: false,
                text: ` counts from ${decimal(threshold)}`,
              },
            ],
          }),
    },
  };
}

/** The judged images whose score lies in one bin. */
function imagesInBin(content: Content, { name, array, summary: { bins } }: Score, bin: number): ImageList {
  const [low, high] = [bins.from + bin * bins.width, bins.from + (bin + 1) * bins.width];
  const scored = async (): Promise<{ id: number; score: number }[]> => {
    const [ids, scores] = [await readArray(content, ARRAYS.ids), await readArray(content, array)];
    return Array.from(ids, (id, at) => ({ id, score: scores[at]! }))
      .filter(({ score }) => binOf(bins, score) === bin)
      .sort((a, b) => b.score - a.score || a.id - b.id);
  };
  return {
    title: `Images with a ${name} of ${decimal(low)} to ${decimal(high)}`,
    dataset: content.summary.dataset.hash,
    ids: async () => (await scored()).map(({ id }) => id),
    labels: async (ids) => {
      const scores = new Map((await scored()).map(({ id, score }) => [id, decimal(score)]));
      return ids.map((id) => scores.get(id) ?? '');
    },
  };
}

function distributionFigure(content: Content, score: Score): FigureBlock {
  const { flagged, threshold, median } = score.summary;
  const images = totalOf(content.summary.judged);
  const fence =
    threshold === null
      ? 'All scores are equal: no threshold can be set.'
      : `The line is Tukey's upper fence at ${decimal(threshold)} (third quartile + 1.5 interquartile ranges of the log scores, training split): ` +
        `${plural(flagged, 'image lies', 'images lie')} beyond it (${percent(flagged / images, 2)} of ${count(images)}). The Alerts cell can move it.`;
  return {
    type: 'figure',
    id: `distribution-${score.id}`,
    title: `Outliers by ${score.name}`,
    caption: `Median score ${decimal(median)}. ${fence}`,
    alt: `Histogram of ${count(images)} scores, median ${decimal(median)}, ${count(flagged)} beyond the threshold.`,
    draw: () => Promise.resolve(distributionSpec(score)),
    pick: ({ point }) => (typeof point === 'number' ? imagesInBin(content, score, point) : undefined),
  };
}

/** Pictures by id, from what the result keeps; black where it keeps none. */
export async function picturesOf(content: Content): Promise<(id: number) => Pick<GridImage, 'pixels' | 'size'>> {
  const size = imageSize(content);
  const imagePixels = pixelsOf(size);
  const [ids, pixels] = [await readArray(content, ARRAYS.pictureIds), await readArray(content, ARRAYS.pictures)];
  const places = new Map(Array.from(ids, (id, at) => [id, at]));
  return (id) => {
    const at = places.get(id);
    const picture =
      at === undefined
        ? new Uint8Array(imagePixels)
        : Uint8Array.from(pixels.subarray(at * imagePixels, (at + 1) * imagePixels));
    return { pixels: picture, size };
  };
}

const gridImage = (
  picture: Pick<GridImage, 'pixels' | 'size'>,
  { id, label, score }: ScoredImage,
  className: (label: number) => string,
): GridImage => ({
  ...picture,
  image: id,
  scale: 'gray',
  label: decimal(score),
  classIndex: label,
  alt: `${className(label)}, image ${id}, score ${decimal(score)}`,
});

/** Names of classes that a caption lists. */
const MOST_NAMED = 12;

function worstGrid(content: Content, { id, name, summary }: Score): ImagesBlock {
  const className = namer(content);
  const shown = summary.worst.slice(0, WORST);
  const classes = [...new Set(shown.map(({ label }) => className(label)))];
  return {
    type: 'images',
    id: `worst-${id}`,
    title: `Highest ${name}`,
    caption: `The ${shown.length} images with the highest ${name}, highest first, with their score. Colour marks show the class (${classes.length > MOST_NAMED ? plural(classes.length, 'class', 'classes') : classes.join(', ')}).`,
    alt: `Images with the largest ${name}: ${shown.map(({ label, score }) => `${className(label)} ${decimal(score)}`).join(', ')}.`,
    columns: 8,
    dataset: content.summary.dataset.hash,
    async load() {
      const pictureOf = await picturesOf(content);
      return shown.map((image) => gridImage(pictureOf(image.id), image, className));
    },
  };
}

/** Classes beside each other whose images can still be seen. */
const MOST_COLUMNS = 12;

/** A table of images: a class a column, its highest scores below each other. */
function byClassGrid(content: Content, { id, name, summary }: Score): ImagesBlock {
  const present = summary.worstByClass.flatMap((images, label) => (images.length > 0 ? [{ images, label }] : []));
  const className = namer(content);
  const size = imageSize(content);
  const rows = Math.min(4, Math.max(...present.map(({ images }) => images.length)));
  return {
    type: 'images',
    id: `worst-by-class-${id}`,
    title: `Highest ${name} in each class`,
    caption: 'One column a class. An outlier of its class need not be an outlier overall: look here for wrong labels.',
    alt: `Highest-scoring images of ${present.map(({ label }) => className(label)).join(', ')}.`,
    columns: present.length,
    columnLabels: present.map(({ label }) => className(label)),
    dataset: content.summary.dataset.hash,
    async load() {
      const pictureOf = await picturesOf(content);
      return Array.from({ length: rows }, (_, row) => row).flatMap((row) =>
        present.map(({ images, label }): GridImage => {
          const image = images[row];
          return image
            ? gridImage(pictureOf(image.id), image, className)
            : {
                pixels: new Uint8Array(pixelsOf(size)),
                size,
                scale: 'gray',
                absent: true,
                alt: `No further image of ${className(label)}`,
              };
        }),
      );
    },
  };
}

function countTable(content: Content, scores: readonly Score[]): TableBlock {
  const { perClass } = content.summary;
  const classes = classNames(content);
  const present = perClass.flatMap((images, label) => (images > 0 ? [{ images, label }] : []));
  return {
    type: 'table',
    id: 'outliers-by-class',
    title: 'Outliers by class',
    caption: 'Images beyond the threshold of each score. Classes whose images vary more have more outliers.',
    columns: [
      { key: 'label', label: 'Class', classMark: true, classes },
      { key: 'images', label: 'Checked', align: 'right' },
      ...scores.map(({ id, name }) => ({ key: id, label: `By ${name}`, align: 'right' as const })),
    ],
    rows: present.map(({ images, label }) => ({
      label,
      images,
      ...Object.fromEntries(scores.map(({ id, summary }) => [id, summary.flaggedByClass[label]!])),
    })),
    images: (row) => {
      const { label } = present[row] ?? {};
      const images = scores.flatMap(({ summary: { worst, threshold } }) =>
        worst.filter((image) => image.label === label && threshold !== null && image.score >= threshold),
      );
      if (label === undefined || images.length === 0) return undefined;
      const once = images.filter(({ id }, at) => images.findIndex((other) => other.id === id) === at);
      return scoredList(content, `Outliers of ${namer(content)(label)}`, once);
    },
  };
}

export function outlierBlocks(content: Content): Block[] {
  const scores = scoresOf(content);
  if (scores.length === 0) return [];
  const pictured = hasArray(content, ARRAYS.pictures);
  const present = content.summary.perClass.filter((images) => images > 0).length;
  return [
    ...scores.flatMap((score): Block[] => [
      distributionFigure(content, score),
      ...(pictured ? [worstGrid(content, score)] : []),
    ]),
    ...(pictured && present <= MOST_COLUMNS ? scores.slice(0, 1).map((score) => byClassGrid(content, score)) : []),
    countTable(content, scores),
  ];
}
