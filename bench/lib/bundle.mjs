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
