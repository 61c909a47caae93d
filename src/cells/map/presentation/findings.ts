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
    return [`All judged images are of one class, ${className(present[0]!.label)}: no class can be taken for another.`];
  }
  const worst = present.reduce((most, row) => (row.share > most.share ? row : most));
  const best = present.reduce((least, row) => (row.share < least.share ? row : least));
  const whole = `${percent(other / images)} of the images have a nearest neighbour of another class (95 % interval ${percentInterval(wilsonInterval(other, images))})`;
  if (other === 0 || !worst.most) return [`No image has a nearest neighbour of another class.`];
  return [
    `${className(worst.label)} is the class most easily taken for another: the nearest image is of another class for ${percent(worst.share, 0)} ` +
      `of its images (${percentInterval(worst.interval, 0)}), most often ${className(worst.most.label)} (${percent(worst.most.images / worst.images, 0)}).`,
    `Over all classes ${whole}; for ${className(best.label)} it is ${percent(best.share)}.`,
  ];
}

function votedSentence({ confusion, neighbours, references }: MapSummary): string[] {
  if (!confusion || neighbours < 5) return [];
  const { images } = otherClassShare(confusion);
  const share = confusion.votedRight / images;
  return [
    `The five nearest of ${count(references)} training images alone name ${percent(share)} right (${percentInterval(wilsonInterval(confusion.votedRight, images))}): what a model must beat.`,
  ];
}

const flaggedWords = ({ flagged, threshold }: ScoreSummary): string =>
  `${count(flagged)} (${decimal(threshold, 2)} or more)`;

function outlierSentences(summary: MapSummary, className: Naming): string[] {
  const { distance, reconstruction, agreement, components, judged } = summary;
  const images = totalOf(judged);
  const sentences: string[] = [];
  if (distance && distance.threshold !== null) {
    const most = distance.flaggedByClass.indexOf(Math.max(...distance.flaggedByClass));
    const where =
      distance.flagged > 0 ? `, most of them ${className(most)} (${count(distance.flaggedByClass[most]!)})` : '';
    sentences.push(
      `Of ${plural(images, 'image')}, ${flaggedWords(distance)} lie far from all others by the mean distance to their nearest training images${where}.`,
    );
  }
  if (reconstruction && reconstruction.threshold !== null && components) {
    sentences.push(
      `${flaggedWords(reconstruction)} are badly reconstructed from the ${plural(components.kept, 'principal component')} that hold ${percent(components.held, 0)} of the variance of the training split.`,
    );
  }
  if (agreement && agreement.spearman !== null) {
    sentences.push(
      `The two scores agree on the order (Spearman ${decimal(agreement.spearman)}), and of the ${agreement.top} strangest by each ` +
        `${agreement.shared} are the same, where chance would give ${decimal(agreement.expected, 1)}: ${
          agreement.shared >= agreement.top / 2 ? 'either will do' : 'each sees something of its own, so both are shown'
        }.`,
    );
  }
  return sentences;
}

function mapSentence({ map, components }: MapSummary): string[] {
  if (!map || !components) return [];
  const { quality } = map;
  if (!quality) return [`A map of ${plural(map.images, 'image')} was made; they are too few to check it.`];
  const { pca, umap, pixels, neighbours } = quality;
  const better = umap.trustworthiness > pca.trustworthiness ? 'UMAP' : 'PCA';
  return [
    `Of the two maps ${better} can be trusted more with who lies beside whom: trustworthiness ${decimal(umap.trustworthiness, 3)} for UMAP, ` +
      `${decimal(pca.trustworthiness, 3)} for PCA; of an image's ${neighbours} neighbours ${percent(umap.agreement, 0)} on the map by UMAP, ${percent(pca.agreement, 0)} on that by PCA ` +
      `and ${percent(pixels.agreement, 0)} by its pixels have its class.`,
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
    `The closest mean images are those of ${className(a)} and ${className(b)}, ${decimal(distance)} apart, while their own images lie ` +
      `${decimal(mine)} and ${decimal(theirs)} from them${overlap ? ': the classes overlap in pixels' : ''}.`,
  ];
}

function pairSentence(summary: MapSummary, className: Naming): string[] {
  const pair = summary.confusion?.pairs[0];
  if (!pair) return [];
  const [a, b] = pair.labels;
  return [
    `The closest two images of different classes are ${article(className(a))} and ${article(className(b))}, ${decimal(pair.distance)} apart: ` +
      'pairs like it are where labels should be looked at first.',
  ];
}

const article = (name: string): string => `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;

export function findings(content: Pick<Content, 'summary' | 'data'>): string[] {
  const { summary } = content;
  const className = namer(content);
  return [
    ...lookAlikeSentences(summary, className),
    ...outlierSentences(summary, className),
    ...mapSentence(summary),
    ...pairSentence(summary, className),
    ...centroidSentence(summary, className),
    ...votedSentence(summary),
    ...summary.notComputed.map((sentence) => `Not in full: ${sentence}.`),
  ];
}
