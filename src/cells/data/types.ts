/** The Data cell's parameters and summary: shared by its job (coordinator) and its definition (page). */
import { ACCEPT_OTHER_SET, MIRROR } from '../../core/dataset/files';
import type { DatasetSummary, PartImages } from '../../core/dataset/types';
import { boolean, choice, integer, text, type ParamValues } from '../../core/params';

export const facts = { kind: 'data', version: 2, numeric: false } as const;

export const params = {
  source: choice({
    label: 'Source',
    default: 'site',
    choices: [
      { value: 'site', label: "This site's own folder" },
      { value: 'files', label: 'Dropped or chosen files' },
      { value: 'mirror', label: `Public mirror (${MIRROR.host})`, byHand: true },
      { value: 'synthetic', label: 'Synthetic sample' },
      { value: 'damaged', label: 'Damaged sample' },
    ],
  }),
  splitSeed: integer({
    label: 'Split seed',
    default: 1,
    min: 0,
    max: 2 ** 31 - 1,
  }),
  acceptUnofficial: boolean({
    label: ACCEPT_OTHER_SET,
    default: false,
  }),
  shiftLabels: boolean({
    label: 'Number the labels from 0',
    default: false,
  }),
  classNames: text({
    label: 'Names of the classes',
    maxLength: 10_000,
    multiline: true,
  }),
  uploadToken: text({
    label: 'Dropped files',
    maxLength: 64,
  }),
  reloads: integer({
    label: 'Reloads',
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
};
export type DataParams = ParamValues<typeof params>;

export interface DataSummary extends DatasetSummary {
  /** Images and labels in this browser's storage. */
  readonly bytesStored: number;
  /** Why the synthetic sample stands in for the real set: a sentence; absent if nothing was replaced. */
  readonly fallbackReason?: string;
}

/** What the running job reports beyond numbers: once, the first images of the training file, in its order. */
export interface DataLive {
  /** Up to 2,000 images. */
  readonly first: PartImages;
}

/** What a person says of files that are to be loaded. */
export type AboutFiles = Pick<DataParams, 'acceptUnofficial' | 'shiftLabels' | 'classNames'>;
