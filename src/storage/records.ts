/** The shapes of what is stored, beside results, statuses and events (which core defines). */
import type { ImageSize } from '../core/dataset/shape';
import type { MissingByImage } from '../core/dataset/missing';
import type { CellPlan, Json, TypedArray } from '../core/results/types';

export type Part = 'train' | 'test';

/** A verified data set. */
export interface DatasetRecord extends ImageSize {
  /** SHA-256 over the hashes of the four uncompressed files. */
  readonly hash: string;
  readonly name: string;
  readonly synthetic: boolean;
  /** For people: "the site's own folder", "dropped files", ... */
  readonly source: string;
  readonly counts: Readonly<Record<Part, number>>;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  readonly shardSize: number;
  /** The `dataset` of its shards: the load that wrote them, so that a set becomes valid by writing this record alone. */
  readonly storedUnder: string;
  /** The upload it was made of, if files were dropped. */
  readonly uploadToken?: string;
  readonly storedAt: string;
  /** Values that were missing in the files and are stored as 0: how many in each image; absent if none were. */
  readonly missing?: MissingByImage;
  /** How values became bytes, if the files held none. */
  readonly converted?: string;
  /** Of dropped files: the least label in them, and what was taken from every label. */
  readonly labels?: { readonly least: number; readonly shift: number };
  /** Names of its classes, as they were last typed. */
  readonly classNames?: readonly string[];
}

/** Files dropped on the page, kept until the load task has read them. */
export interface UploadRecord {
  /** Hash of the files' contents. */
  readonly token: string;
  readonly files: readonly { readonly name: string; readonly bytes: Blob }[];
}

/** `shardSize` images (the last shard may hold fewer) in file order. */
export interface ShardRecord {
  /** `storedUnder` of its data set's record; of no record while it is staged. */
  readonly dataset: string;
  readonly part: Part;
  readonly index: number;
  /** count x (height x width of the record), row-major, 0-255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** SHA-256 over images then labels. */
  readonly sha256: string;
}

export interface NotebookRecord {
  readonly id: string;
  /** Version of the document's format. */
  readonly format: number;
  readonly savedAt: string;
  readonly document: Json;
}

/** What was asked to run, so that it can be asked again. */
export interface JobRecord {
  readonly notebookId: string;
  readonly plan: readonly CellPlan[];
  /** Ids of the cells that were to run. */
  readonly targets: readonly string[];
  readonly rootSeed: number;
  readonly startedAt: string;
}

/** State of a training at a step boundary. */
export interface Checkpoint {
  readonly taskKey: string;
  readonly step: number;
  readonly state: Json;
  readonly arrays: Readonly<Record<string, TypedArray>>;
}
