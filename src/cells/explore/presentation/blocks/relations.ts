/** What goes together: features with each other and with the class, pixels with pixels. */
import { pixelsOf } from '../../../../core/dataset/shape';
import { NAMED_FEATURES } from '../../../../core/features/named';
import { blockSide, coarseSize } from '../../../../core/profile/coarse';
import { CORRELATED, pairsAbove, pixelPlace } from '../../../../core/profile/pixel-pairs';
import { count, decimal, percent, plural } from '../../../../core/words/numbers';
import type { ComponentSummary, PixelPairs, ProfileSummary } from '../../../../core/profile/types';
import { LEAST_POOLED, type Block, type GridImage, type TableBlock } from '../../../../plots/blocks';
import { associationBars, clusteredMap, correlationMap, varianceCurve } from '../figures/relations';
import { blockWords } from '../written';
import type { Shown } from '../shown';

/** Where the page puts its interactive map instead of the still figure. */
export const PIXEL_CORRELATIONS = 'pixel-correlations';

export function relationBlocks(shown: Shown): Block[] {
  const { profile } = shown;
  const { pixelPairs, components } = profile;
  return [
    correlationFigure(profile, 'pearson'),
    correlationFigure(profile, 'spearman'),
    ...associationBlocks(profile),
    ...(pixelPairs && pixelPairs.varying > 1 ? pixelBlocks(shown, pixelPairs) : []),
    ...(components && (components.shares[0] ?? 0) > 0 ? componentBlocks(shown, components) : []),
  ];
}

function correlationFigure(profile: ProfileSummary, method: 'pearson' | 'spearman'): Block {
  const name = method === 'pearson' ? 'Pearson' : 'Spearman';
  return {
    type: 'figure',
    id: `correlation-${method}`,
    title: `${name} correlation of the named features`,
    caption:
      method === 'pearson'
        ? 'Linear correlation of pairs of features, from −1 to 1. Empty where a feature has one value only.'
        : 'Rank correlation of pairs of features, from −1 to 1. Where it differs from Pearson, the relation is nonlinear or has outliers.',
    alt: `Map of the ${name} correlations between the twelve named features, with their values.`,
    height: 560,
    draw: () => Promise.resolve(correlationMap(profile[method])),
  };
}

/** Entropy of the classes in bits: all that a feature could say of them. */
export function classEntropy({ perClass }: ProfileSummary): number {
  const total = perClass.reduce((sum, images) => sum + images, 0);
  return perClass.reduce(
    (bits, images) => (images > 0 ? bits - (images / total) * Math.log2(images / total) : bits),
    0,
  );
}

function associationBlocks(profile: ProfileSummary): Block[] {
  const bits = classEntropy(profile);
  const rows = profile.features
    .map(({ withClass }, at) => ({ ...withClass, label: NAMED_FEATURES[at]!.label }))
    .sort((a, b) => (b.mutualInformation ?? 0) - (a.mutualInformation ?? 0));
  const best = rows[0];
  if (bits === 0 || best?.mutualInformation === undefined || best.mutualInformation === null) return [];
  const share = best.mutualInformation / bits;
  const table: TableBlock = {
    type: 'table',
    id: 'class-association',
    title: 'Association of each feature with the class',
    caption: `η² is the correlation ratio: the share of a feature's variance between the classes; η is its root. Mutual information is a plug-in estimate over bins of equal frequency, in bits of at most ${decimal(bits)}. The bias is its expected value for a feature independent of the class (Miller 1955).`,
    columns: [
      { key: 'feature', label: 'Feature' },
      { key: 'etaSquared', label: 'η²', align: 'right', digits: 4 },
      { key: 'eta', label: 'η', align: 'right', digits: 4 },
      { key: 'information', label: 'Mutual information (bits)', align: 'right', digits: 4 },
      { key: 'share', label: 'Of the classes’ entropy (%)', align: 'right', digits: 1 },
      { key: 'chance', label: 'Bias (bits)', align: 'right', digits: 4 },
      { key: 'bins', label: 'Bins', align: 'right' },
    ],
    rows: rows.map(({ label, etaSquared, mutualInformation, chance, bins }) => ({
      feature: label,
      etaSquared,
      eta: etaSquared === null ? null : Math.sqrt(etaSquared),
      information: mutualInformation,
      share: mutualInformation === null ? null : (100 * mutualInformation) / bits,
      chance,
      bins,
    })),
  };
  return [
    {
      type: 'figure',
      id: 'class-association-bars',
      title: 'Information of each feature about the class',
      caption: `${best.label} is the most informative: its mutual information is ${percent(share)} of the entropy of the classes. A feature with high information and low η² separates classes by more than their means.`,
      alt: rows
        .map(({ label, mutualInformation }) => `${label} ${percent((mutualInformation ?? 0) / bits)}`)
        .join(', '),
      height: 480,
      draw: () =>
        Promise.resolve(
          associationBars(
            profile.features.map(({ withClass }) => withClass),
            bits,
          ),
        ),
    },
    table,
  ];
}

function pixelBlocks({ array, size }: Shown, pairs: PixelPairs): Block[] {
  const side = blockSide(size);
  const grid = coarseSize(size);
  const words = blockWords(size);
  const name = side === 1 ? 'Pixel' : 'Block';
  const place = (pixel: number): string => {
    const { row, column } = pixelPlace(pixel, grid);
    return `${row}, ${column}`;
  };
  /** In pixels of the image. */
  const apart = (a: number, b: number): number => {
    const [one, other] = [pixelPlace(a, grid), pixelPlace(b, grid)];
    return side * Math.hypot(one.row - other.row, one.column - other.column);
  };
  const above = pairsAbove(pairs, CORRELATED);
  const { listed, varying, mean } = pairs;
  const all = (varying * (varying - 1)) / 2;
  const farthest = Math.max(0, ...listed.map(({ a, b }) => apart(a, b)));
  return [
    {
      type: 'figure',
      id: PIXEL_CORRELATIONS,
      title: 'Correlations of all pixels, clustered',
      caption: `Pearson's r of all ${count(all)} pairs of ${varying} varying ${words} (mean ${decimal(mean)}); each cell is the mean of ${16} pairs. Order: average-linkage clustering on 1 − r. Blocks on the diagonal are regions that are inked together; blue means that one region is dark when the other is bright.`,
      alt: `Map of the correlations of ${pixelsOf(grid)} by ${pixelsOf(grid)} ${words} in the order of a clustering. ${plural(above, 'pair')} correlate above ${CORRELATED} in absolute value.`,
      height: 620,
      draw: async () => clusteredMap(await array('pixelCorrelations'), await array('pixelOrder')),
    },
    {
      type: 'table',
      id: 'pixel-pairs',
      title: `Pairs of ${words} that correlate above ${CORRELATED}`,
      caption: `${plural(above, 'pair')} of ${count(all)} with |r| above ${CORRELATED}, strongest first${above > listed.length ? `; ${count(listed.length)} are listed` : ''}. Rows and columns count from 0 at the top left. ${above > 0 ? `The two lie at most ${decimal(farthest, 1)} px apart.` : ''}`,
      columns: [
        { key: 'first', label: `${name} (row, column)`, align: 'right' },
        { key: 'second', label: `${name} (row, column)`, align: 'right' },
        { key: 'r', label: 'r', align: 'right', digits: 4 },
        { key: 'distance', label: 'Apart (px)', align: 'right', digits: 1 },
      ],
      rows: listed.map(({ a, b, r }) => ({ first: place(a), second: place(b), r, distance: apart(a, b) })),
      initialRows: 10,
    },
  ];
}

function componentBlocks({ array, profile, size }: Shown, components: ComponentSummary): Block[] {
  const { shares, needed } = components;
  const grid = coarseSize(size);
  const of = blockSide(size) === 1 ? '' : `, of ${blockWords(size)}`;
  const words = needed
    .flatMap(({ share, components: many }) => (many === null ? [] : [`${many} for ${percent(share, 0)}`]))
    .join(', ');
  return [
    {
      type: 'figure',
      id: 'variance-shares',
      title: 'Variance explained by principal components',
      caption: `Principal components of x/255 over the images described${of}. The first five explain ${shares
        .slice(0, 5)
        .map((share) => percent(share))
        .join(', ')} of the variance. Components needed: ${words}.`,
      alt: `Curve of the share of the variance over the number of components: ${words}.`,
      draw: async () => varianceCurve(await array('pixelVariances'), components),
    },
    {
      type: 'images',
      id: 'principal-components',
      title: 'The first principal components',
      caption:
        'Orange pixels grow brighter where blue ones grow darker. The share of the variance stands below each; signs are arbitrary.',
      alt: `The first principal components as images, with their shares of the variance: ${shares.map((share) => percent(share)).join(', ')}.`,
      columns: 10,
      aggregate: profile.pixels.images >= LEAST_POOLED,
      load: async () => {
        const { data } = await array('pixelComponents');
        const pixels = pixelsOf(grid);
        return shares.map((share, at): GridImage => {
          const values = Float32Array.from(data.subarray(at * pixels, (at + 1) * pixels));
          const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
          return {
            pixels: values.map((value) => value / most),
            size: grid,
            scale: 'diverging',
            label: percent(share),
            alt: `Component ${at + 1}, ${percent(share)} of the variance`,
          };
        });
      },
    },
  ];
}
