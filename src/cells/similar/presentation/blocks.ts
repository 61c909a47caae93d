/** What the cell of near copies shows and reports. */
import { splitWord } from '../../../core/words/splits';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import type { Block, FactsBlock, FigureBlock, TableBlock } from '../../../plots/blocks';
import { distanceHistogram, pairsByThreshold, rescoredCurve } from './figures';
import { countsAt, RESCORED_NAMES, rescoredSentence } from './findings';
import { namer } from '../../classes';
import { imagesWithin, pairImages, readListed, type Content } from './pairs';
import { NEAR, REACH, type SimilarSummary } from '../types';
import { briefPercent, count, decimal, fixed, percent } from '../../../core/words/numbers';

/** Pairs in the grid of a report. */
const REPORTED = 8;

export function factsAt(summary: SimilarSummary, share: number): FactsBlock {
  const at = countsAt(summary, share);
  const plain = summary.plain.find((one) => one.share === at.share);
  return {
    type: 'facts',
    facts: [
      {
        label: 'Pairs',
        value: count(at.pairs),
        note: `of ${count(summary.images)} images, up to ${briefPercent(share)}`,
      },
      { label: 'Groups', value: count(at.groups), note: `${count(at.images)} images` },
      {
        label: 'Across training splits',
        value: count(at.acrossTraining),
        note: summary.grouped
          ? `${count(plain?.acrossTraining ?? 0)} if near copies were not kept together`
          : 'stratified by class; no list of near copies for this set',
      },
      {
        label: 'With a test image',
        value: count(at.withTest),
        note: `${count(at.trainWithTest)} of ${count(summary.trainImages)} training images involved (${percent(at.trainWithTest / summary.trainImages, 2)})`,
      },
      { label: 'Labels that differ', value: count(at.disagreeing), note: 'pairs' },
    ],
  };
}

function thresholdTable(content: Content): TableBlock {
  const { summary } = content;
  const rows = summary.counts.filter(({ share }, at) => share === 0 || at % 2 === 0);
  return {
    type: 'table',
    id: 'thresholds',
    title: 'Pairs by threshold',
    caption:
      'Pairs of images that differ by at most the threshold; each row includes those above it. 0 % means equal images.',
    columns: [
      { key: 'share', label: 'Difference at most (%)', align: 'right', digits: 1 },
      { key: 'pairs', label: 'Pairs', align: 'right', digits: 0 },
      { key: 'groups', label: 'Groups', align: 'right', digits: 0 },
      { key: 'images', label: 'Images', align: 'right', digits: 0 },
      { key: 'across', label: 'Across training splits', align: 'right', digits: 0 },
      { key: 'test', label: 'With a test image', align: 'right', digits: 0 },
      { key: 'disagreeing', label: 'Labels differ', align: 'right', digits: 0 },
    ],
    rows: rows.map((row) => ({
      share: 100 * row.share,
      pairs: row.pairs,
      groups: row.groups,
      images: row.images,
      across: row.acrossTraining,
      test: row.withTest,
      disagreeing: row.disagreeing,
    })),
    images: (row) => (rows[row]!.pairs > 0 ? imagesWithin(content, rows[row]!.share) : undefined),
  };
}

function splitTable({ summary }: Content): TableBlock {
  const { bySplits } = countsAt(summary, NEAR);
  return {
    type: 'table',
    id: 'splits',
    title: `Near copies by split (up to ${briefPercent(NEAR)})`,
    caption: 'Pairs with one image in the split of the row and one in the split of the column.',
    columns: [
      { key: 'split', label: 'Split' },
      ...SPLIT_NAMES.map((name) => ({ key: name, label: splitWord(name), align: 'right' as const, digits: 0 })),
    ],
    rows: SPLIT_NAMES.map((split, row) => ({
      split: splitWord(split),
      ...Object.fromEntries(
        SPLIT_NAMES.map((name, column) => [
          name,
          bySplits[Math.min(row, column) * SPLIT_NAMES.length + Math.max(row, column)]!,
        ]),
      ),
    })),
  };
}

function distanceFigure(summary: SimilarSummary): FigureBlock {
  const of = (split: string) => summary.distances.find((one) => one.split === split);
  const median = (split: string): string => decimal(of(split)?.quantiles[1] ?? null, 1);
  const train = of('train');
  const some =
    train && train.images < summary.trainImages
      ? ` Of the training split itself, ${count(train.images)} images are compared with the others.`
      : '';
  return {
    type: 'figure',
    id: 'nearest-distances',
    title: 'Distance of each split to training',
    caption:
      `Median distance to the nearest training image: validation ${median('validation')}, test ${median('test')}, training itself ${median('train')} ` +
      `grey levels a pixel. A split closer to training than the others would have inflated scores.${some}`,
    alt: `Histogram of the distance to the nearest training image, a line for each split; medians: ${summary.distances
      .map(({ split, quantiles }) => `${splitWord(split)} ${fixed(quantiles[1], 1)}`)
      .join(', ')} grey levels.`,
    draw: () => Promise.resolve(distanceHistogram(summary)),
  };
}

/** Everything below the pairs themselves. */
function detail(content: Content): Block[] {
  const { summary } = content;
  const near = countsAt(summary, NEAR);
  const far = countsAt(summary, REACH);
  return [
    {
      type: 'figure',
      id: 'pairs-by-threshold',
      title: 'Pairs by difference',
      caption: `${count(near.pairs)} pairs differ by at most ${briefPercent(NEAR)}, ${count(far.pairs)} by at most ${briefPercent(REACH)}. Beyond near copies, look-alikes begin.`,
      alt: `Numbers of pairs up to each threshold: ${count(near.pairs)} up to ${briefPercent(NEAR)}, ${count(near.withTest)} of them with a test image.`,
      draw: () => Promise.resolve(pairsByThreshold(summary)),
    },
    thresholdTable(content),
    splitTable(content),
    distanceFigure(summary),
    ...summary.models.map((model, at): FigureBlock => ({
      type: 'figure',
      id: at === 0 ? 'rescored' : `rescored-${model.model}`,
      title: `Accuracy without look-alikes: ${RESCORED_NAMES[model.model]}`,
      caption:
        `${rescoredSentence(model, NEAR)} At larger thresholds more easy images are left out. ` +
        `Grey lines: 95 % of draws that leave out as many random images of the same classes.`,
      alt: `Accuracy on validation over the threshold, beside the range of random removals. ${rescoredSentence(model, 0.15)}`,
      draw: () => Promise.resolve(rescoredCurve(summary, model)),
    })),
    {
      type: 'text',
      markdown:
        'Explore counts equal images too, by their hash; here they are the pairs at 0 %. ' +
        (summary.found > summary.kept
          ? `Of ${count(summary.found)} pairs found, the ${count(summary.kept)} that differ least are counted.`
          : 'Every pair found is counted.'),
    },
  ];
}

export function blocks(content: Content): Block[] {
  return [
    factsAt(content.summary, NEAR),
    ...(content.summary.kept === 0
      ? []
      : [
          {
            type: 'images',
            id: 'nearest-pairs',
            title: 'Most similar pairs',
            caption:
              'Each pair side by side: class and split below the first image, difference and split below the second.',
            alt: `The ${REPORTED} most similar pairs of images.`,
            columns: 8,
            dataset: content.summary.dataset.hash,
            load: async () => {
              const listed = await readListed(content);
              return pairImages(listed, listed.pairs.slice(0, REPORTED), namer(content));
            },
          } as const,
        ]),
    ...detail(content),
  ];
}
