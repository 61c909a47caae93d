/** Values of table cells as text, alike on the page and in the report. Pure. */
import { nameOfLabel } from '../core/dataset/shape';
import { grouped, scientific } from '../core/words/numbers';
import type { TableColumn } from './blocks';

/** A number with thousands separators and `digits` after the point; small and huge ones in scientific form. */
export function formatNumber(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  let places = digits;
  if (places === undefined) {
    if (Number.isInteger(value)) places = 0;
    else if (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e9) return scientific(value, 2);
    else places = Math.abs(value) >= 100 ? 1 : 3;
  }
  return grouped(value, places);
}

export function formatCell(column: TableColumn, value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (column.classMark && typeof value === 'number') return nameOfLabel(column.classes ?? [], value);
  return typeof value === 'number' ? formatNumber(value, column.digits) : value;
}

/** The class that a cell of a `classMark` column stands for, by its index or its name. */
export function classOfCell(
  column: TableColumn,
  value: string | number | boolean | null | undefined,
): number | undefined {
  if (!column.classMark) return undefined;
  const index = typeof value === 'number' ? value : (column.classes ?? []).findIndex((name) => name === value);
  return index >= 0 ? index : undefined;
}
