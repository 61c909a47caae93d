/**
 * `npm run bench -- train`: images a second of the reference CNN and the MLP (batch 128, Adam), engine by engine in turn, a
 * process each; two trainings of ours side by side (`--only two`) and one over two workers (`--only spread`), against one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, bundlePage } from '../lib/bundle.mjs';
import { startContender } from '../lib/contender.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { spreadOf } from '../lib/result.mjs';
import { BATCH } from './work.mjs';
import { spreadTraining, twoTrials } from './workers.mjs';

const HERE = import.meta.dirname;
const RELAXED = '--experimental-wasm-relaxed-simd';

/** @typedef {{ model: 'cnn' | 'mlp', mode: 'train' | 'predict' }} Task */
/** @type {readonly Task[]} */
export const TASKS = [
  { model: 'cnn', mode: 'train' },
  { model: 'mlp', mode: 'train' },
  { model: 'cnn', mode: 'predict' },
  { model: 'mlp', mode: 'predict' },
];
export const nameOf = (/** @type {Task} */ { model, mode }) => `${model} ${mode}`;

/** The peers have packages of their own; they are installed when they are missing. */
export function installPeers() {
  if (['@jax-js/jax', 'webgpu'].every((name) => existsSync(join(HERE, '../node_modules', name)))) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: join(HERE, '..'), stdio: 'ignore' });
}

/**
 * @param {string} script our engine for Node
 * @param {string} page the folder of our engine for the browser
 * @returns {{ id: string, name: string, runtime: string, command: [string, ...string[]] }[]}
 */
function engines(script, page) {
  const node = `Node ${process.version}`;
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const [torch, browser] = [join(HERE, 'pytorch.py'), join(HERE, 'chromium.mjs')];
  return [
    { id: 'ours', name: 'Lookbook', runtime: node, command: [process.execPath, script, 'ours'] },
    {
      id: 'relaxed',
      name: 'Lookbook, relaxed SIMD',
      runtime: node,
      command: [process.execPath, RELAXED, script, 'relaxed'],
    },
    {
      id: 'composed',
      name: 'Lookbook without SIMD loops',
      runtime: node,
      command: [process.execPath, script, 'composed'],
    },
    { id: 'chromium', name: 'Lookbook', runtime: 'Chromium', command: [process.execPath, browser, page, 'ours'] },
    {
      id: 'chromium-relaxed',
      name: 'Lookbook, relaxed SIMD',
      runtime: 'Chromium',
      command: [process.execPath, browser, page, 'relaxed'],
    },
    {
      id: 'tfjs-wasm',
      name: 'TensorFlow.js WASM as published',
      runtime: node,
      command: [process.execPath, script, 'wasm'],
    },
    { id: 'tfjs-cpu', name: 'TensorFlow.js CPU', runtime: node, command: [process.execPath, script, 'cpu'] },
    { id: 'jax', name: 'jax-js WASM', runtime: node, command: [process.execPath, join(HERE, 'jax.mjs')] },
    { id: 'torch-1', name: 'PyTorch, 1 thread', runtime: 'native', command: [python, torch, '1'] },
    { id: 'torch-2', name: 'PyTorch, 2 threads', runtime: 'native', command: [python, torch, '2'] },
  ];
}

/**
 * Images that take about `seconds`, in whole batches; the engine has compiled and warmed up then.
 * @param {(images: number) => Promise<number>} run
 * @param {number} seconds
 * @param {number} [batch]
 */
async function warmUp(run, seconds, batch = BATCH) {
  await run(batch);
  let images = batch;
  let took = await run(images);
  // One batch says little of a fast engine, and its code is still being optimised.
  while (took < seconds / 4 && images < 2 ** 18) {
    images *= 4;
    took = await run(images);
  }
  return Math.max(1, Math.round((seconds * images) / took / batch)) * batch;
}

/**
 * @param {import('../lib/result.mjs').Options} options
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ rounds, seconds, only, tasks, log }) {
  const machine = describeMachine();
  try {
    installPeers();
  } catch (error) {
    log(`The peers could not be installed: ${error instanceof Error ? error.message : error}`);
  }
  const all = engines(await bundle('bench/train/tfjs.ts'), await bundlePage('bench/train/page'));
  const wanted = all.filter(({ id }) => !only || only.includes(id));
  /** @type {import('../lib/result.mjs').Contender[]} */
  const contenders = [];
  /** @type {Map<string, Awaited<ReturnType<typeof startContender>>>} */
  const running = new Map();
  for (const { id, name, runtime, command } of wanted) {
    try {
      const engine = await startContender(command[0], command.slice(1));
      running.set(id, engine);
      contenders.push({ id, name, runtime, present: true, version: engine.version });
    } catch (error) {
      contenders.push({
        id,
        name,
        runtime,
        present: false,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  const measurements = [];
  try {
    const raced = TASKS.filter((task) => !tasks || tasks.includes(nameOf(task)));
    for (const task of raced) measurements.push(...(await race(task, running, { rounds, seconds, log })));
    const asked = (/** @type {string} */ row) => (only ? only.includes(row) : !tasks);
    if (asked('two')) measurements.push(await twoTrials({ rounds, seconds, log }));
    if (asked('spread')) {
      for (const model of /** @type {const} */ (['cnn', 'mlp']))
        measurements.push(...(await spreadTraining({ rounds, seconds, log }, model)));
    }
  } finally {
    for (const engine of running.values()) engine.end();
  }
  return { schema: 1, bench: 'train', machine: machine.finish(), rounds, contenders, measurements };
}

/**
 * One task, all engines in turn, several rounds.
 * @param {Task} task
 * @param {Map<string, Awaited<ReturnType<typeof startContender>>>} running
 * @param {{ rounds: number, seconds: number, log: (line: string) => void, batch?: number }} options
 * @returns {Promise<import('../lib/result.mjs').Measurement[]>}
 */
export async function race(task, running, { rounds, seconds, log, batch }) {
  const unit = 'images/s';
  const sized = batch === undefined ? task : { ...task, batch };
  /** @type {Map<string, { images: number, values: number[] } | string>} */
  const lanes = new Map();
  for (const [id, engine] of running) {
    try {
      const images = await warmUp((count) => engine.ask({ ...sized, images: count }), seconds, batch);
      lanes.set(id, { images, values: [] });
    } catch (error) {
      lanes.set(id, error instanceof Error ? error.message : String(error));
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [id, lane] of lanes) {
      if (typeof lane === 'string') continue;
      const took = await running.get(id)?.ask({ ...sized, images: lane.images });
      lane.values.push(lane.images / (took ?? Number.NaN));
      log(`${nameOf(task)}, round ${round + 1}, ${id}: ${Math.round(lane.values.at(-1) ?? 0)} images/s`);
    }
  }
  const first = lanes.values().next().value;
  return [...lanes].map(([contender, lane]) => {
    const about = { contender, task: nameOf(task), unit };
    if (typeof lane === 'string') return { ...about, error: lane };
    const { values } = lane;
    // The same round on both sides: a neighbour's load then hits both.
    const ratios =
      typeof first === 'object' && first !== lane
        ? values.map((value, round) => (first.values[round] ?? Number.NaN) / value)
        : undefined;
    return { ...about, values, spread: spreadOf(values), ...(ratios ? { ratio: spreadOf(ratios) } : {}) };
  });
}
