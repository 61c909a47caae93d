/** Training kernels for TensorFlow.js's WASM backend. See the README beside this file. */
import { getKernel, registerKernel, unregisterKernel, type KernelConfig } from '@tensorflow/tfjs-core';
import { conv2dBackpropFilter, conv2dBackpropInput, conv2dWith, fusedConv2dWith } from './convolutions';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise';
import { registerGradients, reluGradient } from './gradients';
import { crossEntropyKernel } from './loss';
import { matMulWith } from './matmul';
import { batchNormSums, batchNormWith, registerBatchNormGradient, scaleLastAxis } from './normalise';
import { registerOptimizers } from './optimizers';
import { setArithmetic, type Arithmetic } from './simd/instance';
import { avgPoolGrad, maxPoolGrad } from './pool';
import {
  addWith,
  castWith,
  identity,
  meanWith,
  multiplyWith,
  subtractWith,
  sumWith,
  unsortedSegmentSum,
} from './reduce';

export { sparseSoftmaxCrossEntropy } from './loss';
export { hasArithmetic, type Arithmetic } from './simd/instance';

let registered = false;

function replace(config: KernelConfig): void {
  if (getKernel(config.kernelName, 'wasm')) unregisterKernel(config.kernelName, 'wasm');
  registerKernel(config);
}

/**
 * Registers the kernels, so that any tf.layers model trains on the backend `wasm`. Call it after
 * @tensorflow/tfjs-backend-wasm was imported and before the backend is used; further calls only change the arithmetic.
 * @param options.arithmetic see {@link Arithmetic}; without SIMD, `strict` falls back to the stock backend's convolutions
 * @throws RangeError if `relaxed` is asked for where it is not known
 */
export function registerTrainingKernels(options: { readonly arithmetic?: Arithmetic } = {}): void {
  setArithmetic(options.arithmetic ?? 'strict');
  if (registered) return;
  registered = true;
  replace(conv2dBackpropFilter);
  replace(conv2dBackpropInput);
  replace(depthwiseBackpropFilter);
  replace(depthwiseBackpropInput);
  replace(maxPoolGrad);
  replace(avgPoolGrad);
  replace(unsortedSegmentSum);
  replace(identity);
  replace(reluGradient);
  replace(crossEntropyKernel);
  replace(batchNormSums);
  replace(scaleLastAxis);
  wrap('Conv2D', conv2dWith);
  wrap('FusedConv2D', fusedConv2dWith);
  wrap('FusedBatchNorm', batchNormWith);
  wrap('Add', addWith);
  wrap('Sub', subtractWith);
  wrap('Multiply', multiplyWith);
  wrap('Mean', meanWith);
  wrap('Cast', castWith);
  wrap('Sum', sumWith);
  wrap('BatchMatMul', matMulWith);
  registerGradients();
  registerBatchNormGradient();
  registerOptimizers();
}

/** Puts a kernel of ours around the stock one, whose setup still has to run when the backend starts. */
function wrap(kernelName: string, around: (stock: KernelConfig) => KernelConfig): void {
  const stock = getKernel(kernelName, 'wasm');
  if (!stock) throw new Error(`The WASM backend has no kernel ${kernelName}.`);
  replace(stock.setupFunc ? { ...around(stock), setupFunc: stock.setupFunc } : around(stock));
}
