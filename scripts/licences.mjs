/** What is shipped to users must be free to ship: licences of all production packages, and exact pins of TensorFlow.js. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './run.mjs';

const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Unlicense',
  'CC0-1.0',
  'Zlib',
  'MIT-0',
  'BlueOak-1.0.0',
]);

/**
 * Packages whose package.json states no licence in SPDX form: what their own files say.
 * @type {Record<string, string>} name@version -> licence
 */
const READ_BY_HAND = {
  // Three clauses of BSD, in LICENSE.txt.
  'mapbox-gl@1.13.3': 'BSD-3-Clause',
  '@plotly/mapbox-gl@1.13.4': 'BSD-3-Clause',
  'stack-trace@0.0.9': 'MIT',
  // Says nothing itself; a fork of zaach/jsonlint, which is MIT. Comes with plotly.js' maps, which the page leaves out.
  '@mapbox/jsonlint-lines-primitives@2.0.2': 'MIT',
};

/**
 * Whether an SPDX expression leaves a choice or duty we accept: every part of AND, one part of OR.
 * @param {string} expression
 * @returns {boolean}
 */
export function isAllowed(expression) {
  const text = expression.trim();
  const inner = /^\(([^()]*)\)$/.exec(text)?.[1];
  if (inner !== undefined) return isAllowed(inner);
  if (/\sAND\s/.test(text)) return text.split(/\sAND\s/).every(isAllowed);
  if (/\sOR\s/.test(text)) return text.split(/\sOR\s/).some(isAllowed);
  return ALLOWED.has(text);
}

/** @typedef {{ version?: string, dev?: boolean, devOptional?: boolean, link?: boolean, license?: string }} LockEntry */

/**
 * @param {{ packages: Record<string, LockEntry> }} lock
 * @param {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} manifest
 * @param {(path: string) => Promise<unknown>} readLicence what an installed package says, for those the lock is silent on
 * @returns {Promise<string[]>} one sentence a problem
 */
export async function licenceProblems(lock, manifest, readLicence) {
  const problems = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.dev || entry.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = READ_BY_HAND[`${name}@${entry.version}`] ?? entry.license ?? (await readLicence(path));
    if (typeof licence !== 'string' || !isAllowed(licence)) {
      problems.push(`${name} ${entry.version ?? ''} has the licence ${JSON.stringify(licence ?? 'unknown')}.`);
    }
  }
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (name.startsWith('@tensorflow/') && !/^\d+\.\d+\.\d+$/.test(range)) {
      problems.push(`${name} must be pinned to one version, not "${range}".`);
    }
  }
  return problems;
}

/** The problems of this project. */
export async function projectLicenceProblems() {
  /** @param {string} path */
  const json = async (path) => JSON.parse(await readFile(join(ROOT, path), 'utf8'));
  return licenceProblems(await json('package-lock.json'), await json('package.json'), async (path) => {
    const { license, licenses } = await json(`${path}/package.json`);
    return license?.type ?? license ?? licenses?.map((/** @type {{ type: string }} */ one) => one.type).join(' OR ');
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await projectLicenceProblems();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
