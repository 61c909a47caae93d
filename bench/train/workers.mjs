/**
 * What a second worker brings, in Node's worker threads: two trainings side by side against one, and one training spread
 * over two against one alone: rows of `npm run bench -- train`.
 */
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { bundle } from '../lib/bundle.mjs';
import { spreadOf } from '../lib/result.mjs';
import { BATCH } from './work.mjs';

/**
 * @typedef {{ model: 'cnn' | 'mlp', images: number, shards?: number, helped?: boolean }} Order
 * @typedef {Pick<import('../lib/result.mjs').Options, 'rounds' | 'seconds' | 'log'>} Options
 */

class Trainer {
  /** @param {string} script */
  constructor(script) {
    this.worker = new Worker(pathToFileURL(script));
    this.ready = once(this.worker, 'message');
  }

  /** @param {Order} order @returns {Promise<number>} seconds */
  async train(order) {
    const answer = once(this.worker, 'message');
    this.worker.postMessage({ order: { helped: false, ...order } });
    const [{ seconds, error }] = await answer;
    if (error !== undefined) throw new Error(error);
    return seconds;
  }

  /** @param {Trainer} helper */
  lead(helper) {
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ lead: port1 }, [port1]);
    helper.worker.postMessage({ help: port2 }, [port2]);
  }
}

/**
 * @template T
 * @param {(first: Trainer, second: Trainer) => Promise<T>} work
 */
async function withTwo(work) {
  const script = await bundle('bench/train/worker.ts');
  const pair = /** @type {[Trainer, Trainer]} */ ([new Trainer(script), new Trainer(script)]);
  try {
    await Promise.all(pair.map(({ ready }) => ready));
    return await work(...pair);
  } finally {
    for (const { worker } of pair) await worker.terminate();
  }
}

/** Images that take about so many seconds, in whole batches, after V8 has compiled the loops. @param {Trainer} trainer */
async function imagesFor(trainer, /** @type {Order['model']} */ model, /** @type {number} */ seconds) {
  const probe = 24 * BATCH;
  await trainer.train({ model, images: probe });
  const took = await trainer.train({ model, images: probe });
  return Math.max(1, Math.round((seconds * probe) / took / BATCH)) * BATCH;
}

/**
 * Trainings of two workers side by side, against one alone.
 * @param {Options} options
 * @returns {Promise<import('../lib/result.mjs').Measurement>}
 */
export function twoTrials({ rounds, seconds, log }) {
  return withTwo(async (first, second) => {
    const images = await imagesFor(first, 'cnn', seconds);
    await imagesFor(second, 'cnn', seconds);
    const values = [];
    for (let round = 0; round < rounds; round += 1) {
      const order = /** @type {const} */ ({ model: 'cnn', images });
      const alone = await first.train(order);
      const both = Math.max(...(await Promise.all([first.train(order), second.train(order)])));
      values.push((2 * alone) / both);
      log(`two trials, round ${round + 1}: ${values.at(-1)?.toFixed(2)} times one`);
    }
    return {
      contender: 'ours',
      task: 'cnn train, two trials in two threads against one',
      unit: 'times',
      values,
      spread: spreadOf(values),
    };
  });
}

/**
 * One training in two shards with a helper, against batches in one piece in one worker; and what the shards cost alone.
 * @param {Options} options
 * @param {Order['model']} model
 * @returns {Promise<import('../lib/result.mjs').Measurement[]>}
 */
export function spreadTraining({ rounds, seconds, log }, model = 'cnn') {
  return withTwo(async (first, second) => {
    first.lead(second);
    const images = await imagesFor(first, model, seconds);
    for (const helped of [false, true, true]) await first.train({ model, images: 24 * BATCH, shards: 2, helped });
    /** @type {number[]} */
    const gains = [];
    /** @type {number[]} */
    const costs = [];
    for (let round = 0; round < rounds; round += 1) {
      const whole = await first.train({ model, images });
      const alone = await first.train({ model, images, shards: 2 });
      const helped = await first.train({ model, images, shards: 2, helped: true });
      gains.push(whole / helped);
      costs.push(whole / alone);
      log(
        `${model} in two shards, round ${round + 1}: ${gains.at(-1)?.toFixed(2)} times one worker (${costs.at(-1)?.toFixed(2)} without help)`,
      );
    }
    const of = (/** @type {string} */ task, /** @type {number[]} */ values) => ({
      contender: 'ours',
      task: `${model} train, ${task}`,
      unit: 'times',
      values,
      spread: spreadOf(values),
    });
    return [
      of('one training over two workers against one', gains),
      of('two shards in one worker against one piece', costs),
    ];
  });
}
