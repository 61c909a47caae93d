/**
 * Decides where to compute, without loading TensorFlow.js: the coordinator asks before it starts any task worker.
 * Order: WebGPU on real hardware, WebGL on real hardware, WASM, plain CPU. A software adapter counts as no GPU unless the
 * backend was asked for by name.
 */
import { LookbookError } from '../../src/core/errors';
import type { Options } from '../../src/core/options';
import type { Backend, Environment } from '../../src/core/results/types';

const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render|warp/i;

/** The smallest module with a SIMD instruction: a function that splats an i32 and drops the vector's first lane. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);

/** The same with a relaxed fused multiply-add of three such vectors. */
const RELAXED_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0,
  253, 15, 253, 133, 2, 26, 11,
]);

/** What a probe found: a name for people, and whether it is real hardware. */
interface Found {
  readonly name: string;
  readonly software: boolean;
}

async function findWebGpu(): Promise<Found | undefined> {
  if (typeof navigator === 'undefined' || !('gpu' in navigator)) return undefined;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return undefined;
    const info: Partial<GPUAdapterInfo> & { isFallbackAdapter?: boolean } = adapter.info ?? {};
    const older = adapter as GPUAdapter & { readonly isFallbackAdapter?: boolean };
    const name = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ');
    const fallback = info.isFallbackAdapter === true || older.isFallbackAdapter === true;
    return { name: name || 'unnamed adapter', software: fallback || SOFTWARE.test(name) };
  } catch {
    return undefined;
  }
}

function findWebGl(): Found | undefined {
  if (typeof OffscreenCanvas === 'undefined') return undefined;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return undefined;
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, software: SOFTWARE.test(name) };
}

export const hasWasm = (): boolean => typeof WebAssembly === 'object' && typeof WebAssembly.validate === 'function';
export const hasWasmSimd = (): boolean => hasWasm() && WebAssembly.validate(SIMD_MODULE);
const hasRelaxedSimd = (): boolean => hasWasm() && WebAssembly.validate(RELAXED_MODULE);

type Probe = () => Promise<Found | undefined> | Found | undefined;
/** How to look for each backend; tests hand in their own. */
export type Probes = Readonly<Record<Backend, Probe>>;
export const PROBES: Probes = {
  webgpu: findWebGpu,
  webgl: findWebGl,
  wasm: () => (hasWasm() ? { name: hasWasmSimd() ? 'SIMD' : 'no SIMD', software: false } : undefined),
  cpu: () => ({ name: 'plain JavaScript', software: false }),
};

const ORDER: readonly Backend[] = ['webgpu', 'webgl', 'wasm', 'cpu'];
const LABELS: Readonly<Record<Backend, string>> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' };

/** @throws LookbookError `backend/unavailable` if relaxed SIMD was asked for and is not there */
/**
 * Which of our WebGPU kernels run. The forward products were measured on a software adapter alone, where they win; on real
 * hardware the stock ones stay.
 */
export const webGpuExtent = ({ software }: Found): 'all' | 'gradients' => (software ? 'all' : 'gradients');

function numericModeOf(backend: Backend, found: Found, { kernels, arithmetic: wanted }: Options): string {
  if (backend === 'webgpu' && kernels === 'own') return `webgpu/own-${webGpuExtent(found)}`;
  if (backend !== 'wasm') return `${backend}/float32`;
  if (wanted === 'relaxed' && kernels === 'own' && !hasRelaxedSimd()) {
    throw new LookbookError(
      'backend/unavailable',
      'This browser has no relaxed SIMD. Open the page without "arithmetic=relaxed".',
    );
  }
  const arithmetic = found.name !== 'SIMD' ? 'scalar' : kernels === 'own' ? wanted : 'strict';
  return kernels === 'own' ? `wasm/${arithmetic}` : `wasm/${arithmetic}-stock`;
}

/**
 * Chooses the backend and the number of task workers.
 * @param about.cores logical processors of this machine
 * @throws LookbookError `backend/unavailable` if the backend asked for by name is not there
 */
export async function probeEnvironment(
  options: Options,
  about: { readonly cores: number },
  probes: Probes = PROBES,
): Promise<Environment> {
  const forced = options.backend !== 'auto';
  const candidates: readonly Backend[] = options.backend === 'auto' ? ORDER : [options.backend];
  for (const backend of candidates) {
    const found = await probes[backend]();
    if (!found || (found.software && !forced)) continue;
    const onGpu = backend === 'webgpu' || backend === 'webgl';
    return {
      backend,
      description: `${LABELS[backend]} (${found.name})`,
      numericMode: numericModeOf(backend, found, options),
      workers: options.workers > 0 ? options.workers : onGpu ? 1 : Math.max(1, about.cores),
    };
  }
  throw new LookbookError(
    'backend/unavailable',
    `${LABELS[candidates[0] ?? 'cpu']} cannot run in this browser. Choose another backend.`,
  );
}
