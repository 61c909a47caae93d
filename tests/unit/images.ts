/** Images that a test gives in place of stored ones: whatever runs tasks in the test hands them {@link servedImages}. */
import type { Images } from '../../src/core/dataset/images';
import { StoredImages } from '../../src/storage/images';
import { datasetStore } from '../../src/storage/loading';
import type { Database } from '../../src/storage/schema';
import type { TaskStorage } from '../../src/storage/port';

let given: Partial<Images> | undefined;

/** @param images what is not given is refused when a task asks for it */
export function serveImages(images: Partial<Images>): void {
  given = images;
}

function asked<K extends keyof Images>(name: K): Images[K] {
  const method = given?.[name];
  if (!method) throw new Error(`This test serves no images by "${name}".`);
  return method;
}

export const servedImages: Images = {
  open: (...of) => asked('open')(...of),
  part: (...of) => asked('part')(...of),
  labels: (...of) => asked('labels')(...of),
  at: (...of) => asked('at')(...of),
  split: (...of) => asked('split')(...of),
};

/** The same storage, but for the images that this test serves, if it serves any. */
export const withServedImages = (storage: TaskStorage): TaskStorage =>
  given ? { ...storage, images: servedImages } : storage;

/** Images of what is stored in a database. */
export const imagesIn = (db: Database): StoredImages => new StoredImages(datasetStore(db).open);
