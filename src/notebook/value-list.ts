/** The live values that a note may quote: to choose from a list, and to complete while one types. */
import { shown, type Quotable } from './live-values';

export interface LiveValue {
  /** What stands between the braces: "tune.accuracy". */
  readonly path: string;
  /** As the note would show it. */
  readonly text: string;
  /** What it is; headline numbers say so, what lies deeper is called by its path alone. */
  readonly what?: string;
}

/** More than these are not read of a cell; deeper ones are seldom quoted. */
const MOST = 60;
const DEPTH = 4;
/** Longer texts (hashes apart, sentences) are cut in the list; the note shows them whole. */
const TEXT = 60;

/** Names that the quotes can carry: a part with another name cannot be quoted. */
const NAME = /^[\w-]+$/;

const cut = (text: string): string => (text.length > TEXT ? `${text.slice(0, TEXT)}…` : text);

/** What can be quoted of a cell: its headline numbers, then what its summary holds, outer values before inner ones. @param cell its id */
export function liveValues(cell: string, { headlines, summary }: Quotable): LiveValue[] {
  const named = headlines.flatMap(({ name, what, text }): LiveValue[] =>
    text === undefined ? [] : [{ path: `${cell}.${name}`, text: cut(text), what }],
  );
  const taken = new Set(named.map(({ path }) => path));
  const found: LiveValue[] = [];
  let level: { path: string; value: unknown }[] = [{ path: cell, value: summary }];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { path, value } of level) {
      if (value === null || typeof value !== 'object') continue;
      for (const [name, part] of Object.entries(value)) {
        if (!NAME.test(name)) continue;
        // An object is listed by its parts, though a note may quote a flat one whole.
        const isObject = part !== null && typeof part === 'object' && !Array.isArray(part);
        const text = isObject ? undefined : shown(part);
        const at = `${path}.${name}`;
        if (isObject) next.push({ path: at, value: part });
        else if (text && !taken.has(at)) found.push({ path: at, text: cut(text) });
      }
    }
    level = next;
  }
  return [...named, ...found.slice(0, MOST)];
}

/** Whether a value is meant by what somebody types: every word is in its path, or in what it is. */
export function isMeant({ path, what = '' }: LiveValue, query: string): boolean {
  const about = `${path} ${what}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => about.includes(word));
}

/** A quote that is being typed: where its braces begin, where it ends, and what stands in it so far. */
export interface Typed {
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

/** The quote at the caret, if one is being typed there. */
export function typedAt(text: string, caret: number): Typed | undefined {
  const before = /\{\{\s*([\w.-]*)$/.exec(text.slice(0, caret));
  if (!before) return undefined;
  const after = /^[\w.-]*\s*(?:\}\})?/.exec(text.slice(caret))![0];
  // A name that goes on behind the caret is replaced only where it is closed: else it may be the next word.
  const to = caret + (after.endsWith('}}') ? after.length : 0);
  return { from: before.index, to, query: before[1]! };
}

/** Completions, the best first: paths that begin so, then those that contain it; headline numbers before the rest. */
export function completions(values: readonly LiveValue[], query: string, most: number): LiveValue[] {
  const rank = ({ path, what }: LiveValue): number => (path.startsWith(query) ? 0 : 2) + (what === undefined ? 1 : 0);
  return values
    .filter((value) => isMeant(value, query))
    .map((value, at) => ({ value, at, rank: rank(value) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .slice(0, most)
    .map(({ value }) => value);
}

/** A text with a quote of the value put in, and where the caret stands then. */
export function withQuote(
  text: string,
  { from, to }: Pick<Typed, 'from' | 'to'>,
  path: string,
): { readonly text: string; readonly caret: number } {
  const quote = `{{${path}}}`;
  return { text: text.slice(0, from) + quote + text.slice(to), caret: from + quote.length };
}
