/** The pairs behind the numbers, read when they are wanted. */
import { splitWord } from '../../../core/words/splits';
import { pixelsOf } from '../../../core/dataset/shape';
import { SPLIT_NAMES } from '../../../core/dataset/types';
import { differenceOf, groupsOf, pairsOf, type Pair } from '../../../core/neighbours/pairs';
import type { GridImage, ImageList } from '../../../plots/blocks';
import type { Naming } from '../../classes';
import { imageSize } from '../../sizes';
import type { CellContent } from '../../types';
import type { SimilarParams, SimilarSummary } from '../types';
import { percent } from '../../../core/words/numbers';

export type Content = CellContent<SimilarParams, SimilarSummary>;

/** A pair whose images are kept, with what is known of them. */
export interface Shown {
  readonly pair: Pair;
  readonly difference: number;
  /** Whether the labels differ. */
  readonly disagreeing: boolean;
  readonly across: boolean;
}

export interface Listed {
  /** Those that differ least first; the first {@link SimilarSummary.listed} of all. */
  readonly pairs: readonly Shown[];
  image(id: number): Pick<GridImage, 'size'> & {
    readonly pixels: Uint8Array;
    readonly label: number;
    readonly split: string;
  };
}

export async function readListed(content: Content): Promise<Listed> {
  const { summary, result, read } = content;
  const size = imageSize(content);
  const count = pixelsOf(size);
  const array = async (name: string) => (await read(result.artifacts[name]!)).data;
  const [pairs, images, ids, labels, splits] = await Promise.all(
    ['pairs', 'images', 'imageIds', 'imageLabels', 'imageSplits'].map(array),
  );
  const places = new Map(Array.from(ids!, (id, at) => [id, at]));
  const at = (id: number): number => places.get(id)!;
  return {
    pairs: pairsOf({ data: pairs!.slice(0, 4 * summary.listed) }).map((pair) => ({
      pair,
      difference: differenceOf(pair),
      disagreeing: labels![at(pair.a)] !== labels![at(pair.b)],
      across: splits![at(pair.a)] !== splits![at(pair.b)],
    })),
    image: (id) => ({
      pixels: Uint8Array.from(images!.subarray(at(id) * count, (at(id) + 1) * count)),
      size,
      label: labels![at(id)]!,
      split: SPLIT_NAMES[splits![at(id)]!]!,
    }),
  };
}

/** Both images of pairs, one pair after the other: class and split below the first, the difference below the second. */
export function pairImages(listed: Listed, shown: readonly Shown[], nameOf: Naming): GridImage[] {
  return shown.flatMap(({ pair, difference, disagreeing }) => {
    const [a, b] = [listed.image(pair.a), listed.image(pair.b)];
    const mark = disagreeing ? '≠ ' : '';
    return [
      { ...tile(a), image: pair.a, label: `${mark}${nameOf(a.label)}, ${splitWord(a.split)}`, classIndex: a.label },
      {
        ...tile(b),
        image: pair.b,
        label: `${percent(difference)} ${splitWord(b.split)}${disagreeing ? ` ≠ ${nameOf(b.label)}` : ''}`,
        classIndex: b.label,
      },
    ];
  });
}
const tile = ({ pixels, size }: Pick<GridImage, 'pixels' | 'size'>) => ({ pixels, size, scale: 'gray' }) as const;

/** Images of all pairs up to a threshold, the nearest pairs first, for the gallery; at most a thousand. */
export function imagesWithin({ summary, result, read }: Content, share: number, leaks = false): ImageList {
  const [scoresName, idsName] = leaks ? (['leakScores', 'leakIds'] as const) : (['pairScores', 'pairIds'] as const);
  return {
    title: `Images that differ by at most ${percent(share)}`,
    dataset: summary.dataset.hash,
    ids: async () => {
      const [scores, ids] = await Promise.all([read(result.artifacts[scoresName]!), read(result.artifacts[idsName]!)]);
      // Scores are in float32: half a step beyond the threshold lies between two of them.
      const within = scores.data.findLastIndex((score) => score <= share + 1e-6) + 1;
      return [...new Set(Array.from(ids.data.subarray(0, 2 * within)))].slice(0, 1000);
    },
  };
}

/** Groups that the shown pairs join, the largest first. */
export const groupsIn = (shown: readonly Shown[]): number[][] =>
  groupsOf(shown.map(({ pair }) => pair)).sort((x, y) => y.length - x.length || x[0]! - y[0]!);
