/** Every column test. To add one: a file or folder here and a line below. */
export { chiSquare } from './chi-square';
export { ks } from './ks';
export { psi } from './psi';
export { wasserstein } from './wasserstein';
