/** Every layer that a description of a network can name. To add one: a file here and a line below. */
export { averagePool } from './average-pool';
export { batchNorm } from './batch-norm';
export { conv2d } from './conv2d';
export { dense } from './dense';
export { depthwiseConv2d } from './depthwise-conv2d';
export { dropout } from './dropout';
export { flatten } from './flatten';
export { maxPool } from './max-pool';
export { relu } from './relu';
