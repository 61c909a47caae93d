/** `npm run bench -- profile`: milliseconds of a training step by kernel, batch 128, in Node on one thread. */
import { pathToFileURL } from 'node:url';
import { bundle } from '../lib/bundle.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { spreadOf } from '../lib/result.mjs';

const MODELS = ['cnn-reference', 'cnn-small', 'mlp'];
const STEPS = 40;
/** Kernels below this share of a step are left out. */
const SHARE = 0.005;

/**
 * @param {import('../lib/result.mjs').Options} options
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ only }) {
  const machine = describeMachine();
  const { start, profile } = await import(pathToFileURL(await bundle('bench/train/profile.ts')).href);
  await start();
  const measurements = [];
  for (const model of MODELS.filter((name) => !only || only.includes(name))) {
    /** @type {[string, number[]][]} */
    const kernels = Object.entries(profile(model, STEPS));
    const all = kernels.map(([kernel, values]) => ({ kernel, values, spread: spreadOf(values) }));
    const whole = all.find(({ kernel }) => kernel === 'step')?.spread.median ?? 0;
    for (const { kernel, values, spread } of all.sort((a, b) => b.spread.median - a.spread.median)) {
      if (spread.median < SHARE * whole) continue;
      measurements.push({ contender: 'ours', task: `${model}: ${kernel}`, unit: 'ms', values, spread });
    }
  }
  const contenders = [
    { id: 'ours', name: 'Lookbook, WASM, strict SIMD', runtime: `Node ${process.version}`, present: true },
  ];
  return { schema: 1, bench: 'profile', machine: machine.finish(), rounds: STEPS, contenders, measurements };
}
