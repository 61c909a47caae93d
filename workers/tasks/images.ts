/** The images that a task works on: by their ids, splits, batches of the stream, and both together. */
import type { Images } from '../../src/core/dataset/images';
import { type DatasetSummary, type ImageBatch, type SplitName } from '../../src/core/dataset/types';
import { applyScenario, streamBatches } from '../../src/core/drift/stream';
import { LookbookError } from '../../src/core/errors';
import type { StreamBatch } from '../../src/core/drift/scenarios';
import { joinImages, takeImages } from '../../src/core/dataset/batch';
import { placeOf } from '../../src/core/dataset/ids';
import { pixelsOf } from '../../src/core/dataset/shape';

/** Images that are read at once: a copy of so many lies beside the whole for a moment. */
const AT_ONCE = 4000;

/** Pixels of images of either part by their ids, in their order: count x pixels. */
export async function readByIds(source: Images, data: DatasetSummary, ids: Int32Array): Promise<Uint8Array> {
  const pixels = pixelsOf(data);
  const images = new Uint8Array(ids.length * pixels);
  // In the order of the files, so that no part of them is read twice.
  const positions = Uint32Array.from(ids.keys()).sort((a, b) => ids[a]! - ids[b]!);
  const ofTrain = positions.findIndex((position) => ids[position]! >= data.counts.train);
  const cut = ofTrain < 0 ? positions.length : ofTrain;
  for (const [part, those] of [
    ['train', positions.subarray(0, cut)],
    ['test', positions.subarray(cut)],
  ] as const) {
    for (let from = 0; from < those.length; from += AT_ONCE) {
      const some = those.subarray(from, from + AT_ONCE);
      const indices = some.map((position) => placeOf(data, ids[position]!).index);
      const found = await source.at(data.hash, part, indices);
      some.forEach((position, at) =>
        images.set(found.images.subarray(at * pixels, (at + 1) * pixels), position * pixels),
      );
    }
  }
  return images;
}

/** One batch of the stream as its scenario lets it come in. @param stream the whole split, undisturbed */
function batchOf(
  stream: ImageBatch,
  classes: readonly string[],
  { batch, batches, scenario, streamSeed }: StreamBatch,
): ImageBatch {
  const positions = streamBatches(stream.indices, batches, streamSeed)[batch - 1];
  if (!positions) {
    throw new LookbookError('params/invalid', `The stream has batches 1 to ${batches}; there is no batch ${batch}.`);
  }
  const incoming = applyScenario(takeImages(stream, positions), batch, scenario, streamSeed, classes);
  if (incoming.labels.length === 0) {
    throw new LookbookError(
      'params/invalid',
      `No image is left in batch ${batch} of the stream: its scenario takes all of them away. Lower its severity.`,
    );
  }
  return incoming;
}

/** Batches of the stream, in the order asked for. @throws LookbookError `params/invalid` for a batch that is not there */
export async function readStream(
  images: Images,
  data: DatasetSummary,
  wanted: readonly StreamBatch[],
): Promise<ImageBatch[]> {
  const stream = await images.split(data, 'stream');
  return wanted.map((batch) => batchOf(stream, data.classes, batch));
}

/** The splits of the training file beside the training split, in the order in which their labels are judged. */
const OTHERS = ['validation', 'calibration', 'stream'] as const satisfies readonly SplitName[];

/** The first so many images of validation, calibration and stream, in turn; undefined for none. */
export async function readOthers(images: Images, data: DatasetSummary, count = 0): Promise<ImageBatch | undefined> {
  const parts: ImageBatch[] = [];
  let wanted = count;
  for (const split of OTHERS) {
    if (wanted <= 0) break;
    const part = await images.split(data, split, wanted);
    wanted -= part.labels.length;
    parts.push(part);
  }
  return parts.length > 0 ? joinImages(parts) : undefined;
}

/**
 * The images to fit a model on, and those to score it on.
 * @param trainImages the first so many of the training split
 * @param stream batches of the stream that are fitted on too
 * @throws LookbookError `params/invalid` if there is nothing to fit on, or a class to be scored is not among it
 */
export async function readTrainAndValidation(
  images: Images,
  data: DatasetSummary,
  trainImages: number,
  stream: readonly StreamBatch[] = [],
): Promise<{ readonly train: ImageBatch; readonly validation: ImageBatch }> {
  if (!Number.isInteger(trainImages) || trainImages < 1) {
    throw new LookbookError(
      'params/invalid',
      `A model cannot be fitted on ${trainImages} images: give it at least 10.`,
    );
  }
  const ofTrain = await images.split(data, 'train', trainImages);
  const train = stream.length > 0 ? joinImages([ofTrain, ...(await readStream(images, data, stream))]) : ofTrain;
  const validation = await images.split(data, 'validation');
  const known = new Set(train.labels);
  const unknown = [...new Set(validation.labels)].filter((label) => !known.has(label)).sort((a, b) => a - b);
  if (unknown.length > 0) {
    const names = unknown.map((label) => data.classes[label]).join(', ');
    throw new LookbookError(
      'params/invalid',
      `The ${train.labels.length} images to fit on hold none of ${names}: a model cannot name what it has never seen. ` +
        'Fit on more images.',
    );
  }
  return { train, validation };
}
