/** How statistics are written in sentences and tables. */

/** A p-value as a bare number: "0.031", "2.4e-6", and "below 1e-12" where more digits say nothing. */
export function pNumber(p: number): string {
  if (p < 1e-12) return 'below 1e-12';
  return p < 0.001 ? p.toExponential(1) : p.toPrecision(2);
}

/** A share or a difference of shares in percentage points, with a true minus sign: "−1.2". */
export const points = (share: number): string => (100 * share).toFixed(1).replace('-', '−');

/** "−0.1 to 0.9", in percentage points. */
export const pointsRange = ([low, high]: readonly [number, number]): string => `${points(low)} to ${points(high)}`;
