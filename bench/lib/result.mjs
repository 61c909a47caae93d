/** The one form of all results: schema/result.schema.json. */
import { readFile } from 'node:fs/promises';
import Ajv from 'ajv/dist/2020.js';

/**
 * @typedef {{ rounds: number, seconds: number, only: string[] | undefined, tasks: string[] | undefined, log: (line: string) => void }} Options
 * @typedef {{ median: number, min: number, max: number }} Spread
 * @typedef {{ id: string, name: string, runtime: string, present: boolean, version?: string, reason?: string }} Contender
 * @typedef {{ contender: string, task: string, unit: string, values?: number[], spread?: Spread, ratio?: Spread, error?: string }} Measurement
 * @typedef {{ schema: 1, bench: string, machine: import('./machine.mjs').Machine, rounds: number, contenders: Contender[], measurements: Measurement[] }} Result
 */

/**
 * @param {readonly number[]} values at least one
 * @returns {Spread}
 */
export function spreadOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}

/**
 * @param {unknown} result
 * @throws {Error} if it is not of the schema's form
 */
export async function checkResult(result) {
  const schema = JSON.parse(await readFile(new URL('../schema/result.schema.json', import.meta.url), 'utf8'));
  const ajv = new Ajv({ allErrors: true });
  if (!ajv.validate(schema, result)) throw new Error(`The result has not the form of the schema: ${ajv.errorsText()}`);
}
