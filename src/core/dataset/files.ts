/** The four files of a data set in the IDX format, and what the official ones are. */
import { hashJson } from '../results/canonical';
import type { DataShape } from './shape';
import { CLASS_NAMES, SIDE } from './fashion-mnist';

/** In reading order: labels first, because a shard holds images with their labels. */
export const FILE_ROLES = ['train-labels', 'train-images', 'test-labels', 'test-images'] as const;
export type FileRole = (typeof FILE_ROLES)[number];
export type IdxKind = 'images' | 'labels';

/** The choice that lets in files that are not Fashion-MNIST's: one name in the drop zone, in the settings and in messages. */
export const ACCEPT_OTHER_SET = 'Accept another data set in the same format';

export interface FileFacts {
  /** The name under which the file is published, without `.gz`. */
  readonly name: string;
  readonly part: 'train' | 'test';
  readonly kind: IdxKind;
  /** What to call it in a sentence. */
  readonly title: string;
  /** Images or labels in the official file. */
  readonly count: number;
  /** Bytes of the official file, unpacked. */
  readonly bytes: number;
  /** SHA-256 of the official file, unpacked. */
  readonly sha256: string;
}

/** Fashion-MNIST as published (arXiv:1708.07747), by the hashes of the unpacked files: gzip headers differ between copies. */
export const OFFICIAL_FILES: Readonly<Record<FileRole, FileFacts>> = {
  'train-labels': {
    name: 'train-labels-idx1-ubyte',
    part: 'train',
    kind: 'labels',
    title: 'training labels',
    count: 60_000,
    bytes: 60_008,
    sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  },
  'train-images': {
    name: 'train-images-idx3-ubyte',
    part: 'train',
    kind: 'images',
    title: 'training images',
    count: 60_000,
    bytes: 47_040_016,
    sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  },
  'test-labels': {
    name: 't10k-labels-idx1-ubyte',
    part: 'test',
    kind: 'labels',
    title: 'test labels',
    count: 10_000,
    bytes: 10_008,
    sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
  'test-images': {
    name: 't10k-images-idx3-ubyte',
    part: 'test',
    kind: 'images',
    title: 'test images',
    count: 10_000,
    bytes: 7_840_016,
    sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
};

/** What the images of the official files are; those of the built-in samples are made like them. */
export const OFFICIAL_SHAPE: DataShape = { height: SIDE, width: SIDE, classes: CLASS_NAMES };

/** The value of `make` for each of the four files. */
export function byRole<T>(make: (role: FileRole) => T): Record<FileRole, T> {
  return Object.fromEntries(FILE_ROLES.map((role) => [role, make(role)])) as Record<FileRole, T>;
}

/**
 * What a data set is known by: SHA-256 over the hashes of its four unpacked files.
 * @param labelShift what is taken from every label of the files; a set with other labels is another set
 */
export function datasetHash(fileHashes: Readonly<Record<FileRole, string>>, labelShift = 0): string {
  const hashes = byRole((role) => fileHashes[role]);
  return hashJson(labelShift === 0 ? hashes : { ...hashes, labelShift });
}

export const OFFICIAL_HASH = datasetHash(byRole((role) => OFFICIAL_FILES[role].sha256));

/** A public copy of the official files, asked only after an explicit click: the one place that answers https with CORS. */
export const MIRROR = {
  host: 'raw.githubusercontent.com',
  name: "the authors' repository on GitHub",
  base: 'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
} as const;
