/** The one place that imports TensorFlow.js. Only task workers (and tests in Node) load it, never the page. */
export * from '@tensorflow/tfjs-core';
export {
  input,
  initializers,
  layers,
  model,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
