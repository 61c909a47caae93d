/**
 * Adam and SGD with momentum in one program a weight: TensorFlow.js's own optimizers, whose `applyGradients` is replaced where
 * the backend is `webgpu`. Their state stays in their own variables, so that saving and restoring works as before.
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
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core';
import { dispatch, eachValue, input, output, type DeviceBackend } from './device';

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

/** The variable, with values that nobody else reads: shared ones are copied first, since tensors must not change. */
function own(backend: DeviceBackend, variable: Variable): TensorInfo {
  if (backend.refCount(variable.dataId) > 1) {
    const copy = backend.makeTensorInfo(variable.shape, 'float32');
    dispatch(backend, {
      key: 'copy',
      bindings: [output('result', copy), input('x', variable)],
      ...eachValue(variable.size, 'result[at] = x[at];'),
    });
    const tensor = engine().makeTensorFromTensorInfo(copy);
    variable.assign(tensor);
    tensor.dispose();
  }
  return variable;
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

function applyAdam(adam: AdamInternals, gradients: NamedGradients, backend: DeviceBackend): void {
  const { beta1, beta2, epsilon, learningRate } = adam;
  const powers = [adam.accBeta1, adam.accBeta2].map((variable) => own(backend, variable)) as [TensorInfo, TensorInfo];
  each(gradients, (value, gradient, index) => {
    dispatch(backend, {
      key: 'adam',
      bindings: [
        output('result', own(backend, value)),
        output('first', own(backend, slot(adam.accumulatedFirstMoment, index, value, 'm'))),
        output('second', own(backend, slot(adam.accumulatedSecondMoment, index, value, 'v'))),
        input('gradient', gradient),
        input('power1', powers[0]),
        input('power2', powers[1]),
      ],
      uniforms: { beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2, epsilon, rate: learningRate },
      ...eachValue(
        value.size,
        [
          'let g = gradient[at];',
          'let m = first[at] * uniforms.beta1 + g * uniforms.rest1;',
          'let v = second[at] * uniforms.beta2 + g * g * uniforms.rest2;',
          'first[at] = m; second[at] = v;',
          'let corrected = m / (1.0 - power1[0]);',
          'result[at] = result[at] - uniforms.rate * corrected / (sqrt(v / (1.0 - power2[0])) + uniforms.epsilon);',
        ].join('\n'),
      ),
    });
  });
  dispatch(backend, {
    key: 'powers',
    bindings: [output('power1', powers[0]), output('power2', powers[1])],
    uniforms: { beta1, beta2 },
    workgroup: [1, 1],
    groups: [1, 1, 1],
    body: () => 'power1[0] *= uniforms.beta1; power2[0] *= uniforms.beta2;',
  });
  adam.incrementIterations();
}

function applyMomentum(sgd: MomentumInternals, gradients: NamedGradients, backend: DeviceBackend): void {
  const { momentum, learningRate, useNesterov } = sgd;
  each(gradients, (value, gradient, index) => {
    dispatch(backend, {
      key: `momentum ${useNesterov}`,
      bindings: [
        output('result', own(backend, value)),
        output('sum', own(backend, slot(sgd.accumulations, index, value, 'momentum'))),
        input('gradient', gradient),
      ],
      uniforms: { momentum, rate: learningRate },
      ...eachValue(
        value.size,
        [
          'let g = gradient[at];',
          'let s = sum[at] * uniforms.momentum + g;',
          'sum[at] = s;',
          `result[at] = result[at] - uniforms.rate * ${useNesterov ? '(g + s * uniforms.momentum)' : 's'};`,
        ].join('\n'),
      ),
    });
  });
  sgd.incrementIterations();
}

/** Whether all gradients are float32, as the programs need them. */
const areFloats = (gradients: NamedGradients): boolean =>
  (Array.isArray(gradients) ? gradients.map(({ tensor }) => tensor) : Object.values(gradients)).every(
    (tensor) => !(tensor as Tensor | null) || tensor.dtype === 'float32',
  );

interface Optimizer {
  applyGradients(gradients: NamedGradients): void;
}

function replaceApply<Internals>(
  prototype: Optimizer,
  apply: (optimizer: Internals, gradients: NamedGradients, backend: DeviceBackend) => void,
): void {
  const stock = prototype.applyGradients;
  prototype.applyGradients = function (this: Optimizer, gradients) {
    if (getBackend() !== 'webgpu' || !areFloats(gradients)) return stock.call(this, gradients);
    apply(this as unknown as Internals, gradients, engine().backend as unknown as DeviceBackend);
  };
}

export function registerOptimizers(): void {
  replaceApply<AdamInternals>(AdamOptimizer.prototype as unknown as Optimizer, applyAdam);
  replaceApply<MomentumInternals>(MomentumOptimizer.prototype as unknown as Optimizer, applyMomentum);
}
