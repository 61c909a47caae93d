/**
 * `npm run bench -- NAME [--json FILE] [--rounds N] [--seconds S] [--only a,b] [--tasks a,b]`: runs a benchmark, prints a
 * table and, asked to, writes all figures to a file in the form of schema/result.schema.json.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkResult } from './lib/result.mjs';
import { table } from './lib/table.mjs';

/** @type {Record<string, () => Promise<{ run(options: import('./lib/result.mjs').Options): Promise<import('./lib/result.mjs').Result> }>>} */
const BENCHMARKS = {
  train: () => import('./train/bench.mjs'),
  profile: () => import('./train/profile.mjs'),
  gpu: () => import('./gpu/bench.mjs'),
  accuracy: () => import('./accuracy/bench.mjs'),
  cancel: () => import('./cancel/bench.mjs'),
  gallery: () => import('./gallery/bench.mjs'),
  explore: () => import('./explore/bench.mjs'),
  notebook: () => import('./notebook/bench.mjs'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    tasks: { type: 'string' },
  },
});

const name = positionals[0] ?? '';
const load = BENCHMARKS[name];
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
if (!load || !(rounds >= 1) || !Number.isInteger(rounds) || !(seconds > 0)) {
  console.error(
    `Usage: npm run bench -- ${Object.keys(BENCHMARKS).join(' | ')} [--json FILE] [--rounds N] [--seconds S] [--only a,b] [--tasks a,b]`,
  );
  process.exitCode = 1;
} else {
  const list = (/** @type {string | undefined} */ text) => text?.split(',').map((one) => one.trim());
  const options = { rounds, seconds, only: list(values.only), tasks: list(values.tasks), log: console.error };
  const result = await (await load()).run(options);
  await checkResult(result);
  console.log(table(result));
  // npm runs scripts in the project's folder; the path was meant from where the command was given.
  if (values.json)
    await writeFile(resolve(process.env.INIT_CWD ?? '.', values.json), `${JSON.stringify(result, null, 2)}\n`);
}
