/**
 * Whether records of the database are what this version reads: the browser keeps them as they were written, by any version and by
 * hand in its tools. What is no record of its kind counts as not stored, so that it is made again, or is refused in a sentence.
 */
import { isObject } from '../core/own';
import type { LedgerEvent } from '../core/ledger/types';
import type { CellState, CellStatus, StoredResult } from '../core/results/types';
import type { Checkpoint, DatasetRecord, JobRecord } from './records';

const areTexts = (record: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean =>
  names.every((name) => typeof record[name] === 'string');

const STATES: Readonly<Record<CellState, true>> = {
  idle: true,
  queued: true,
  running: true,
  done: true,
  failed: true,
  cancelled: true,
  interrupted: true,
  'not-saved': true,
};

const isRef = (value: unknown): boolean =>
  isObject(value) && areTexts(value, 'hash', 'dtype') && Array.isArray(value['shape']);

export const isStoredResult = (value: unknown): value is StoredResult =>
  isObject(value) &&
  areTexts(value, 'key', 'kind', 'outputHash', 'createdAt') &&
  typeof value['version'] === 'number' &&
  typeof value['seconds'] === 'number' &&
  isObject(value['artifacts']) &&
  Object.values(value['artifacts']).every(isRef);

export const isCellStatus = (value: unknown): value is CellStatus =>
  isObject(value) &&
  areTexts(value, 'notebookId', 'cellId', 'state') &&
  Object.hasOwn(STATES, value['state'] as string) &&
  (value['key'] === undefined || typeof value['key'] === 'string') &&
  (value['error'] === undefined || (isObject(value['error']) && areTexts(value['error'], 'code', 'message')));

/** Events differ by type; what questions are asked of is checked, the rest is as it was written. */
export function isLedgerEvent(value: unknown): value is LedgerEvent {
  if (!isObject(value) || !areTexts(value, 'id', 'at', 'type')) return false;
  if (value['type'] === 'run')
    return ['params', 'metrics', 'intervals', 'curves', 'artifacts', 'provenance'].every((name) =>
      isObject(value[name]),
    );
  if (value['type'] === 'label-decision') return Number.isInteger(value['image']) && areTexts(value, 'datasetHash');
  return value['type'] !== 'stream' || Array.isArray(value['batches']);
}

export const isJobRecord = (value: unknown): value is JobRecord =>
  isObject(value) &&
  areTexts(value, 'notebookId', 'startedAt') &&
  typeof value['rootSeed'] === 'number' &&
  Array.isArray(value['targets']) &&
  Array.isArray(value['plan']) &&
  (value['plan'] as unknown[]).every(
    (cell) => isObject(cell) && areTexts(cell, 'id', 'kind') && isObject(cell['inputs']),
  );

export const isCheckpoint = (value: unknown): value is Checkpoint =>
  isObject(value) && Number.isInteger(value['step']) && isObject(value['state']) && isObject(value['arrays']);

export const isDatasetRecord = (value: unknown): value is DatasetRecord =>
  isObject(value) &&
  areTexts(value, 'hash', 'name', 'storedUnder', 'storedAt') &&
  isObject(value['counts']) &&
  Object.values(value['counts']).every(Number.isInteger) &&
  ['shardSize', 'height', 'width'].every((name) => Number.isInteger(value[name]));
