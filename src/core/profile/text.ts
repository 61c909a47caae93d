/** How a profile writes numbers and names in sentences. */
import { nameOfClass } from '../dataset/types';

export { count, decimal, percent, plural } from '../words/numbers';
export { nameOfClass };

/** Of the ten of Fashion-MNIST; {@link nameOfClass} for a set that may have others. */
export function className(label: number): string {
  return nameOfClass(label);
}
