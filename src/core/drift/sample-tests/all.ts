/** Every test of whole samples. To add one: a file or folder here and a line below. */
export { energy } from './energy';
