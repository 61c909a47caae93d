/**
 * How numbers are written wherever a person reads them: one place, so that there is a true minus sign everywhere and never
 * a minus before a zero. Lint refuses `toFixed` and its like elsewhere.
 */

/** What stands where a number could not be computed. */
const NONE = 'not computed';

/** A number as JavaScript writes it, with a true minus sign, in exponents too; zero has no sign. */
const proper = (text: string): string => (/^-[0.,]*$/.test(text) ? text.slice(1) : text).replaceAll('-', '−');

/** Fixed decimals: "−1.20", and "0.0" for what rounds to zero. */
export const fixed = (value: number, digits: number): string => proper(value.toFixed(digits));

/** Fixed decimals with thousands grouped: "12,000", "1,234.5". */
export const grouped = (value: number, digits = 0): string =>
  proper(value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** One digit before the point: "2.4e−6". */
export const scientific = (value: number, digits: number): string => proper(value.toExponential(digits));

/** So many significant digits, zeros at the end among them: "0.8520". */
export const precise = (value: number, digits: number): string => proper(value.toPrecision(digits));

/** A number rounded to so many significant digits; to be computed with. */
export const roundedTo = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** A number rounded to so many decimals; to be computed with. */
export const roundedAt = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** At most so many significant digits, without zeros at the end: "0.0021", "16", "−1e−7". */
export const significant = (value: number, digits: number): string => proper(String(roundedTo(value, digits)));

/** Fixed decimals with a sign of either kind; what rounds to zero has none: "+1.2", "−0.3", "0.0". */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A count with thousands grouped: "12,000". */
export const count = (value: number): string => proper(value.toLocaleString('en-US'));

/** "1 image", "2,000 images". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A share (0-1) in per cent without the unit: for a column whose heading has it. */
export const inPercent = (share: number, digits = 1): string => fixed(100 * share, digits);

/** @param share 0-1 */
export const percent = (share: number | null, digits = 1): string =>
  share === null ? NONE : `${inPercent(share, digits)} %`;

/** A share (0-1) in per cent with one decimal where it has one: "8 %", "12.5 %". */
export const briefPercent = (share: number): string => `${proper(String(roundedAt(100 * share, 1)))} %`;

export const decimal = (value: number | null, digits = 2): string => (value === null ? NONE : fixed(value, digits));
