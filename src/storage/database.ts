/** The storage of tasks in a browser: IndexedDB. */
import type { Images } from '../core/dataset/images';
import { datasetStore } from './loading';
import type { DatasetStore, ResultStore, TaskStorage } from './port';
import { commit, readArtifact, readResult } from './results';
import type { Database } from './schema';
import { isCheckpoint } from './sound';

/** What reads images is loaded by the first task that wants some: the one that loads the set does not. */
function imagesOf({ open }: DatasetStore): Images {
  let loaded: Promise<Images> | undefined;
  const images = (): Promise<Images> =>
    (loaded ??= import('./images').then(({ StoredImages }) => new StoredImages(open)));
  return {
    open,
    part: async (...asked) => (await images()).part(...asked),
    labels: async (...asked) => (await images()).labels(...asked),
    at: async (...asked) => (await images()).at(...asked),
    split: async (...asked) => (await images()).split(...asked),
  };
}

const resultStore = (db: Database): ResultStore => ({
  result: (key) => readResult(db, key),
  read: (ref) => readArtifact(db, ref),
  commit: (prepared) => commit(db, { prepared }),
  async checkpoint(taskKey) {
    const stored: unknown = await db.get('checkpoints', taskKey);
    return isCheckpoint(stored) ? stored : undefined;
  },
  saveCheckpoint: async (checkpoint) => {
    await db.put('checkpoints', checkpoint);
  },
});

export function databaseStorage(db: Database): TaskStorage {
  const datasets = datasetStore(db);
  return { images: imagesOf(datasets), datasets, results: resultStore(db) };
}
