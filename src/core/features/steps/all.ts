/** Every feature step. To add one: a file or folder here and a line below. */
export { augment } from './augment';
export { centre } from './centre';
export { crop } from './crop';
export { mask } from './mask';
export { named } from './named';
export { scale } from './scale';
export { standardise } from './standardise';
