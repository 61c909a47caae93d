/** What the Data cell's view reads from storage. Page only, and loaded when it is needed. */
import { readFirst, type PartImages } from '../../storage/datasets';
import { withDatabase } from '../../storage/schema';

/** The first 2,000 training images of a stored set. @throws LookbookError `data/missing`, `storage/corrupt` */
export function firstImages(datasetHash: string): Promise<PartImages> {
  return withDatabase((db) => readFirst(db, datasetHash));
}
