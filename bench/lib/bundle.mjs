/** Our own sources as one module that Node runs. */
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../..');

/**
 * @param {string} entry a TypeScript file, relative to the project
 * @returns {Promise<string>} the bundle; packages are left to Node
 */
export async function bundle(entry) {
  const outDir = join(ROOT, '.cache/bench');
  const name = entry.replace(/\W/g, '-');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(ROOT, entry),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
  return join(outDir, `${name}.mjs`);
}

/**
 * @param {string} folder with an index.html, relative to the project
 * @returns {Promise<string>} the folder of the built page
 */
export async function bundlePage(folder) {
  const outDir = join(ROOT, '.cache/bench', folder.replace(/\W/g, '-'));
  await build({
    root: join(ROOT, folder),
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4096 },
  });
  return outDir;
}
