/**
 * `npm run bench -- explore`: the exploration of all 70,000 images in the built page, against scripts of the same content for
 * Python. Each part is a file that exports `part`.
 */
import { ensureBrowser } from '../../scripts/browser.mjs';
import { ensureBuild } from '../../scripts/build.mjs';
import { ensureData } from '../../scripts/data.mjs';
import { describeMachine } from '../lib/machine.mjs';
import { part as neighbours } from './neighbours.mjs';
import { part as statistics } from './statistics.mjs';

/**
 * @typedef {{ contenders: import('../lib/result.mjs').Contender[], measurements: import('../lib/result.mjs').Measurement[] }} Measured
 * @typedef {{ id: string, measure(options: import('../lib/result.mjs').Options & { browser: string }): Promise<Measured> }} Part
 */

/** @type {readonly Part[]} */
const PARTS = [statistics, neighbours];

/**
 * @param {import('../lib/result.mjs').Options} options `tasks` names parts
 * @returns {Promise<import('../lib/result.mjs').Result>}
 */
export async function run(options) {
  const { rounds, tasks, log } = options;
  await ensureData({ log });
  await ensureBuild(log);
  const browser = await ensureBrowser(log);
  const machine = describeMachine();
  /** @type {Map<string, import('../lib/result.mjs').Contender>} */
  const contenders = new Map();
  const measurements = [];
  for (const { id, measure } of PARTS) {
    if (tasks && !tasks.includes(id)) continue;
    const measured = await measure({ ...options, browser });
    for (const contender of measured.contenders) contenders.set(contender.id, contender);
    measurements.push(...measured.measurements);
  }
  return {
    schema: 1,
    bench: 'explore',
    machine: machine.finish(),
    rounds,
    contenders: [...contenders.values()],
    measurements,
  };
}
