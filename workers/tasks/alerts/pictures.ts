/** The pictures that stand beside the alerts. */
import type { CheckedAlert } from '../../../src/core/alerts/types';
import { placeOf } from '../../../src/core/dataset/ids';
import { pixelsOf } from '../../../src/core/dataset/shape';
import type { DatasetSummary } from '../../../src/core/dataset/types';
import type { TaskContext } from '../types';
import type { Shown } from './types';

/** Images beside an alert's sentence. */
const PICTURES = 6;

/** The first images of each alert that has any: where each alert's begin, and their pixels one after the other. */
export async function picturesOf(
  context: Pick<TaskContext, 'images' | 'turn'>,
  dataset: DatasetSummary,
  alerts: readonly Pick<CheckedAlert, 'kind' | 'ids'>[],
): Promise<{ shown: Shown[]; pictures: Uint8Array }> {
  const wanted = alerts.flatMap(({ kind, ids }) => (ids.length > 0 ? [{ kind, ids: ids.slice(0, PICTURES) }] : []));
  const total = wanted.reduce((sum, { ids }) => sum + ids.length, 0);
  const pixels = pixelsOf(dataset);
  const pictures = new Uint8Array(total * pixels);
  const labels = new Uint8Array(total);
  if (total === 0) return { shown: [], pictures };
  const shards = await context.images.open(dataset.hash);
  // A shard is read once for all the images in it.
  const places = wanted
    .flatMap(({ ids }) => ids)
    .map((id, at) => ({ at, ...placeOf(dataset, id) }))
    .map(({ at, part, index }) => ({
      at,
      part,
      shard: Math.floor(index / shards.shardSize),
      within: index % shards.shardSize,
    }))
    .sort((a, b) => a.part.localeCompare(b.part) || a.shard - b.shard);
  let open: { readonly name: string; readonly images: Uint8Array; readonly labels: Uint8Array } | undefined;
  for (const { at, part, shard, within } of places) {
    const name = `${part}/${shard}`;
    if (open?.name !== name) {
      open = { name, ...(await shards.read(part, shard)) };
      await context.turn();
    }
    pictures.set(open.images.subarray(within * pixels, (within + 1) * pixels), at * pixels);
    labels[at] = open.labels[within]!;
  }
  let from = 0;
  const shown = wanted.map(({ kind, ids }): Shown => {
    const begins = from;
    from += ids.length;
    return { kind, from: begins, ids, labels: Array.from(labels.subarray(begins, from)) };
  });
  return { shown, pictures };
}
