/**
 * `npm run bench -- accuracy`: wall time until the reference CNN, trained on all 60,000 training images (batch 128, Adam at
 * 0.001), names 88.5 % of the test images rightly, looked at after every epoch. Reading the data is not counted, the looking is.
 * The seed of a round is its number; engines take turns.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEBIAN_FOLDER, FILES, unpackAndCheck } from '../../scripts/data.mjs';
import { bundle } from '../lib/bundle.mjs';
import { startContender } from '../lib/contender.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { spreadOf } from '../lib/result.mjs';

const HERE = import.meta.dirname;
const TARGET = 0.885;
/** An engine that is not there after so many epochs is given up. */
const EPOCHS = 15;
const TASK = `reference CNN to ${TARGET} on test`;

/** The official files, unpacked, where both sides can read them. @returns {Promise<string>} their folder */
async function plainFiles() {
  const folder = process.env.FASHION_MNIST_DIR ?? DEBIAN_FOLDER;
  const plain = join(HERE, '../../.cache/bench/fashion-mnist');
  await mkdir(plain, { recursive: true });
  for (const file of FILES) {
    const packed = [join(folder, `${file.name}.gz`), join(folder, file.name)].find((path) => existsSync(path));
    if (!packed) throw new Error(`${folder} has no ${file.name}. Name the folder with FASHION_MNIST_DIR.`);
    await writeFile(join(plain, file.name), await unpackAndCheck(await readFile(packed), file));
  }
  return plain;
}

/**
 * @param {import('../lib/result.mjs').Options} options
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run({ rounds, only, log }) {
  const machine = describeMachine();
  const data = await plainFiles();
  const script = await bundle('bench/accuracy/ours.ts');
  const node = `Node ${process.version}`;
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const torch = join(HERE, 'pytorch.py');
  /** @type {{ id: string, name: string, runtime: string, command: [string, ...string[]] }[]} */
  const engines = [
    { id: 'ours-2', name: 'Lookbook, two workers', runtime: node, command: [process.execPath, script, data, '2'] },
    { id: 'ours-1', name: 'Lookbook, one worker', runtime: node, command: [process.execPath, script, data, '1'] },
    { id: 'torch-2', name: 'PyTorch, 2 threads', runtime: 'native', command: [python, torch, data, '2'] },
  ];
  /** @type {import('../lib/result.mjs').Contender[]} */
  const contenders = [];
  /** @type {Map<string, { engine: Awaited<ReturnType<typeof startContender>>, values: number[], error?: string }>} */
  const lanes = new Map();
  for (const { id, name, runtime, command } of engines.filter((one) => !only || only.includes(one.id))) {
    try {
      const engine = await startContender(command[0], command.slice(1));
      lanes.set(id, { engine, values: [] });
      contenders.push({ id, name, runtime, present: true, version: engine.version });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      contenders.push({ id, name, runtime, present: false, reason });
    }
  }
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [id, lane] of lanes) {
        if (lane.error !== undefined) continue;
        try {
          lane.values.push(await lane.engine.ask({ target: TARGET, epochs: EPOCHS, seed: round }));
          log(`round ${round}, ${id}: ${lane.values.at(-1)?.toFixed(1)} s`);
        } catch (error) {
          lane.error = error instanceof Error ? error.message : String(error);
        }
      }
    }
  } finally {
    for (const { engine } of lanes.values()) engine.end();
  }
  const [first] = lanes.values();
  const measurements = [...lanes].map(([contender, { values, error }]) => {
    const about = { contender, task: TASK, unit: 's' };
    if (error !== undefined) return { ...about, error };
    const times = values.map((value, round) => value / (first?.values[round] ?? Number.NaN));
    const isFirst = values === first?.values;
    return {
      ...about,
      values,
      spread: spreadOf(values),
      ...(isFirst || first?.error ? {} : { ratio: spreadOf(times) }),
    };
  });
  return { schema: 1, bench: 'accuracy', machine: machine.finish(), rounds, contenders, measurements };
}
