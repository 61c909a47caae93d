/** Every sequence detector. To add one: a file or folder here and a line below. */
export { accuracy } from './accuracy';
export { persistent } from './persistent';
export { sharp } from './sharp';
