/**
 * Makes the list of near-duplicate groups among the official training images, which the split keeps together: images joined
 * by pairs that differ by at most a tenth (src/core/neighbours/pairs.ts), found by our own exact search.
 *   node scripts/near-groups.mjs            writes workers/tasks/load/near-groups.ts
 *   node scripts/near-groups.mjs --check    compares, and exits with status 1 if it differs
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { format, resolveConfig } from 'prettier';
import { ensureData } from './data.mjs';
import { ROOT } from './run.mjs';
import { gunzipSync } from 'node:zlib';

const TARGET = join(ROOT, 'workers/tasks/load/near-groups.ts');

/** @returns {Promise<{ findNearGroups(images: Uint8Array, size: { height: number, width: number }): Promise<number[][]>, NEAR_SHARE: number }>} */
async function search() {
  const outDir = join(ROOT, '.cache/near-groups');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(ROOT, 'workers/tasks/neighbours/near-groups.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'near-groups.mjs', codeSplitting: false } },
    },
  });
  return import(pathToFileURL(join(outDir, 'near-groups.mjs')).href);
}

const { findNearGroups, NEAR_SHARE } = await search();
await ensureData();
const packed = await readFile(join(ROOT, 'public/data/train-images.pack'));
const file = gunzipSync(packed);
const size = { height: file.readUInt32BE(8), width: file.readUInt32BE(12) };
const groups = await findNearGroups(new Uint8Array(file).subarray(16), size);
const images = groups.reduce((sum, group) => sum + group.length, 0);
const source = `/**
 * Near duplicates among the 60,000 images of the official training file (their indices there): ${images} images in ${groups.length} groups,
 * joined by pairs that differ by at most ${NEAR_SHARE}. Made by \`node scripts/near-groups.mjs\`; not edited by hand.
 */
import type { NearGroups } from '../../../src/core/dataset/types';

export const NEAR_GROUPS: NearGroups = ${JSON.stringify(groups)};
`;
const text = await format(source, { ...(await resolveConfig(TARGET)), parser: 'typescript' });
if (process.argv.includes('--check')) {
  const same = (await readFile(TARGET, 'utf8')) === text;
  console.log(`${images} images in ${groups.length} groups: ${same ? 'as listed' : 'NOT as listed'}`);
  process.exitCode = same ? 0 : 1;
} else {
  await writeFile(TARGET, text);
  console.log(`${images} images in ${groups.length} groups written to workers/tasks/load/near-groups.ts`);
}
