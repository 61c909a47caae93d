/** Live values in notes: `{{explain.accuracy}}` becomes what the cell's result says now. */
import { count, significant } from '../core/words/numbers';

/** A headline number of a cell. */
export interface Headline {
  /** What stands behind the point: "accuracy". */
  readonly name: string;
  /** What it is, in a few words. */
  readonly what: string;
  /** As people read it; undefined where this result has none. */
  readonly text: string | undefined;
}

/** What notes may quote of a cell that has a result. */
export interface Quotable {
  readonly headlines: readonly Headline[];
  /** All else, by path, as it is stored. */
  readonly summary: unknown;
}

/** A cell's id or kind -> what it has to quote; undefined without a result. */
export type Lookup = (cell: string) => Quotable | undefined;

const QUOTE = /\{\{\s*([A-Za-z][\w-]*)((?:\.[\w-]+)*)\s*\}\}/g;

/** Ids or kinds of the cells that a text quotes, each once. */
export const quotedCells = (markdown: string): readonly string[] => [
  ...new Set([...markdown.matchAll(QUOTE)].map(([, cell]) => cell!)),
];

/** More parts than these are not read in a sentence. */
const MOST_PARTS = 12;

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.length <= MOST_PARTS && parts.every((part) => part !== undefined) ? parts.join(', ') : undefined;
}

/**
 * A value as people read it: numbers with thousands grouped and four significant digits after a point, short lists and
 * flat objects by their parts. Undefined for what cannot stand in a sentence.
 */
export function shown(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? count(value) : significant(value, 4);
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return joined(value.map(shown));
  if (value === null || typeof value !== 'object') return undefined;
  return joined(
    Object.entries(value).map(([name, part]) => {
      const text = typeof part === 'object' ? undefined : shown(part);
      return text === undefined ? undefined : `${name} ${text}`;
    }),
  );
}

/** Names that are given as examples of what would show something. */
const EXAMPLES = 3;

/** Why a path shows nothing, and what would: a person reads this in the place of the value. */
function whyNot(cell: string, path: readonly string[], value: unknown, { headlines }: Quotable): string {
  const asked = [cell, ...path].join('.');
  if (path.length === 1 && headlines.some(({ name }) => name === path[0])) return `[${asked}: not in this result]`;
  const known = headlines.slice(0, EXAMPLES).map(({ name }) => `${cell}.${name}`);
  if (value === null || typeof value !== 'object')
    return path.length === 1 && known.length > 0
      ? `[${asked} is not a value; there are ${known.join(', ')} and others]`
      : `[${asked} is not a value]`;
  const names = Object.keys(value);
  if (names.length === 0) return `[${asked} is empty]`;
  const example = path.length === 0 && known[0] !== undefined ? known[0] : `${asked}.${names[0]!}`;
  return `[${asked} has ${names.length} parts; name one, such as ${example}]`;
}

/**
 * Text that Markdown shows as it is, wherever it stands: on one line, with every character escaped that could begin a list, a
 * heading, a rule, a link or a mark. A point between digits begins nothing.
 */
const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+!|<>~&:@=-]|(?<!\d)\.|\.(?!\d)/g, '\\$&');

function quoted(cell: string, path: readonly string[], found: Quotable): string {
  const [first, ...deeper] = path;
  const headline = deeper.length === 0 ? found.headlines.find(({ name }) => name === first)?.text : undefined;
  if (headline !== undefined) return headline;
  let value = found.summary;
  for (const step of path) {
    const holder = value !== null && typeof value === 'object' ? value : {};
    value = Object.hasOwn(holder, step) ? (holder as Record<string, unknown>)[step] : undefined;
  }
  const text = shown(value);
  return text === undefined || text.trim() === '' ? whyNot(cell, path, value, found) : text;
}

/**
 * Markdown with its quotes replaced: by a cell's headline number of that name, else by what its summary holds at the path. A quote whose
 * cell has no result, or that leads to nothing that can be shown, is replaced by a sentence in brackets, so that a report never carries a
 * silent gap.
 */
export function quoteValues(markdown: string, lookup: Lookup): string {
  return markdown.replace(QUOTE, (_whole, cell: string, path: string) => {
    const found = lookup(cell);
    return escapeMarkdown(found ? quoted(cell, path.split('.').slice(1), found) : `[${cell} has no result yet]`);
  });
}
