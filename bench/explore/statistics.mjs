/**
 * Parts 2 to 4 (overview, distributions, correlations) of all 70,000 images: the Explore cell of the built page on two workers
 * against statistics.py. Wall time of the whole process on both sides, a round a pair: from the start of the browser until the
 * cell is done (the Data cell's download, checks and storing included, and the checks of single images, which the script
 * leaves out), and from the start of Python until its end.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DEBIAN_FOLDER } from '../../scripts/data.mjs';
import { spreadOf } from '../lib/result.mjs';
import { Tab } from './tab.mjs';

const SCRIPT = join(import.meta.dirname, 'statistics.py');
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const TASK = 'statistics of 70,000 images, whole process';

/** @param {string} browser */
async function ours(browser) {
  const started = performance.now();
  const tab = new Tab();
  try {
    await tab.open(browser);
    // One after the other, so that the cell is in view when it runs: figures out of view are not drawn.
    await tab.runCell('data');
    const { done, firstChart, started: clicked } = await tab.runCell('explore');
    const whole = (performance.now() - started) / 1000;
    const ended = done['explore'] ?? Number.NaN;
    return {
      whole,
      cell: (ended - clicked) / 1000,
      // No first look at all counts as the end.
      firstChart: ((firstChart ?? ended) - clicked) / 1000,
      peak: tab.peak,
    };
  } finally {
    await tab.close();
  }
}

/** @returns {Promise<{ seconds: number, said: { version: string, pairs: number, duplicates: number } }>} */
async function python() {
  const started = performance.now();
  const folder = process.env.FASHION_MNIST_DIR ?? DEBIAN_FOLDER;
  const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, folder]);
  return { seconds: (performance.now() - started) / 1000, said: JSON.parse(stdout) };
}

/** @type {import('./bench.mjs').Part} */
export const part = {
  id: 'statistics',
  async measure({ rounds, browser, log }) {
    /** @type {Record<'whole' | 'cell' | 'firstChart' | 'peak', number[]>} */
    const values = { whole: [], cell: [], firstChart: [], peak: [] };
    /** @type {number[]} */
    const theirs = [];
    let version = '';
    /** @type {string | undefined} */
    let reason;
    for (let round = 0; round < rounds; round += 1) {
      const own = await ours(browser);
      for (const name of /** @type {const} */ (['whole', 'cell', 'firstChart', 'peak'])) values[name].push(own[name]);
      let other = Number.NaN;
      if (reason === undefined) {
        try {
          const { seconds, said } = await python();
          version = said.version;
          other = seconds;
          theirs.push(seconds);
        } catch (error) {
          reason = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? 'it failed') : String(error);
        }
      }
      log(
        `statistics, round ${round + 1}: ours ${own.whole.toFixed(1)} s (cell ${own.cell.toFixed(1)} s, first chart after ` +
          `${own.firstChart.toFixed(2)} s, ${Math.round(own.peak)} MB), Python ${other.toFixed(1)} s`,
      );
    }
    const measured = (/** @type {string} */ task, /** @type {string} */ unit, /** @type {number[]} */ of) => ({
      contender: 'ours',
      task,
      unit,
      values: of,
      spread: spreadOf(of),
    });
    const ratios = theirs.map((seconds, round) => seconds / (values.whole[round] ?? Number.NaN));
    return {
      contenders: [
        { id: 'ours', name: 'Lookbook, the built page', runtime: 'Chromium', present: true },
        {
          id: 'python-statistics',
          name: 'NumPy, pandas and SciPy',
          runtime: 'native',
          present: reason === undefined,
          ...(reason === undefined ? { version } : { reason }),
        },
      ],
      measurements: [
        measured(TASK, 's', values.whole),
        reason === undefined
          ? {
              contender: 'python-statistics',
              task: TASK,
              unit: 's',
              values: theirs,
              spread: spreadOf(theirs),
              ratio: spreadOf(ratios),
            }
          : { contender: 'python-statistics', task: TASK, unit: 's', error: reason },
        measured('Explore cell, the data in IndexedDB', 's', values.cell),
        measured('first chart after the data are in IndexedDB', 's', values.firstChart),
        measured('peak memory of the tab (resident, renderers)', 'MB', values.peak),
      ],
    };
  },
};
