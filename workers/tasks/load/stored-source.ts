/** A stored set as its files, to be read once more with other labels after the files themselves were let go. */
import { FILE_ROLES, OFFICIAL_FILES, byRole } from '../../../src/core/dataset/files';
import { encodeIdxHeader } from '../../../src/core/dataset/idx-header';
import type { Part } from '../../../src/core/dataset/ids';
import { sizeOf } from '../../../src/core/dataset/shape';
import type { DatasetStore } from '../../../src/storage/port';
import type { DatasetRecord } from '../../../src/storage/records';
import { shardCount } from '../../../src/storage/shards';
import type { Source } from './source';

/** @param record of a set whose labels are known @param shift what is to be taken from the labels of the files */
export function storedSource(record: DatasetRecord, shift: number, datasets: DatasetStore): Source {
  const { labels, missing, converted } = record;
  const back = labels?.shift ?? 0;
  const values = async function* (part: Part, kind: 'images' | 'labels'): AsyncGenerator<Uint8Array> {
    yield encodeIdxHeader(record.counts[part], kind === 'images' ? sizeOf(record) : undefined);
    const shards = await datasets.open(record.hash);
    for (let index = 0; index < shardCount(record.counts[part]); index += 1) {
      const shard = await shards.read(part, index);
      yield kind === 'images' ? shard.images : shard.labels.map((label) => label + back);
    }
  };
  return {
    title: record.source,
    verb: 'Reading',
    advice: 'Drop or choose the four files again.',
    synthetic: record.synthetic,
    official: 'not-asked',
    ...(record.uploadToken === undefined ? {} : { uploadToken: record.uploadToken }),
    remarks: {
      ...(missing ? { missing } : {}),
      ...(converted === undefined ? {} : { converted }),
      labels: { least: labels?.least ?? 0, shift },
    },
    files: byRole((role) => {
      const { part, kind } = OFFICIAL_FILES[role];
      const { name, bytes, sha256 } = record.files[FILE_ROLES.indexOf(role)]!;
      return { name, bytes, open: () => values(part, kind), original: { bytes, sha256 } };
    }),
  };
}
