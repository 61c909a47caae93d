/** Which classes look alike, read from the counts of nearest neighbours. */
import { wilsonInterval } from '../../../core/stats/intervals';
import type { ConfusionSummary } from '../types';

export interface ClassNeighbours {
  readonly label: number;
  readonly images: number;
  /** Images whose nearest is of another class, as a count, a share and its 95 % interval (Wilson). */
  readonly other: number;
  readonly share: number;
  readonly interval: readonly [number, number];
  /** The class most often nearest among the others; undefined if there is none. */
  readonly most: { readonly label: number; readonly images: number } | undefined;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** One row a class that has images, in their order. */
export function neighboursByClass({ counts }: Pick<ConfusionSummary, 'counts'>): ClassNeighbours[] {
  return counts.flatMap((row, label) => {
    const images = sum(row);
    if (images === 0) return [];
    const other = images - row[label]!;
    const rivals = row.map((count, rival) => ({ label: rival, images: rival === label ? 0 : count }));
    const most = rivals.reduce((best, rival) => (rival.images > best.images ? rival : best));
    return [
      {
        label,
        images,
        other,
        share: other / images,
        interval: wilsonInterval(other, images),
        most: most.images > 0 ? most : undefined,
      },
    ];
  });
}

/** All classes together. */
export function otherClassShare({ counts }: Pick<ConfusionSummary, 'counts'>): { other: number; images: number } {
  const images = sum(counts.map(sum));
  return { images, other: images - sum(counts.map((row, label) => row[label]!)) };
}

/** The two classes whose mean images are the closest. */
export function closestCentroids(
  centroids: readonly (readonly (number | null)[])[],
): { readonly a: number; readonly b: number; readonly distance: number } | undefined {
  let closest: { a: number; b: number; distance: number } | undefined;
  for (const [a, row] of centroids.entries()) {
    for (const [b, distance] of row.entries()) {
      if (b <= a || distance === null) continue;
      if (!closest || distance < closest.distance) closest = { a, b, distance };
    }
  }
  return closest;
}
