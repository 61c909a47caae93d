/** The built-in generator's files. Loaded when they are asked for. */
import { byRole, OFFICIAL_FILES, OFFICIAL_SHAPE } from '../../../src/core/dataset/files';
import type { Part } from '../../../src/core/dataset/ids';
import { encodeIdxHeader } from '../../../src/core/dataset/idx-header';
import { pixelsOf } from '../../../src/core/dataset/shape';
import {
  SYNTHETIC_COUNTS,
  SYNTHETIC_NAME,
  syntheticImages,
  syntheticLabels,
} from '../../../src/core/dataset/synthetic';
import { SHARD_SIZE } from '../../../src/storage/shards';
import type { Source, SourceFile } from './source';

export const syntheticSource = (): Source =>
  drawnSource(
    SYNTHETIC_COUNTS,
    syntheticLabels,
    (part, labels) => (start, end) => syntheticImages(part, start, labels.subarray(start, end)),
  );

/** A set that is drawn as it is read. @param drawer draws the images of a part from one place to another */
export function drawnSource(
  counts: Readonly<Record<Part, number>>,
  labelsOf: (part: Part) => Uint8Array,
  drawer: (part: Part, labels: Uint8Array) => (start: number, end: number) => Uint8Array,
): Source {
  const files = byRole((role): SourceFile => {
    const { part, kind, name } = OFFICIAL_FILES[role];
    const count = counts[part];
    const header = encodeIdxHeader(count, kind === 'images' ? OFFICIAL_SHAPE : undefined);
    const open = async function* (): AsyncGenerator<Uint8Array> {
      yield header;
      const labels = labelsOf(part);
      if (kind === 'labels') {
        yield labels;
        return;
      }
      // A tenth of a shard at a time: about 15 ms, so that cancelling and heartbeats come in between.
      const step = SHARD_SIZE / 10;
      const draw = drawer(part, labels);
      for (let start = 0; start < count; start += step) {
        yield draw(start, Math.min(count, start + step));
      }
    };
    return { name, bytes: header.length + count * (kind === 'images' ? pixelsOf(OFFICIAL_SHAPE) : 1), open };
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
