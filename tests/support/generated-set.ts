/** Small data sets of any size and number of classes, as the four files that a person drops. */
import { FILE_ROLES, type FileRole } from '../../src/core/dataset/files';
import type { DroppedFile } from './page';
import { derive, randomSource } from '../../src/core/seed';

export interface GeneratedSet {
  readonly classes: number;
  readonly height: number;
  readonly width: number;
  /** Training images of each class. */
  readonly perClass: number;
}

const SEED = 10;
/** Test images of each class. */
const TESTED = 4;

function header(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * at);
  return bytes;
}

/** What the images of a class have in common: waves of its own direction and length, dark towards the edge. */
function prototype(label: number, { height, width }: GeneratedSet): Float64Array {
  const random = randomSource(derive(SEED, 'class', label));
  const [across, down, phase] = [3 * random() + 0.5, 3 * random() + 0.5, 6 * random()];
  return Float64Array.from({ length: height * width }, (_, at) => {
    const [x, y] = [(at % width) / (width - 1), Math.floor(at / width) / (height - 1)];
    const vignette = 16 * x * (1 - x) * y * (1 - y);
    return 220 * vignette * (0.5 + 0.5 * Math.sin(2 * Math.PI * (across * x + down * y) + phase));
  });
}

/** The classes in turn, each image its class's prototype with noise of its own. */
function part(set: GeneratedSet, name: string, each: number): { readonly labels: Buffer; readonly images: Buffer } {
  const { classes, height, width } = set;
  const count = classes * each;
  const prototypes = Array.from({ length: classes }, (_, label) => prototype(label, set));
  const random = randomSource(derive(SEED, 'noise', name));
  const labels = Uint8Array.from({ length: count }, (_, at) => at % classes);
  const images = new Uint8Array(count * height * width);
  for (const [at, label] of labels.entries()) {
    const start = at * height * width;
    for (const [pixel, value] of prototypes[label]!.entries()) {
      images[start + pixel] = Math.max(0, Math.min(255, Math.round(value + 60 * (random() - 0.5))));
    }
  }
  return {
    labels: Buffer.concat([header(2049, count), labels]),
    images: Buffer.concat([header(2051, count, height, width), images]),
  };
}

export function generatedFiles(set: GeneratedSet): DroppedFile[] {
  const train = part(set, 'train', set.perClass);
  const test = part(set, 'test', TESTED);
  const bytes: Readonly<Record<FileRole, Buffer>> = {
    'train-labels': train.labels,
    'train-images': train.images,
    'test-labels': test.labels,
    'test-images': test.images,
  };
  return FILE_ROLES.map((role) => ({ name: `${role}.idx`, buffer: bytes[role] }));
}
