/** How blocks and view come by the arrays of the result, and by lists of images. */
import type { TypedArray } from '../../../core/results/types';
import type { ImageList } from '../../../plots/blocks';
import { namer } from '../../classes';
import type { CellContent } from '../../types';
import type { MapParams, MapSummary, ScoredImage } from '../types';
import { fixed } from '../../../core/words/numbers';

export type Content = CellContent<MapParams, MapSummary>;

export const hasArray = ({ result }: Content, name: string): boolean => result.artifacts[name] !== undefined;

/** @throws Error if the result has no such array */
export async function readArray({ result, read }: Content, name: string): Promise<TypedArray> {
  const ref = result.artifacts[name];
  if (!ref) throw new Error(`map: the result has no array "${name}"`);
  return (await read(ref)).data;
}

/** A list of images with their scores below them. */
export const scoredList = (content: Content, title: string, images: readonly ScoredImage[]): ImageList => ({
  title,
  dataset: content.summary.dataset.hash,
  ids: images.map(({ id }) => id),
  labels: images.map(({ label, score }) => `${fixed(score, 2)} ${namer(content)(label)}`),
});
