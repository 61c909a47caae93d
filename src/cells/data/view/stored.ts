/** What the Data cell's view reads from storage. Page only, and loaded when it is needed. */
import { OFFICIAL_HASH } from '../../../core/dataset/files';
import { DAMAGED_NAME, type PartImages } from '../../../core/dataset/types';
import { openShards } from '../../../storage/datasets';
import type { DatasetRecord } from '../../../storage/records';
import { withDatabase } from '../../../storage/schema';
import type { DataParams } from '../types';

/** The first 2,000 images of the training file of a stored set. @throws LookbookError `data/missing`, `storage/corrupt` */
export function firstImages(datasetHash: string): Promise<PartImages> {
  return withDatabase(async (db) => (await openShards(db, datasetHash)).read('train', 0));
}

export type SourceValues = Partial<DataParams>;

/** The parameters under which a stored set is loaded again, from storage; undefined if there are none. */
export function sourceOf(
  set: Pick<DatasetRecord, 'hash' | 'name' | 'synthetic' | 'uploadToken' | 'labels' | 'classNames'>,
): SourceValues | undefined {
  if (set.hash === OFFICIAL_HASH) return { source: 'site' };
  if (set.synthetic) return { source: set.name === DAMAGED_NAME ? 'damaged' : 'synthetic' };
  if (set.uploadToken === undefined) return undefined;
  const shiftLabels = (set.labels?.shift ?? 0) > 0;
  const classNames = set.classNames?.join('\n') ?? '';
  return { source: 'files', uploadToken: set.uploadToken, acceptUnofficial: true, shiftLabels, classNames };
}
