/** The task that brings a data set into storage and splits it. */
import { OFFICIAL_HASH, OFFICIAL_SHAPE } from '../../../src/core/dataset/files';
import { countClasses, countSplits } from '../../../src/core/dataset/splits';
import { sizeOf, unnamedClasses } from '../../../src/core/dataset/shape';
import { SPLIT_VERSION, type DatasetSummary, type NearGroups } from '../../../src/core/dataset/types';
import type { DatasetRecord } from '../../../src/storage/records';
import type { Task, TaskContext } from '../types';
import { ingest, type Ingested } from './ingest';
import { openSource } from './sources';
import type { LoadDetail, LoadArrays, LoadInputs, LoadSpec, LoadSummary } from './types';

export const task: Task<LoadSpec, LoadSummary, LoadDetail, LoadInputs, LoadArrays> = {
  async run(spec, context) {
    const { record, labels } = await alone(context.signal, () => load(spec, context));
    const nearGroups = await knownGroups(record.hash);
    return {
      summary: {
        hash: record.hash,
        name: record.name,
        synthetic: record.synthetic,
        ...sizeOf(record),
        classes: await namesOf(record, labels, spec.classNames ?? []),
        files: record.files,
        counts: record.counts,
        splitVersion: SPLIT_VERSION,
        splitSeed: spec.splitSeed,
        ...(nearGroups ? { nearGroups } : {}),
        splits: countSplits(labels.train, labels.test, spec.splitSeed, nearGroups),
        ...(await peculiarities(record, labels, spec.splitSeed)),
      },
    };
  },
};

/** Garments are the classes of the official files and of the built-in samples alone; others have the names typed for them. */
async function namesOf(
  { hash, synthetic }: DatasetRecord,
  labels: Ingested['labels'],
  typed: readonly string[],
): Promise<readonly string[]> {
  if (hash === OFFICIAL_HASH || synthetic) return OFFICIAL_SHAPE.classes;
  const names = unnamedClasses(countClasses(labels.train, labels.test));
  return typed.length === 0 ? names : (await import('../../../src/core/dataset/class-names')).renamed(names, typed);
}

/** What only imported sets have: absent otherwise, so that the official files' summary is what it always was. */
async function peculiarities(
  { missing, converted, labels: numbered }: DatasetRecord,
  labels: Ingested['labels'],
  seed: number,
): Promise<Pick<DatasetSummary, 'missing' | 'converted' | 'labelShift'>> {
  return {
    ...(missing ? { missing: (await import('./missing')).missingBySplit(missing, labels, seed) } : {}),
    ...(converted === undefined ? {} : { converted }),
    ...(numbered && numbered.shift > 0 ? { labelShift: numbered.shift } : {}),
  };
}

/** The near duplicates of the official training file; of other sets no list is known. */
async function knownGroups(hash: string): Promise<NearGroups | undefined> {
  return hash === OFFICIAL_HASH ? (await import('./near-groups')).NEAR_GROUPS : undefined;
}

/** One load at a time in all tabs, so that what another load has staged is not taken for an orphan. */
async function alone<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  // Without a secure context there are no locks; a load whose shards another tab removed fails at its commit then.
  const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
  if (!locks) return work();
  return (await locks.request('lookbook:load', { signal }, work)) as T;
}

async function load(spec: LoadSpec, context: TaskContext<LoadDetail>): Promise<Ingested> {
  await context.datasets.removeOrphans();
  const loaded =
    (await storedSet(spec, context)) ??
    (await ingest(await openSource(spec, context.options.dataUrl, context), context));
  // Kept with the set, for when it is used again.
  if (spec.source === 'files') {
    await context.datasets.put({ ...loaded.record, classNames: spec.classNames ?? [] });
  }
  return loaded;
}

/** The set that the spec asks for, if it is stored and sound: then nothing is downloaded, and it works offline. */
async function storedSet(spec: LoadSpec, context: TaskContext<LoadDetail>): Promise<Ingested | undefined> {
  const record = (await context.datasets.records()).find((candidate) => isAskedFor(candidate, spec));
  if (!record) return undefined;
  // Files that are given again are read again.
  if (spec.source === 'files' && (await context.datasets.upload(spec.uploadToken ?? ''))) return undefined;
  const { verify } = await import('./verify');
  const total = record.counts.train + record.counts.test;
  let done = 0;
  const labels = await verify(context.datasets, record, async (shard, part, index) => {
    done += shard.labels.length;
    const detail = part === 'train' && index === 0 ? { detail: { first: shard } } : {};
    context.report({ stage: 'Checking the stored images', done, total, unit: 'images', ...detail });
    await context.turn();
  });
  return labels && { record, labels };
}

function isAskedFor(record: DatasetRecord, spec: LoadSpec): boolean {
  if (spec.source === 'site' || spec.source === 'mirror') return record.hash === OFFICIAL_HASH;
  if (spec.source !== 'files' || record.uploadToken !== spec.uploadToken) return false;
  // Of a set stored before labels could be shifted, it is not known where they begin.
  const shift = spec.shiftLabels ? record.labels?.least : 0;
  if (shift !== (record.labels?.shift ?? 0)) return false;
  return spec.acceptUnofficial === true || record.hash === OFFICIAL_HASH;
}
