/** The built-in generator's files. Loaded when they are asked for. */
import { byRole, OFFICIAL_FILES } from '../../../src/core/dataset/files';
import { encodeIdxHeader } from '../../../src/core/dataset/idx';
import {
  SYNTHETIC_COUNTS,
  SYNTHETIC_NAME,
  syntheticImages,
  syntheticLabels,
} from '../../../src/core/dataset/synthetic';
import { SHARD_SIZE } from '../../../src/storage/shards';
import type { Source, SourceFile } from './source';

export function syntheticSource(): Source {
  const files = byRole((role): SourceFile => {
    const { part, kind, name } = OFFICIAL_FILES[role];
    const count = SYNTHETIC_COUNTS[part];
    const header = encodeIdxHeader(kind, count);
    const open = async function* (): AsyncGenerator<Uint8Array> {
      yield header;
      const labels = syntheticLabels(part);
      if (kind === 'labels') {
        yield labels;
        return;
      }
      // A tenth of a shard at a time: about 15 ms, so that cancelling and heartbeats come in between.
      const step = SHARD_SIZE / 10;
      for (let start = 0; start < count; start += step) {
        yield syntheticImages(part, start, labels.subarray(start, start + step));
      }
    };
    return { name, bytes: header.length + count * (kind === 'images' ? 784 : 1), open };
  });
  return {
    title: 'the built-in generator',
    verb: 'Drawing',
    advice: 'This is a defect of Lookbook: please report it.',
    synthetic: true,
    datasetName: SYNTHETIC_NAME,
    official: 'not-asked',
    files,
  };
}
