/** How a profile writes numbers and names in sentences. */
import { nameOfClass } from '../dataset/types';

export { nameOfClass };

/** What stands where a number could not be computed. */
const NONE = 'not computed';

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** "1 image", "2,000 images". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** @param share 0-1 */
export function percent(share: number | null, digits = 1): string {
  return share === null ? NONE : `${(100 * share).toFixed(digits)} %`;
}

/** Fixed decimals with a true minus sign. */
export function decimal(value: number | null, digits = 2): string {
  return value === null ? NONE : value.toFixed(digits).replace('-', '−');
}

/** Of the ten of Fashion-MNIST; {@link nameOfClass} for a set that may have others. */
export function className(label: number): string {
  return nameOfClass(label);
}
