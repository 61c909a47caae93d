/** The built page: made again when anything it is made of is newer. Alone: `npm run build` (always builds). */
import { cp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, runModule } from './run.mjs';

const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/csp.mjs',
];

/**
 * Time of the newest file below a path, in milliseconds; 0 if there is none. Folders count too: they change when a file
 * is deleted.
 * @param {string} path
 * @returns {Promise<number>}
 */
async function newest(path) {
  if (!existsSync(path)) return 0;
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  // The data set is copied, not built.
  const names = (await readdir(path)).filter((name) => name !== 'data' || !path.endsWith('public'));
  const times = await Promise.all(names.map((name) => newest(join(path, name))));
  return Math.max(path.endsWith('public') ? 0 : info.mtimeMs, ...times);
}

/** @param {string} root */
export async function buildIsStale(root = ROOT) {
  const built = join(root, 'dist/index.html');
  if (!existsSync(built)) return true;
  const times = await Promise.all(SOURCES.map((source) => newest(join(root, source))));
  return Math.max(...times) > (await stat(built)).mtimeMs;
}

/** @throws {Error} if the build fails */
export async function build() {
  const { status } = await runModule('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  if (status === 0) return;
  // A build that failed late has written its page: the next command must not take it for a finished one.
  await rm(join(ROOT, 'dist/index.html'), { force: true });
  throw new Error('The page cannot be built; see above.');
}

/**
 * Builds if need be, and brings dist/data up to date with public/data.
 * @param {(line: string) => void} log
 */
export async function ensureBuild(log) {
  if (await buildIsStale()) {
    log('Building the page ...');
    await build();
  }
  const [from, to] = [join(ROOT, 'public/data'), join(ROOT, 'dist/data')];
  const read = (/** @type {string} */ folder) => readFile(join(folder, 'index.json'), 'utf8').catch(() => undefined);
  const [wanted, present] = await Promise.all([read(from), read(to)]);
  if (wanted === present) return;
  await rm(to, { recursive: true, force: true });
  if (wanted !== undefined) await cp(from, to, { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
