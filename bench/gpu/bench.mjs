/**
 * `npm run bench -- gpu`: the race of `train` on WebGPU, in Node with Dawn: our kernels beside TensorFlow.js as published and
 * jax-js on the adapter that is found, and PyTorch on CUDA where there is one. Without a GPU the adapter is SwiftShader, in
 * Chromium's folder, and the batches are small; then the same race runs in Chromium as well.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findBrowser } from '../../scripts/browser.mjs';
import { bundle, bundlePage } from '../lib/bundle.mjs';
import { startContender } from '../lib/contender.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { installPeers, nameOf, race, TASKS } from '../train/bench.mjs';

const HERE = import.meta.dirname;
const DAWN = join(HERE, 'dawn.mjs');
/** Images a step: on a software adapter a stock step of 128 takes ten seconds. */
const BATCH = { hardware: 128, software: 32 };
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software/i;

/** @typedef {{ name: string, software: boolean }} Adapter */

/** @returns {Adapter | undefined} the adapter that Dawn finds under the present environment */
function findAdapter() {
  const printed = execFileSync(process.execPath, [DAWN], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {{ name?: string, fallback?: boolean }} */
  const { name, fallback } = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}');
  return name === undefined ? undefined : { name, software: fallback === true || SOFTWARE.test(name) };
}

/** Points Vulkan at the SwiftShader that comes with Chromium, for this process and those it starts. */
async function useSwiftShader() {
  const browser = await findBrowser();
  const folders = [...(browser ? [dirname(realpathSync(browser))] : []), '/usr/lib/chromium', '/opt/google/chrome'];
  const folder = folders.find((one) => existsSync(join(one, 'vk_swiftshader_icd.json')));
  if (!folder) return;
  process.env.VK_ICD_FILENAMES = join(folder, 'vk_swiftshader_icd.json');
  process.env.LD_LIBRARY_PATH = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
}

/** @param {unknown} error */
const sentence = (error) => (error instanceof Error ? error.message : String(error));

/**
 * @param {boolean} software
 * @param {number} batch
 * @param {string} script our engine for Node
 * @param {string} page the folder of our engine for the browser
 * @returns {{ id: string, name: string, runtime: string, command: [string, ...string[]] }[]}
 */
function engines(software, batch, script, page) {
  const runtime = `Node ${process.version}, Dawn`;
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const inNode = (/** @type {string} */ id, /** @type {string} */ name, /** @type {string} */ kind) => ({
    id,
    name,
    runtime,
    command: /** @type {[string, ...string[]]} */ ([process.execPath, '--import', DAWN, script, kind]),
  });
  const all = inNode('ours-all', 'Lookbook, forward and backward', 'webgpu-all');
  const gradients = inNode('ours-gradients', 'Lookbook, backward', 'webgpu-gradients');
  const browser = join(HERE, '../train/chromium.mjs');
  return [
    // First the one that the notebook would choose.
    ...(software ? [all, gradients] : [gradients, all]),
    inNode('stock', 'TensorFlow.js WebGPU as published', 'webgpu'),
    {
      id: 'jax',
      name: 'jax-js WebGPU',
      runtime,
      command: [process.execPath, '--import', DAWN, join(HERE, '../train/jax.mjs'), 'webgpu', String(batch)],
    },
    {
      id: 'torch-cuda',
      name: 'PyTorch, CUDA',
      runtime: 'native',
      command: [python, join(HERE, '../train/pytorch.py'), 'cuda'],
    },
    ...(software
      ? [
          {
            id: 'chromium-ours',
            name: 'Lookbook, forward and backward',
            runtime: 'Chromium',
            command: /** @type {[string, ...string[]]} */ ([process.execPath, browser, page, 'webgpu-all']),
          },
          {
            id: 'chromium-stock',
            name: 'TensorFlow.js WebGPU as published',
            runtime: 'Chromium',
            command: /** @type {[string, ...string[]]} */ ([process.execPath, browser, page, 'webgpu']),
          },
        ]
      : []),
  ];
}

/**
 * @param {import('../lib/result.mjs').Options} options
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ rounds, seconds, only, tasks, log }) {
  const machine = describeMachine();
  installPeers();
  let adapter = findAdapter();
  if (!adapter) {
    await useSwiftShader();
    adapter = findAdapter();
  }
  // Without Dawn the figures are those of Chromium on its software adapter.
  const software = adapter?.software ?? true;
  const batch = software ? BATCH.software : BATCH.hardware;
  log(`The adapter is ${adapter?.name ?? 'not to be had in Node'}; batches of ${batch}.`);
  const all = engines(software, batch, await bundle('bench/train/tfjs.ts'), await bundlePage('bench/train/page'));
  /** @type {import('../lib/result.mjs').Contender[]} */
  const contenders = [];
  /** @type {Map<string, Awaited<ReturnType<typeof startContender>>>} */
  const running = new Map();
  for (const { id, name, runtime, command } of all.filter((one) => !only || only.includes(one.id))) {
    try {
      const engine = await startContender(command[0], command.slice(1));
      running.set(id, engine);
      contenders.push({ id, name, runtime, present: true, version: engine.version });
    } catch (error) {
      contenders.push({ id, name, runtime, present: false, reason: sentence(error) });
    }
  }
  const measurements = [];
  try {
    for (const task of TASKS.filter((one) => !tasks || tasks.includes(nameOf(one)))) {
      const found = await race(task, running, { rounds, seconds, log, batch });
      measurements.push(...found.map((one) => ({ ...one, task: `${one.task}, batch ${batch}` })));
    }
  } finally {
    for (const engine of running.values()) engine.end();
  }
  return { schema: 1, bench: 'gpu', machine: machine.finish(), rounds, contenders, measurements };
}
