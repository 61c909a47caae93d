/**
 * notebook.json: written in one format, read in every format there has been, and checked when read. Loaded when the first
 * stored or opened notebook is read: it brings the schema library.
 */
import * as v from 'valibot';
import { LookbookError } from '../core/errors';
import { refusedName, whyNotJson } from '../core/json';
import { isObject, own } from '../core/own';
import { PRESET_NAMES } from '../core/presets';
import { paramsOfFormat2 } from '../core/legacy/parameters';
import { renamedNote, renamedParams } from '../core/legacy/split-names';
import type { Json } from '../core/results/types';
import { shapeOf, whyParamInvalid } from './document';
import { topologicalOrder } from './graph';
import { FORMAT, type Cell, type NotebookDocument, type Shapes } from './types';

/** Any JSON, of a depth that can be worked on. */
export const json = v.pipe(
  v.custom<Json>((value) => value !== undefined, 'nothing is there'),
  v.check(
    (value) => whyNotJson(value) === undefined,
    ({ input }) => whyNotJson(input) ?? '',
  ),
);

/** A dictionary whose names come from a file. The library drops a few names without a word: they are refused instead. */
export const dictionary = <T extends v.GenericSchema>(item: T) =>
  v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject, 'it must be an object'),
    v.check(
      (value) => refusedName(value) === undefined,
      ({ input }) => `uses the name "${refusedName(input)}", which no document may`,
    ),
    v.record(v.string(), item),
  );

/** Ids become parts of addresses, attributes and file names. */
const cellId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes'));

const cell = v.strictObject({
  id: cellId,
  kind: v.string(),
  params: v.optional(dictionary(json), {}),
  inputs: v.optional(dictionary(v.string()), {}),
  note: v.optional(v.pipe(v.string(), v.maxLength(100_000)), ''),
});

/** All formats have the same members; the names that parameters and notes hold have changed. */
const members = {
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  title: v.pipe(v.string(), v.maxLength(300)),
  author: v.optional(v.pipe(v.string(), v.maxLength(300)), ''),
  preset: v.picklist(PRESET_NAMES),
  rootSeed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  cells: v.pipe(v.array(cell), v.maxLength(200)),
};
const documentOf = <N extends number>(format: N) => v.strictObject({ format: v.literal(format), ...members });

const invalid = (sentence: string): LookbookError => new LookbookError('notebook/invalid', sentence);

/** Names the cell and the field of a valibot issue in words. */
function sentenceOf(issue: v.BaseIssue<unknown>, raw: unknown): string {
  const path = (issue.path ?? []).map((step) => step.key);
  let where = 'The notebook';
  let field = path;
  if (path[0] === 'cells' && typeof path[1] === 'number') {
    const cells = (raw as { cells?: { id?: unknown }[] }).cells;
    const id = cells?.[path[1]]?.id;
    where = typeof id === 'string' ? `Cell "${id.slice(0, 64)}"` : `Cell number ${path[1] + 1}`;
    field = path.slice(2);
  }
  const named = field.length > 0 ? `: the field "${field.join('.').slice(0, 80)}"` : '';
  const problem = ['regex', 'check'].includes(issue.type)
    ? issue.message
    : `is not what it should be (${issue.message})`;
  return `${where}${named} ${problem}.`;
}

/** Parameters that a kind had once: a notebook that sets them is read without. Explore's thresholds went to Alerts. */
const RETIRED: ReadonlyMap<string, RegExp> = new Map([['explore', /Threshold$/]]);

/** A cell of format 1 in format 2: splits under their present names, without what its kind has no longer. */
function fromFormat1({ params, note, ...rest }: v.InferOutput<typeof cell>): Cell {
  const kept = Object.entries(params).filter(([name]) => !RETIRED.get(rest.kind)?.test(name));
  return { ...rest, params: renamedParams(Object.fromEntries(kept)), note: renamedNote(note) };
}

/** A cell of format 2 in the present form. */
const fromFormat2 = (cell: Cell): Cell => ({ ...cell, params: paramsOfFormat2(cell.kind, cell.params) });

function parsed<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): T {
  const result = v.safeParse(schema, raw, { abortEarly: true });
  if (!result.success) throw invalid(sentenceOf(result.issues[0], raw));
  return result.output;
}

/** One reader a version of the format; each gives the present form. */
const READERS: Readonly<Record<number, (raw: unknown) => NotebookDocument>> = {
  1(raw) {
    const document = parsed(documentOf(1), raw);
    return { ...document, format: FORMAT, cells: document.cells.map((cell) => fromFormat2(fromFormat1(cell))) };
  },
  2(raw) {
    const document = parsed(documentOf(2), raw);
    return { ...document, format: FORMAT, cells: document.cells.map(fromFormat2) };
  },
  3: (raw) => parsed(documentOf(3), raw),
};

/** Checks what a schema cannot see: ids, kinds, parameters, inputs, circles. */
function checkMeaning(document: NotebookDocument, shapes: Shapes): void {
  const kinds = new Map<string, string>();
  for (const cell of document.cells) {
    if (kinds.has(cell.id)) throw invalid(`Two cells have the id "${cell.id}".`);
    kinds.set(cell.id, cell.kind);
  }
  for (const cell of document.cells) {
    const shape = shapes.get(cell.kind);
    if (!shape) throw invalid(`Cell "${cell.id}": there is no kind of cell "${cell.kind}".`);
    for (const [name, value] of Object.entries(cell.params)) {
      const problem = whyParamInvalid(shape, name, value);
      if (problem !== undefined) throw invalid(`Cell "${cell.id}": ${problem}`);
    }
    for (const [name, source] of Object.entries(cell.inputs)) {
      const slot = own(shape.inputs, name);
      if (!slot) throw invalid(`Cell "${cell.id}": there is no input "${name}".`);
      const kind = kinds.get(source);
      if (kind === undefined)
        throw invalid(`Cell "${cell.id}": the input "${name}" names "${source}", which is not a cell.`);
      if (!slot.kinds.includes(kind))
        throw invalid(`Cell "${cell.id}": the input "${name}" cannot come from a ${kind} cell.`);
    }
  }
  topologicalOrder(document, shapes);
}

/**
 * A document from parsed JSON, of this or an earlier format.
 * @throws LookbookError `notebook/invalid` naming the cell and the field, or `notebook/circle`
 */
export function readNotebook(raw: unknown, shapes: Shapes): NotebookDocument {
  const format = raw !== null && typeof raw === 'object' ? (raw as { format?: unknown }).format : undefined;
  if (typeof format !== 'number') throw invalid('This is not a notebook: it has no format number.');
  const reader = own(READERS, String(format));
  if (!reader)
    throw invalid(`This notebook has format ${format}; this version of Lookbook reads up to format ${FORMAT}.`);
  const document = reader(raw);
  checkMeaning(document, shapes);
  return document;
}

/** @throws LookbookError as {@link readNotebook}, and `notebook/invalid` for text that is not JSON */
export function parseNotebook(text: string, shapes: Shapes): NotebookDocument {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new LookbookError('notebook/invalid', 'This file is not JSON, so it cannot be a notebook.', { cause });
  }
  return readNotebook(raw, shapes);
}

/**
 * A document from elsewhere without the choices that only a person at this page may make: opening a file must not make
 * Run all contact another host. They go back to the preset.
 * @returns the document, and what was taken back, as the ends of sentences
 */
export function withoutByHand(
  document: NotebookDocument,
  shapes: Shapes,
): { readonly document: NotebookDocument; readonly takenBack: readonly string[] } {
  const takenBack: string[] = [];
  const cells = document.cells.map((cell) => {
    const shape = shapeOf(shapes, cell.kind);
    const kept = Object.entries(cell.params).filter(([name, value]) => {
      const param = own(shape.params, name);
      const chosen = param?.type === 'choice' && param.choices.find((choice) => choice.value === value);
      if (!chosen || !chosen.byHand) return true;
      takenBack.push(`${shape.title}: "${param.label}" is not taken over as "${chosen.label}"; choose it in the cell`);
      return false;
    });
    return kept.length === Object.keys(cell.params).length ? cell : { ...cell, params: Object.fromEntries(kept) };
  });
  return { document: takenBack.length > 0 ? { ...document, cells } : document, takenBack };
}
