/** What a figure was measured on. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/**
 * @typedef {{ cpu: string, cores: number, memoryGiB: number, system: string, node: string, v8: string, commit: string,
 *   started: string, loadBefore: number, loadAfter: number }} Machine
 */

const load = () => loadavg()[0] ?? 0;

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** Starts the record; the load afterwards is filled in by `finish`. */
export function describeMachine() {
  const all = cpus();
  /** @type {Omit<Machine, 'loadAfter'>} */
  const machine = {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    v8: process.versions.v8 ?? 'unknown',
    commit: commit(),
    started: new Date().toISOString(),
    loadBefore: load(),
  };
  return { finish: () => ({ ...machine, loadAfter: load() }) };
}
