/**
 * `npm run build:demo`: the page with a ready-made example, for a hosted site. Builds the page, runs the whole notebook
 * (Quick unless another preset is asked for), and writes dist-demo/: dist/ with the saved run under example/. It takes the
 * flags of `npm run pipeline`.
 */
import './node-version.mjs';
import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './build.mjs';
import { ensureData } from './data.mjs';
import { ensurePackages } from './install.mjs';
import { parseFlags, USAGE } from './pipeline/args.mjs';
import { saveDownload } from './pipeline/page.mjs';
import { runPipeline } from './pipeline/run.mjs';
import { ROOT } from './run.mjs';

/** What a visitor of a hosted page is made to download before the example shows. */
const MOST_BYTES = 15e6;
export const DEMO = join(ROOT, 'dist-demo');

/**
 * Puts a saved run into a built page as its example.
 * @param {string} site folder of the built page
 * @param {(path: string) => Promise<void>} save writes the run to a path
 * @returns {Promise<number>} bytes of the run
 * @throws {Error} if it is bigger than a visitor should download
 */
export async function addExample(site, save) {
  const folder = join(site, 'example');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'run.zip');
  await save(path);
  const bytes = (await stat(path)).size;
  if (bytes > MOST_BYTES)
    throw new Error(`The example has ${(bytes / 1e6).toFixed(1)} MB; more than ${MOST_BYTES / 1e6} MB is too much.`);
  await writeFile(join(folder, 'index.json'), `${JSON.stringify({ file: 'run.zip' })}\n`);
  return bytes;
}

async function main() {
  const flags = parseFlags(process.argv.slice(2));
  if (flags.help) {
    console.log(USAGE.replace('npm run pipeline', 'npm run build:demo'));
    return;
  }
  await ensurePackages(console.log);
  await ensureData();
  await ensureBuild(console.log);
  await rm(DEMO, { recursive: true, force: true });
  await cp(join(ROOT, 'dist'), DEMO, { recursive: true });
  let bytes = 0;
  const { ok, failures, seconds } = await runPipeline({
    ...flags,
    root: DEMO,
    out: join(ROOT, '.cache/demo'),
    screenshots: false,
    stream: process.stdout,
    onDone: async (page) => {
      bytes = await addExample(DEMO, (path) => saveDownload(page, 'save-run', path));
    },
  });
  if (!ok) {
    await rm(DEMO, { recursive: true, force: true });
    throw new Error(`No example was made: ${failures.map(({ id, error }) => `"${id}" failed. ${error}`).join(' ')}`);
  }
  console.log(`All cells took ${Math.round(seconds)} s; the example has ${(bytes / 1e6).toFixed(1)} MB.`);
  console.log(`${DEMO} is the folder to host.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
