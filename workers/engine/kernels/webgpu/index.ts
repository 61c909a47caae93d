/** Training kernels for TensorFlow.js's WebGPU backend. See the README beside this file. */
import { getKernel, registerKernel, unregisterKernel, type KernelConfig } from '@tensorflow/tfjs-core';
import { lookUpBytes } from './bytes';
import { backpropFilterWith, backpropInputWith, conv2dWith, fusedConv2dWith, registerConv2dGradient } from './conv2d';
import { crossEntropy } from './loss';
import { fusedMatMulWith, matMulWith } from './matmul';
import { registerOptimizers } from './optimizers';
import { maxPoolGrad, maxPoolWith } from './pool';
import { sumWith } from './reduce';
import { addWith, registerReluGradient, reluGradient, reluWith } from './values';

/**
 * `gradients`: the backward pass and the optimizers are ours, the forward products are the stock backend's;
 * `all`: the forward products and all matrix products as well.
 */
export type Extent = 'gradients' | 'all';

let registered: Extent | undefined;

/**
 * Registers the kernels on the backend `webgpu`. Call it once, after @tensorflow/tfjs-backend-webgpu was imported and before the
 * backend is used.
 * @throws Error if called again with another extent
 */
export function registerTrainingKernels(extent: Extent): void {
  if (registered === extent) return;
  if (registered) throw new Error(`The kernels are registered as ${registered}.`);
  registered = extent;
  registerKernel(reluGradient);
  registerKernel(crossEntropy);
  registerKernel(lookUpBytes);
  wrap('MaxPoolGrad', () => maxPoolGrad);
  wrap('Conv2DBackpropFilter', backpropFilterWith);
  wrap('Conv2DBackpropInput', backpropInputWith);
  wrap('Sum', sumWith);
  wrap('Add', addWith);
  wrap('Relu', reluWith);
  wrap('MaxPool', maxPoolWith);
  registerReluGradient();
  registerConv2dGradient();
  registerOptimizers();
  if (extent === 'gradients') return;
  wrap('Conv2D', conv2dWith);
  wrap('FusedConv2D', fusedConv2dWith);
  wrap('BatchMatMul', matMulWith);
  wrap('_FusedMatMul', fusedMatMulWith);
}

/** Puts a kernel of ours around the stock one, which still runs what ours does not take. */
function wrap(kernelName: string, around: (stock: KernelConfig) => KernelConfig): void {
  const stock = getKernel(kernelName, 'webgpu');
  if (!stock) throw new Error(`The WebGPU backend has no kernel ${kernelName}.`);
  unregisterKernel(kernelName, 'webgpu');
  registerKernel(stock.setupFunc ? { ...around(stock), setupFunc: stock.setupFunc } : around(stock));
}
