/** Comma-separated values as RFC 4180 has them: all tables that are written pass here. */

export type CsvValue = string | number | boolean | null | undefined;

/** How a formula may begin in a spreadsheet; the wide forms count in Japanese ones. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * A value as a field: empty for none, quoted where it must be. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front, which spreadsheets show as the text (OWASP, CSV Injection); numbers stay numbers, also negative ones.
 */
function csvField(value: CsvValue): string {
  const given = value === undefined || value === null ? '' : String(value);
  const text = typeof value === 'string' && FORMULA.test(given) && !NUMBER.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of fields, each ended by CRLF; numbers in full. */
export const csvOf = (rows: readonly (readonly CsvValue[])[]): string =>
  rows.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
