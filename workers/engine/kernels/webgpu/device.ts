/**
 * Access to TensorFlow.js's WebGPU backend: programs with several outputs and with inputs that are changed in place, recorded
 * into the backend's own command queue. Everything in this folder depends on tfjs-core alone.
 */
import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';

interface TensorData {
  /** A copy on the CPU, kept after reading: it is stale once the buffer was changed in place. */
  values: unknown;
  readonly resource?: GPUBuffer;
}

interface Uniform {
  readonly type: 'float32' | 'int32';
  readonly data: number[];
}

/** The part of `WebGPUBackend` (@tensorflow/tfjs-backend-webgpu 4.22) that the kernels rely on. */
export interface DeviceBackend {
  readonly device: GPUDevice;
  readonly tensorMap: { get(dataId: object): TensorData };
  makeTensorInfo(shape: number[], dtype: DataType): TensorInfo;
  disposeData(dataId: object): boolean;
  refCount(dataId: object): number;
  uploadToGPU(dataId: object): void;
  makeUniforms(values: Uniform[]): GPUBufferBinding;
  /** Data that the commands not yet submitted use: disposing them waits. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  /** Set while `tf.time` runs. */
  activeTimers?: { name: string; query: Promise<number> }[] | null;
  readonly supportTimestampQuery: boolean;
  querySet: GPUQuerySet | null;
  readonly querySetCount: number;
  getQueryTime(): Promise<number>;
}

/** What a kernel function is called with. */
export interface KernelCall<Inputs, Attrs> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: DeviceBackend;
}

export type Access = 'read' | 'read_write';

/** One storage buffer of a program: its name in the shader, the type of an element, and the tensor. */
export interface Binding {
  readonly name: string;
  readonly type: 'f32' | 'i32' | 'vec4<f32>';
  readonly access: Access;
  readonly tensor: TensorInfo;
}

export interface Program {
  /** Decides the shader together with the names, types and accesses of the bindings. */
  readonly key: string;
  readonly bindings: readonly Binding[];
  /** Numbers that change from call to call, by their names in the shader: `uniforms.name`. */
  readonly uniforms?: Readonly<Record<string, number>>;
  readonly workgroup: readonly [number, number];
  readonly groups: readonly [number, number, number];
  /** The body of `main`; knows `group`, `local`, `groups` (vec3<i32>) and the bindings. Asked for once a key. */
  readonly body: () => string;
}

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

function shaderOf({ bindings, uniforms, workgroup, body }: Program): string {
  const storage = bindings.map(
    ({ name, type, access }, at) => `@group(0) @binding(${at}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  const fields = Object.keys(uniforms ?? {});
  const block =
    fields.length === 0
      ? []
      : [
          `struct Uniforms { ${fields.map((name) => `${name}: f32`).join(', ')} }`,
          `@group(0) @binding(${bindings.length}) var<uniform> uniforms: Uniforms;`,
        ];
  return [
    ...storage,
    ...block,
    `@compute @workgroup_size(${workgroup.join(', ')})`,
    'fn main(@builtin(workgroup_id) group_: vec3<u32>, @builtin(local_invocation_id) local_: vec3<u32>,',
    '    @builtin(num_workgroups) groups_: vec3<u32>) {',
    'let group = vec3<i32>(group_); let local = vec3<i32>(local_); let groups = vec3<i32>(groups_);',
    body(),
    '}',
  ].join('\n');
}

function pipelineOf(device: GPUDevice, program: Program): GPUComputePipeline {
  let known = pipelines.get(device);
  if (!known) {
    known = new Map();
    pipelines.set(device, known);
  }
  const bound = program.bindings.map(({ name, type, access }) => `${name}:${type}:${access}`);
  const key = [program.key, ...bound].join(' ');
  let pipeline = known.get(key);
  if (!pipeline) {
    const module = device.createShaderModule({ code: shaderOf(program), label: key });
    pipeline = device.createComputePipeline({ compute: { module, entryPoint: 'main' }, label: key, layout: 'auto' });
    known.set(key, pipeline);
  }
  return pipeline;
}

/** Records a program behind everything recorded before. Bindings with `read_write` that have values already are changed. */
export function dispatch(backend: DeviceBackend, program: Program): void {
  const { device } = backend;
  const resources: GPUBindingResource[] = program.bindings.map(({ tensor, access }) => {
    backend.uploadToGPU(tensor.dataId);
    const data = backend.tensorMap.get(tensor.dataId);
    if (access === 'read_write') data.values = null;
    backend.commandQueueOwnedIds.add(tensor.dataId);
    return { buffer: data.resource! };
  });
  if (program.uniforms) {
    const numbers = Object.values(program.uniforms);
    resources.push(backend.makeUniforms(numbers.map((value) => ({ type: 'float32', data: [value] }))));
  }
  const pipeline = pipelineOf(device, program);
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  backend.ensureCommandEncoderReady();
  const timers = backend.activeTimers;
  const pass = timers ? timedPass(backend) : (backend.computePassEncoder ?? backend.commandEncoder!.beginComputePass());
  backend.computePassEncoder = pass;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...program.groups);
  backend.dispatchCountInPass += 1;
  if (timers) {
    backend.endComputePassEncoder();
    timers.push({ name: program.key, query: backend.getQueryTime() });
  } else if (backend.dispatchCountInPass >= SUBMIT_EVERY) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

/** Programs between two submissions, as the backend's own. */
const SUBMIT_EVERY = 15;

/** As the backend measures its own programs: a pass for each, between two time stamps. */
function timedPass(backend: DeviceBackend): GPUComputePassEncoder {
  if (!backend.supportTimestampQuery) return backend.computePassEncoder ?? backend.commandEncoder!.beginComputePass();
  backend.endComputePassEncoder();
  backend.querySet ??= backend.device.createQuerySet({ type: 'timestamp', count: backend.querySetCount });
  return backend.commandEncoder!.beginComputePass({
    timestampWrites: { querySet: backend.querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
  });
}

/** Reads a tensor's values in the shader under this name. */
export const input = (name: string, tensor: TensorInfo, type: Binding['type'] = 'f32'): Binding => ({
  name,
  type,
  access: 'read',
  tensor,
});

/** Writes a tensor's values, or changes them in place. */
export const output = (name: string, tensor: TensorInfo, type: Binding['type'] = 'f32'): Binding => ({
  name,
  type,
  access: 'read_write',
  tensor,
});

/** Most workgroups in one dimension that every WebGPU device allows. */
export const MOST_GROUPS = 65_535;

/** Values that a workgroup of {@link eachValue} works on, in fours by each of its invocations. */
const VALUES_A_GROUP = 256;

/**
 * Workgroup, workgroups and body of a program that treats `count` values alike; `value` is the WGSL of the one at `at`, and
 * `total` that of their number, which the shader works out so that it serves every batch.
 */
export function eachValue(
  count: number,
  value: string,
  total = 'i32(arrayLength(&result))',
): Pick<Program, 'workgroup' | 'groups' | 'body'> {
  const groups = Math.max(1, Math.ceil(count / VALUES_A_GROUP));
  const across = Math.min(groups, MOST_GROUPS);
  return {
    workgroup: [VALUES_A_GROUP / 4, 1],
    groups: [across, Math.ceil(groups / across), 1],
    // Neighbours in a workgroup take neighbours in memory. Programs of this kind write to `result`.
    body: () =>
      [
        `let begin = (group.y * groups.x + group.x) * ${VALUES_A_GROUP} + local.x;`,
        `let total = ${total};`,
        `if (begin - local.x + ${VALUES_A_GROUP} <= total) {`,
        ...[0, 1, 2, 3].map((turn) => `{ let at = begin + ${(turn * VALUES_A_GROUP) / 4}; ${value} }`),
        '} else {',
        `for (var at = begin; at < total; at += ${VALUES_A_GROUP / 4}) { ${value} }`,
        '}',
      ].join('\n'),
  };
}

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));
/** WGSL of a quotient and a remainder of numbers not below 0: divisions are slow, most of all on a software adapter. */
export const over = (value: string, divisor: number): string =>
  isPowerOfTwo(divisor) ? `(${value} >> ${Math.log2(divisor)}u)` : `(${value} / ${divisor})`;
export const modulo = (value: string, divisor: number): string =>
  isPowerOfTwo(divisor) ? `(${value} & ${divisor - 1})` : `(${value} % ${divisor})`;

/** Runs the kernel that one of ours took the place of. */
export function runStock<Inputs, Attrs>(stock: KernelConfig, request: KernelCall<Inputs, Attrs>): TensorInfo {
  return stock.kernelFunc(request as unknown as Parameters<typeof stock.kernelFunc>[0]) as TensorInfo;
}

/** A kernel function with its own types, as TensorFlow.js registers it. */
export function kernel<Inputs, Attrs>(
  kernelName: string,
  run: (call: KernelCall<Inputs, Attrs>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return { kernelName, backendName: 'webgpu', kernelFunc: run as unknown as KernelConfig['kernelFunc'] };
}
