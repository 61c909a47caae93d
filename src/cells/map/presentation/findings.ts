/** The Map cell's findings, each a sentence that can be read alone. */
import { totalOf } from '../../../core/map/sample';
import { count, decimal, percent, plural } from '../../../core/words/numbers';
import { wilsonInterval } from '../../../core/stats/intervals';
import { percentInterval } from '../../../core/words/comparisons';
import { closestCentroids, neighboursByClass, otherClassShare } from './confusion';
import { namer, type Naming } from '../../classes';
import type { Content } from './read';
import type { MapSummary, ScoreSummary } from '../types';

function lookAlikeSentences(summary: MapSummary, className: Naming): string[] {
  const { confusion } = summary;
  if (!confusion) return [];
  const { other, images } = otherClassShare(confusion);
  const present = neighboursByClass(confusion);
  if (present.length === 1) {
    return [`All images are of one class, ${className(present[0]!.label)}: no class can be confused with another.`];
  }
  const worst = present.reduce((most, row) => (row.share > most.share ? row : most));
  const best = present.reduce((least, row) => (row.share < least.share ? row : least));
  const whole = `${percent(other / images)} of ${plural(images, 'image')} have a nearest neighbour of another class (95 % CI ${percentInterval(wilsonInterval(other, images))})`;
  const voted = votedSentence(summary);
  if (other === 0 || !worst.most) return [`No image has a nearest neighbour of another class.`];
  return [
    `For ${percent(worst.share, 0)} of ${plural(worst.images, `${className(worst.label)} image`)} (95 % CI ${percentInterval(worst.interval, 0)}) ` +
      `the nearest image is of another class, most often ${className(worst.most.label)}.`,
    `Over all classes ${whole}; for ${className(best.label)} it is ${percent(best.share)}.${voted}`,
  ];
}

function votedSentence({ confusion, neighbours }: MapSummary): string {
  if (!confusion || neighbours < 5) return '';
  const { images } = otherClassShare(confusion);
  const share = confusion.votedRight / images;
  return ` 5-NN accuracy, a baseline for models: ${percent(share)} (95 % CI ${percentInterval(wilsonInterval(confusion.votedRight, images))}).`;
}

/** Outliers by both scores, and how far these agree. */
function outlierSentences(summary: MapSummary, className: Naming): string[] {
  const { distance, reconstruction, agreement, components, judged } = summary;
  const images = totalOf(judged);
  const share = ({ flagged }: ScoreSummary): string =>
    `${count(flagged)} of ${plural(images, 'image')} (${percent(images > 0 ? flagged / images : null, 2)})`;
  const sentences: string[] = [];
  if (distance && distance.threshold !== null) {
    const most = distance.flaggedByClass.indexOf(Math.max(...distance.flaggedByClass));
    const where =
      distance.flagged > 0 ? `, most of them ${className(most)} (${count(distance.flaggedByClass[most]!)})` : '';
    sentences.push(
      `${share(distance)} ${distance.flagged === 1 ? 'is an outlier' : 'are outliers'} by distance to their nearest training images${where}.`,
    );
  }
  if (reconstruction && reconstruction.threshold !== null && components) {
    sentences.push(
      `${share(reconstruction)} ${reconstruction.flagged === 1 ? 'is an outlier' : 'are outliers'} by reconstruction error from ` +
        `${plural(components.kept, 'principal component')} (${percent(components.held, 0)} of the variance).`,
    );
  }
  if (agreement && agreement.spearman !== null) {
    sentences.push(
      `The two scores correlate (Spearman ${decimal(agreement.spearman)}) and share ${agreement.shared} of their ${agreement.top} highest images; ` +
        `${decimal(agreement.expected, 1)} would be expected at random.`,
    );
  }
  return sentences.length > 0 ? [sentences.join(' ')] : [];
}

function mapSentence({ map, components }: MapSummary): string[] {
  if (!map || !components) return [];
  const { quality } = map;
  if (!quality) return [`The map shows ${plural(map.images, 'image')}, too few to check its quality.`];
  const { pca, umap, pixels, neighbours } = quality;
  const better = umap.trustworthiness > pca.trustworthiness ? 'UMAP' : 'PCA';
  return [
    `${better} preserves neighbourhoods better: trustworthiness ${decimal(umap.trustworthiness, 3)} for UMAP, ${decimal(pca.trustworthiness, 3)} for PCA. ` +
      `Of an image's ${neighbours} neighbours ${percent(umap.agreement, 0)} have its class on the UMAP map, ${percent(pca.agreement, 0)} on the PCA map ` +
      `and ${percent(pixels.agreement, 0)} in pixel space.`,
  ];
}

function centroidSentence(summary: MapSummary, className: Naming): string[] {
  const { centroids, spread } = summary;
  const closest = closestCentroids(centroids);
  if (!closest) return [];
  const { a, b, distance } = closest;
  const [mine, theirs] = [spread[a] ?? null, spread[b] ?? null];
  const overlap = mine !== null && theirs !== null && distance < Math.min(mine, theirs);
  return [
    `The closest mean images are those of ${className(a)} and ${className(b)}, ${decimal(distance)} apart. Their own images lie ` +
      `${decimal(mine)} and ${decimal(theirs)} from them${overlap ? ': the classes overlap in pixel space' : ''}.`,
  ];
}

export function findings(content: Pick<Content, 'summary' | 'data'>): string[] {
  const { summary } = content;
  const className = namer(content);
  return [
    ...lookAlikeSentences(summary, className),
    ...outlierSentences(summary, className),
    ...mapSentence(summary),
    ...centroidSentence(summary, className),
    ...(summary.notComputed.length > 0
      ? [summary.notComputed.map((sentence) => `Not in full: ${sentence}.`).join(' ')]
      : []),
  ];
}
