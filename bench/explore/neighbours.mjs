/**
 * The exact search for the 10 nearest of the 10,000 test images for each of the 60,000 training images: our two workers
 * against scikit-learn's brute force (`NearestNeighbors(algorithm='brute')`, float32), which takes the cores it likes.
 * Images are in memory before the clock starts. `preparing` is ours alone: directions, projections and order of the references.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { bundle } from '../lib/bundle.mjs';
import { startContender } from '../lib/contender.mjs';
import { spreadOf } from '../lib/result.mjs';

const ROOT = join(import.meta.dirname, '../..');
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const WORKERS = 2;
const K = 10;
/** Queries of one task, as the notebook cuts them. */
const CHUNK = 10_000;
const TASK = 'the 10 nearest of 10,000 images for 60,000 images';

/** @param {string} name */
async function images(name) {
  const bytes = gunzipSync(await readFile(join(ROOT, 'public/data', `${name}.pack`))).subarray(16);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** @param {Worker} worker @param {object | string} request @returns {Promise<{ squared?: Int32Array }>} */
function ask(worker, request) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(request);
  });
}

/** @param {string} code @param {{ train: SharedArrayBuffer, test: SharedArrayBuffer }} data */
async function once(code, data) {
  const started = performance.now();
  const workers = Array.from({ length: WORKERS }, () => new Worker(code, { workerData: data }));
  await Promise.all(workers.map((worker) => ask(worker, 'prepare')));
  const prepared = performance.now();
  const queries = data.train.byteLength / 784;
  let next = 0;
  let sum = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (next < queries) {
        const start = next;
        next += CHUNK;
        const { squared } = await ask(worker, { start, end: Math.min(queries, start + CHUNK), k: K });
        for (const one of squared ?? []) sum += one;
      }
    }),
  );
  const ended = performance.now();
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { preparing: (prepared - started) / 1000, searching: (ended - prepared) / 1000, sum };
}

/** @type {import('./bench.mjs').Part} */
export const part = {
  id: 'neighbours',
  async measure({ rounds, log }) {
    const data = { train: await images('train-images'), test: await images('test-images') };
    const code = await bundle('bench/explore/neighbours.ts');
    /** @type {number[][]} */
    const [whole, preparing, theirs] = [[], [], []];
    /** @type {Awaited<ReturnType<typeof startContender>> | undefined} */
    let sklearn;
    let reason = '';
    try {
      sklearn = await startContender(PYTHON, [join(import.meta.dirname, 'neighbours.py')]);
    } catch (thrown) {
      reason = thrown instanceof Error ? thrown.message : String(thrown);
    }
    for (let round = 0; round < rounds; round += 1) {
      const own = await once(code, data);
      whole?.push(own.preparing + own.searching);
      preparing?.push(own.preparing);
      log(
        `round ${round + 1}: ours ${own.preparing.toFixed(2)} + ${own.searching.toFixed(2)} s, squared distances add up to ${own.sum}`,
      );
      if (!sklearn) continue;
      const seconds = await sklearn.ask({ k: K });
      theirs?.push(seconds);
      log(`round ${round + 1}: scikit-learn ${seconds.toFixed(2)} s`);
    }
    const own = 'lookbook-node';
    const measurements = [
      { contender: own, task: TASK, unit: 's', values: whole ?? [], spread: spreadOf(whole ?? []) },
      {
        contender: own,
        task: 'of it, start and preparing',
        unit: 's',
        values: preparing ?? [],
        spread: spreadOf(preparing ?? []),
      },
    ];
    if (sklearn && theirs) {
      const ratio = spreadOf(theirs.map((seconds, round) => seconds / (whole?.[round] ?? Number.NaN)));
      measurements.push(
        Object.assign(
          { contender: 'sklearn', task: TASK, unit: 's', values: theirs, spread: spreadOf(theirs) },
          { ratio },
        ),
      );
      const memory = await sklearn.ask({ memory: true });
      measurements.push({
        contender: 'sklearn',
        task: 'peak memory',
        unit: 'MiB',
        values: [memory],
        spread: spreadOf([memory]),
      });
    }
    const peak = process.resourceUsage().maxRSS / 1024;
    measurements.push({ contender: own, task: 'peak memory', unit: 'MiB', values: [peak], spread: spreadOf([peak]) });
    sklearn?.end();
    return {
      contenders: [
        { id: own, name: 'Lookbook, exact search', runtime: `${WORKERS} workers of Node`, present: true },
        {
          id: 'sklearn',
          name: 'scikit-learn, brute force',
          runtime: 'Python',
          present: sklearn !== undefined,
          ...(sklearn ? { version: sklearn.version } : { reason }),
        },
      ],
      measurements,
    };
  },
};
