/** What the events of a ledger must look like when they come from a file. */
import * as v from 'valibot';
import type { LedgerEvent } from '../core/ledger/types';
import { bytesWanted } from '../core/results/arrays';
import { json } from './format';

export const text = v.string();
export const number = v.pipe(v.number(), v.finite());
export const numbers = v.record(text, number);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** References to stored arrays, by name. */
export const refs = v.record(
  text,
  v.pipe(
    v.object({
      hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is not a hash')),
      dtype: v.picklist(['uint8', 'int32', 'uint32', 'float32', 'float64']),
      shape: v.array(count),
      bytes: count,
    }),
    v.check(({ dtype, shape, bytes }) => bytesWanted(dtype, shape) === bytes, 'its bytes do not fill its shape'),
  ),
);

const base = { id: text, at: text };

/** One schema a type of event: the compiler refuses a missing one, and one that lacks a field that must be there. */
const EVENTS = {
  run: v.looseObject({
    ...base,
    type: v.literal('run'),
    cellId: text,
    cellKind: text,
    name: text,
    family: text,
    params: v.record(text, json),
    metrics: numbers,
    intervals: v.record(text, v.tuple([number, number])),
    curves: v.record(text, v.looseObject({ x: v.array(number), y: v.array(number) })),
    artifacts: refs,
    taskKey: text,
    imagesTrained: number,
    seconds: number,
    provenance: v.looseObject({
      datasetHash: text,
      datasetName: text,
      splitVersion: text,
      splitSeed: v.exactOptional(number),
      numericMode: text,
      seed: number,
      appVersion: text,
    }),
    experiment: v.exactOptional(text),
    parent: v.exactOptional(text),
    startedAt: v.exactOptional(text),
    tags: v.exactOptional(v.record(text, text)),
  }),
  'test-opening': v.looseObject({
    ...base,
    type: v.literal('test-opening'),
    cellId: text,
    reason: text,
    modelHash: text,
    accuracy: number,
  }),
  registry: v.looseObject({
    ...base,
    type: v.literal('registry'),
    runId: text,
    to: v.picklist(['challenger', 'champion', 'retired']),
    reason: text,
  }),
  stream: v.looseObject({
    ...base,
    type: v.literal('stream'),
    cellId: text,
    runId: text,
    scenario: text,
    batches: v.array(v.looseObject({ batch: number, images: number, correct: number, p: number })),
    retrain: v.boolean(),
    decision: text,
  }),
  'label-decision': v.looseObject({
    ...base,
    type: v.literal('label-decision'),
    cellId: text,
    datasetHash: text,
    image: count,
    given: count,
    suggested: count,
    selfConfidence: number,
    decision: v.picklist(['confirmed', 'dismissed', 'open']),
  }),
} satisfies { [K in LedgerEvent['type']]: v.GenericSchema<unknown, Extract<LedgerEvent, { type: K }>> };

export const event = v.variant('type', [
  EVENTS.run,
  EVENTS['test-opening'],
  EVENTS.registry,
  EVENTS.stream,
  EVENTS['label-decision'],
]);
