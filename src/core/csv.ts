/** Comma-separated values as RFC 4180 has them. */

export type CsvValue = string | number | boolean | null | undefined;

/** A value as a field: empty for none, quoted where it must be. */
function csvField(value: CsvValue): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of fields, each ended by CRLF; numbers in full. */
export const csvOf = (rows: readonly (readonly CsvValue[])[]): string =>
  rows.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
