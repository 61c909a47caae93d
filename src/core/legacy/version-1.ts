/**
 * What the first version stored, in the present form: version 1 of the database and of saved runs. Keys, ids and hashes stay
 * those of what was computed then.
 */
import { OFFICIAL_HASH } from '../dataset/files';
import { unnamedClasses, type DataShape } from '../dataset/shape';
import { CLASS_NAMES } from '../dataset/fashion-mnist';
import { isObject } from '../own';
import type { StoredResult } from '../results/types';
import { renamedResult } from './split-names';

export { renamedEvent as presentEvent } from './split-names';

/** All images were of this size, and a data set had ten classes where it did not say how many. */
const SIZE = { height: 28, width: 28 } as const;
const CLASSES = 10;

const HOLD_A_DATA_SET = ['cell:data', 'task:load'];

function shapeOf(summary: Readonly<Record<string, unknown>>): DataShape {
  const { hash, synthetic, classes } = summary;
  const garments = hash === OFFICIAL_HASH || synthetic === true;
  const count = typeof classes === 'number' ? classes : CLASSES;
  return { ...SIZE, classes: garments ? CLASS_NAMES : unnamedClasses(count) };
}

/** A result with the splits under their present names and, if it is a data set's, with size and classes. */
export function presentResult(result: StoredResult): StoredResult {
  const renamed = renamedResult(result);
  const { summary } = renamed;
  if (!HOLD_A_DATA_SET.includes(result.kind) || !isObject(summary)) return renamed;
  return { ...renamed, summary: { ...summary, ...shapeOf(summary) } };
}

/** A record of a stored data set, with the size of its images. */
export const presentDataset = <T extends object>(record: T): T & typeof SIZE => ({ ...record, ...SIZE });
