/** Child processes for the commands of this folder. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {Record<string, string | undefined>} [options.env] added to this process' environment
 * @param {number} [options.timeout] milliseconds, after which it and its children are killed
 * @param {boolean} [options.capture] collect what it prints instead of showing it
 * @returns {Promise<{ status: number, output: string, timedOut: boolean }>} status 127 if it could not be started
 */
export function run(command, args, { cwd = ROOT, env = {}, timeout, capture = false } = {}) {
  return new Promise((done) => {
    const windows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
      // A group of its own, so that a browser it started ends with it.
      detached: timeout !== undefined && !windows,
      shell: windows && !command.endsWith('.exe'),
    });
    let output = '';
    let timedOut = false;
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const end = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(windows || timeout === undefined ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const timer = timeout === undefined ? undefined : setTimeout(() => ((timedOut = true), end()), timeout);
    const interrupted = () => (end(), process.exit(130));
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    /** @param {number} status */
    const finish = (status) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      done({ status, output, timedOut });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code, signal) => finish(code ?? (signal === null ? 1 : 128)));
  });
}

/**
 * A program of node_modules, run by this very Node.
 * @param {string} script path below node_modules
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runModule(script, args, options) {
  return run(process.execPath, [join(ROOT, 'node_modules', script), ...args], options);
}

/**
 * npm, also where only Node itself is on the path.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNpm(args, options) {
  const besideNode = [
    process.env.npm_execpath,
    join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
  ].find((path) => path?.endsWith('.js') && path.includes('npm') && existsSync(path));
  return besideNode ? run(process.execPath, [besideNode, ...args], options) : run('npm', args, options);
}
