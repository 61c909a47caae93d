/** The rows of a table of runs that are wanted, in the order that is wanted. Pure. */
import type { TableColumn, TableRow } from '../../../plots/blocks';
import { formatCell } from '../../../plots/format';

/** A row with its text in lower case, worked out once: words are looked for at every key stroke. */
export interface Searchable {
  readonly row: TableRow;
  readonly text: string;
}

export const searchable = (columns: readonly TableColumn[], rows: readonly TableRow[]): Searchable[] =>
  rows.map((row) => ({
    row,
    text: columns
      .map((column) => formatCell(column, row[column.key]))
      .join(' ')
      .toLowerCase(),
  }));

export interface Wanted {
  /** All of them must occur, in any column. */
  readonly words: string;
  /** Values that a column must have; empty for any. */
  readonly equal: Readonly<Record<string, string>>;
  readonly sortedBy: string;
  readonly descending: boolean;
}

export function sift(rows: readonly Searchable[], { words, equal, sortedBy, descending }: Wanted): TableRow[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter(
      ({ row, text }) =>
        parts.every((part) => text.includes(part)) &&
        Object.entries(equal).every(([key, value]) => value === '' || row[key] === value),
    )
    .map(({ row }) => row)
    .sort((a, b) => {
      const [left, right] = [a[sortedBy] ?? null, b[sortedBy] ?? null];
      // Runs without the value come last either way.
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      const order =
        typeof left === 'number' && typeof right === 'number'
          ? left - right
          : String(left).localeCompare(String(right));
      return descending ? -order : order;
    });
}
