/** Numbers of comparisons in words, alike in every cell that compares models. */

/** A p-value for a table: "0.032", "< 0.0001". */
export const pNumber = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(p < 0.1 ? 4 : 2));

/** A p-value as it is written: "p = 0.032", "p < 0.0001". */
export const pValue = (p: number): string => `p ${p < 0.0001 ? '' : '= '}${pNumber(p)}`;

const signed = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`.replace(/^[+−](0\.?0*)$/, '$1');

/** A difference of shares in percentage points, with its sign: "+1.2 points". */
export const points = (difference: number, digits = 1): string => `${signed(100 * difference, digits)} points`;

/** An interval of a difference of shares: "−0.3 to +1.2". */
export const pointsInterval = ([low, high]: readonly [number, number], digits = 1): string =>
  `${signed(100 * low, digits)} to ${signed(100 * high, digits)}`;

/** An interval of a share, in per cent: "85.9 to 87.8 %"; without the unit where a column's heading has it. */
export const percentInterval = ([low, high]: readonly [number, number], digits = 1, unit = ' %'): string =>
  `${(100 * low).toFixed(digits)} to ${(100 * high).toFixed(digits)}${unit}`;

/** "a", "a and b", "a, b and c". */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;

/** The level below which a p-value counts as a difference. */
export const SIGNIFICANT = 0.05;
