/** The packages: installed when node_modules does not hold what package-lock.json asks for. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runNpm } from './run.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} LockEntry */

/**
 * The first package that is missing or of another version, or undefined if all are there. Compared by content: times of
 * files say nothing after a clone or a copy. Optional packages (other platforms' binaries) may be missing.
 * @param {string} root folder with package-lock.json
 * @returns {Promise<string | undefined>}
 */
export async function firstMissingPackage(root) {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return 'node_modules';
  /** @param {string} file @returns {Promise<Record<string, LockEntry>>} */
  const packages = async (file) => JSON.parse(await readFile(file, 'utf8')).packages ?? {};
  try {
    const [wanted, present] = await Promise.all([packages(join(root, 'package-lock.json')), packages(installed)]);
    for (const [path, entry] of Object.entries(wanted)) {
      if (path === '' || entry.link) continue;
      const there = present[path];
      if (there ? there.version === entry.version && existsSync(join(root, path)) : entry.optional || entry.devOptional)
        continue;
      return path;
    }
    return undefined;
  } catch {
    return 'node_modules/.package-lock.json';
  }
}

/**
 * @param {(line: string) => void} log
 * @throws {Error} with a sentence for people
 */
export async function ensurePackages(log) {
  const missing = await firstMissingPackage(ROOT);
  if (missing === undefined) return;
  log(`Installing packages (${missing} is missing or of another version) ...`);
  // NODE_ENV=production would leave out what builds the page.
  const { status } = await runNpm(['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional']);
  if (status !== 0)
    throw new Error('npm ci failed; without the packages the page cannot be built. Is the network there?');
}
