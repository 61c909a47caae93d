/**
 * Adam and SGD with momentum in one pass over the heap: TensorFlow.js's own optimizers, whose `applyGradients` is replaced
 * where the backend is `wasm`. Their state stays in their own variables, so that saving and restoring works as before.
 */
import {
  AdamOptimizer,
  engine,
  getBackend,
  MomentumOptimizer,
  tidy,
  zerosLike,
  type NamedTensorMap,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';
import { address, floats, forgetCopies, start, type HeapBackend } from './heap';
import { loopsOf, type Loops } from './simd/instance';

type NamedGradients = NamedTensorMap | { readonly name: string; readonly tensor: Tensor }[];
interface Slot {
  originalName: string;
  variable: Variable;
}

/** Fields of tfjs-core 4.22's optimizers, private in its types. */
interface AdamInternals {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: Variable;
  accBeta2: Variable;
  accumulatedFirstMoment: Slot[];
  accumulatedSecondMoment: Slot[];
  incrementIterations(): void;
}
interface MomentumInternals {
  learningRate: number;
  momentum: number;
  useNesterov: boolean;
  accumulations: Slot[];
  incrementIterations(): void;
}

/** The slot of the variable at `index`, made when it is first needed. */
function slot(slots: Slot[], index: number, value: Variable, name: string): Variable {
  slots[index] ??= {
    originalName: `${value.name}/${name}`,
    variable: tidy(() => zerosLike(value).variable(false)),
  };
  return slots[index].variable;
}

/** Address of a variable's values that nobody else reads: shared ones are copied first, since tensors must not change. */
function own(backend: HeapBackend, variable: Variable): number {
  if (backend.refCount(variable.dataId) > 1) {
    const copy = backend.makeOutput(variable.shape, 'float32');
    const [from, to] = [start(backend, variable), start(backend, copy)];
    floats(backend).copyWithin(to, from, from + variable.size);
    const tensor = engine().makeTensorFromTensorInfo(copy);
    variable.assign(tensor);
    tensor.dispose();
  }
  return address(backend, variable);
}

function each(gradients: NamedGradients, visit: (value: Variable, gradient: Tensor, index: number) => void): void {
  const named = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  named.forEach(({ name, tensor }, index) => {
    const value = engine().registeredVariables[name];
    // TensorFlow.js passes null for variables that the loss does not depend on.
    if (value && (tensor as Tensor | null)) visit(value, tensor, index);
  });
}

function applyAdam(adam: AdamInternals, gradients: NamedGradients, backend: HeapBackend, loops: Loops): void {
  const { beta1, beta2, epsilon, learningRate } = adam;
  const powers = [adam.accBeta1, adam.accBeta2].map((variable) => own(backend, variable) >>> 2);
  const corrections = powers.map((at) => 1 - floats(backend)[at]!);
  each(gradients, (value, gradient, index) => {
    const first = slot(adam.accumulatedFirstMoment, index, value, 'm');
    const second = slot(adam.accumulatedSecondMoment, index, value, 'v');
    const at = [value, first, second].map((variable) => own(backend, variable)) as [number, number, number];
    const scalars = [beta1, 1 - beta1, beta2, 1 - beta2, corrections[0]!, corrections[1]!, epsilon, -learningRate];
    loops.adam(at[0], address(backend, gradient), at[1], at[2], value.size, ...scalars);
    forgetCopies(backend, value);
  });
  const heap = floats(backend);
  heap[powers[0]!] = heap[powers[0]!]! * Math.fround(beta1);
  heap[powers[1]!] = heap[powers[1]!]! * Math.fround(beta2);
  adam.incrementIterations();
}

function applyMomentum(sgd: MomentumInternals, gradients: NamedGradients, backend: HeapBackend, loops: Loops): void {
  each(gradients, (value, gradient, index) => {
    const sum = own(backend, slot(sgd.accumulations, index, value, 'momentum'));
    const to = own(backend, value);
    const from = address(backend, gradient);
    loops.momentum(to, from, sum, value.size, sgd.momentum, -sgd.learningRate, Number(sgd.useNesterov));
    forgetCopies(backend, value);
  });
  sgd.incrementIterations();
}

/** Whether all gradients are float32, as the loops need them. */
const areFloats = (gradients: NamedGradients): boolean =>
  (Array.isArray(gradients) ? gradients.map(({ tensor }) => tensor) : Object.values(gradients)).every(
    (tensor) => !(tensor as Tensor | null) || tensor.dtype === 'float32',
  );

interface Optimizer {
  applyGradients(gradients: NamedGradients): void;
}

function replaceApply<Internals>(
  prototype: Optimizer,
  apply: (optimizer: Internals, gradients: NamedGradients, backend: HeapBackend, loops: Loops) => void,
): void {
  const stock = prototype.applyGradients;
  prototype.applyGradients = function (this: Optimizer, gradients) {
    const backend = getBackend() === 'wasm' ? (engine().backend as unknown as HeapBackend) : undefined;
    const loops = backend && loopsOf(backend);
    if (!backend || !loops || !areFloats(gradients)) return stock.call(this, gradients);
    apply(this as unknown as Internals, gradients, backend, loops);
  };
}

export function registerOptimizers(): void {
  replaceApply<AdamInternals>(AdamOptimizer.prototype as unknown as Optimizer, applyAdam);
  replaceApply<MomentumInternals>(MomentumOptimizer.prototype as unknown as Optimizer, applyMomentum);
}
