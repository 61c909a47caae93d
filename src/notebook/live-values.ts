/** Live values in notes: `{{explain.accuracy}}` becomes the number that the cell's result holds now. */
import { count, significant } from '../core/words/numbers';

/** A cell's id or kind -> the summary of its result. */
export type SummaryLookup = (cell: string) => unknown;

const QUOTE = /\{\{\s*([A-Za-z][\w-]*)((?:\.[\w-]+)*)\s*\}\}/g;

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

/** Why a path shows nothing, and what would: a person reads this in the place of the value. */
function whyNot(path: string, value: unknown): string {
  if (value === null || typeof value !== 'object') return `[${path} is not a value]`;
  const names = Object.keys(value);
  if (names.length === 0) return `[${path} is empty]`;
  return `[${path} has ${names.length} parts; name one, such as ${path}.${names[0]}]`;
}

/** Text that Markdown shows as it is. */
const escapeMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&');

/**
 * Markdown with its quotes replaced. A quote whose cell has no result, or whose path leads to nothing that can be shown,
 * is replaced by a sentence in brackets, so that a report never carries a silent gap.
 */
export function quoteValues(markdown: string, lookup: SummaryLookup): string {
  return markdown.replace(QUOTE, (_whole, cell: string, path: string) => {
    let value = lookup(cell);
    if (value === undefined) return escapeMarkdown(`[${cell} has no result yet]`);
    for (const step of path.split('.').slice(1)) {
      const holder = value !== null && typeof value === 'object' ? value : {};
      value = Object.hasOwn(holder, step) ? (holder as Record<string, unknown>)[step] : undefined;
    }
    return escapeMarkdown(shown(value) ?? whyNot(cell + path, value));
  });
}
