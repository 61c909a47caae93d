/** Live values in notes: `{{explain.accuracy}}` becomes the number that the cell's result holds now. */

/** A cell's id or kind -> the summary of its result. */
export type SummaryLookup = (cell: string) => unknown;

const QUOTE = /\{\{\s*([A-Za-z][\w-]*)((?:\.[\w-]+)*)\s*\}\}/g;

/** Numbers as people read them: thousands grouped, four significant digits after a point. */
function shown(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(4)));
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.length <= 12) {
    const parts = value.map(shown);
    return parts.every((part) => part !== undefined) ? parts.join(', ') : undefined;
  }
  return undefined;
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
    return escapeMarkdown(shown(value) ?? `[${cell}${path} is not a value]`);
  });
}
