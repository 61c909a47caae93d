/**
 * The first names of the splits, as version 1 of the database, notebooks of format 1 and saved runs of version 1 hold them,
 * and the present ones; and the first numbers of trials. Loaded only where something so old is read.
 */
import type { LedgerEvent } from '../ledger/types';
import type { Json, StoredResult } from '../results/types';

/** `train` named the training file then, where a scope was asked for, and a part of the data everywhere else. */
const SPLITS: Readonly<Record<string, string>> = { fit: 'train', select: 'validation', calibrate: 'calibration' };

/** Keys of summaries, parameters and artifacts. Numbers of images by split, by the split's name, are among them. */
const KEYS: Readonly<Record<string, string>> = {
  ...SPLITS,
  fitImages: 'trainImages',
  selectImages: 'validationImages',
  fitQueries: 'trainQueries',
  fitWithTest: 'trainWithTest',
  fitLoss: 'trainLoss',
  selectAccuracy: 'validationAccuracy',
  selectLogLoss: 'validationLogLoss',
  selectProbabilities: 'validationProbabilities',
};

/** `select/accuracy`: names of metrics and curves. */
const METRIC = /^(fit|select|calibrate)\/(?=\w+$)/;

/** Members whose text is the name of a split. */
const NAMED = new Set(['split', 'splits', 'scope']);

/** What jobs wrote into results and events in words. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bselect (images|accuracy|split)\b/g, 'validation $1'],
  [/\b(images?) of (select|calibrate|fit)\b/g, '$2 $1'],
  [/\b(on|and) select\b/g, '$1 validation'],
  [/\b(in|of) select\b/g, '$1 the validation split'],
  [/\bselect (and|share|images?)\b/g, 'validation $1'],
  [/\bfit (images?|split)\b/g, 'training $1'],
  [/\bfit (and \w+ share|share)\b/g, 'training $1'],
  [/\b(of|on|in|with|from) fit\b/g, '$1 the training split'],
  [/\bfit holds\b/g, 'the training split holds'],
  [/\bcalibrate (images?|split|and|share)\b/g, 'calibration $1'],
  [/\band calibrate\b/g, 'and calibration'],
  [/\b(on|in|of|from|against) calibrate\b/g, '$1 the calibration split'],
];

const inWords = (text: string): string =>
  PHRASES.reduce((words, [before, after]) => words.replace(before, after), text.replace(METRIC, metric));

const metric = (_whole: string, split: string): string => `${SPLITS[split]}/`;

/** The present name of a key, of a step of a quoted path, or of an artifact. */
export const renamedKey = (key: string): string =>
  Object.hasOwn(KEYS, key) ? KEYS[key]! : key.replace(METRIC, metric);

function renamedSplit(member: string, name: string): string {
  if (member === 'scope' && name === 'train') return 'trainingFile';
  return Object.hasOwn(SPLITS, name) ? SPLITS[name]! : name;
}

/**
 * A value with the present names in place of the first ones, at every depth.
 * @param words changes a text that names no split by itself
 * @param member the name of the member that holds the value
 */
function renamed(value: Json, words: (text: string) => string, member = ''): Json {
  if (typeof value === 'string') return NAMED.has(member) ? renamedSplit(member, value) : words(value);
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => renamed(item, words, member));
  const object = value as { readonly [key: string]: Json | undefined };
  // Entries are defined, not assigned: a member may be called __proto__.
  return Object.fromEntries(
    Object.entries(object).map(([key, part]) => {
      const next = renamedKey(key);
      const name = Object.hasOwn(object, next) ? key : next;
      return [name, part === undefined ? part : renamed(part, words, key)];
    }),
  );
}

/** Parameters of a cell: their names, the splits and metrics they name; what a person wrote stays. */
export function renamedParams(params: Readonly<Record<string, Json>>): Record<string, Json> {
  return renamed(params, (text) => text.replace(METRIC, metric)) as Record<string, Json>;
}

/** A stored result: summary, names of artifacts, sentences. Its key and the hashes stay those of what was computed. */
export function renamedResult(result: StoredResult): StoredResult {
  return {
    ...result,
    summary: renamed(result.summary as Json, inWords),
    artifacts: renamed(result.artifacts as unknown as Json, (text) => text) as unknown as StoredResult['artifacts'],
  };
}

/** Tune's runs named their trials from 1, and numbered them in their parameters from 0. */
function trialFromOne(event: LedgerEvent): LedgerEvent {
  if (event.type !== 'run' || event.cellKind !== 'tune') return event;
  const { trial } = event.params;
  return typeof trial === 'number' ? { ...event, params: { ...event.params, trial: trial + 1 } } : event;
}

/** An event of the ledger, with its id; trials are numbered from 1, as they are now. */
export function renamedEvent(event: LedgerEvent): LedgerEvent {
  const present = renamed(event as unknown as Json, inWords) as unknown as LedgerEvent;
  return trialFromOne({ ...present, id: event.id });
}

const QUOTE = /\{\{[^{}]*\}\}/g;

/** A note whose quotes (`{{explain.train.select.accuracy}}`) lead to the same values under their present names. */
export function renamedNote(note: string): string {
  return note.replace(QUOTE, (quote) =>
    quote.replace(/\.([\w-]+)/g, (_step, name: string) => `.${Object.hasOwn(KEYS, name) ? KEYS[name]! : name}`),
  );
}
