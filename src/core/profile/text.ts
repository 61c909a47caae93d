/** How a profile writes numbers in sentences. */
export { count, decimal, percent, plural } from '../words/numbers';
