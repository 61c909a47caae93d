/** The ways in which the WASM kernels can compute here: all of them are tested alike. */
import { setFlagsFromString } from 'node:v8';
import { hasArithmetic, type Arithmetic } from '../../../workers/engine/kernels/wasm';

// Node 20 has relaxed SIMD behind a flag; browsers and later versions have it as it is.
if (!hasArithmetic('relaxed')) setFlagsFromString('--experimental-wasm-relaxed-simd');

export const ARITHMETICS: readonly Arithmetic[] = ['strict', 'relaxed', 'none'];
