/** A copy of the sources to which toys are added as a newcomer would add them: a folder or file, and one line. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');
const TOYS = join(ROOT, 'tests/fixtures/toy');
const COPIED = [
  'src',
  'types',
  'workers',
  'public',
  'index.html',
  'package.json',
  'vite.config.ts',
  'svelte.config.js',
  'scripts',
  ...['base', 'core', 'workers'].map((name) => `tsconfig.${name}.json`),
];

export interface Toy {
  /** Its folder or file under tests/fixtures/toy. */
  readonly toy: string;
  /** Where it goes. */
  readonly to: string;
  /** The one line: it is put after, or in place of, what stands once in this file. */
  readonly line: { readonly in: string; readonly after: string; readonly added: string };
}

export class Copy {
  readonly path: string;
  #server: Promise<ViteDevServer> | undefined;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'lookbook-extend-'));
    for (const name of COPIED) {
      cpSync(join(ROOT, name), join(this.path, name), {
        recursive: true,
        // The data set is not needed for toys.
        filter: (source) => !source.startsWith(join(ROOT, 'public', 'data')),
      });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.path, 'node_modules'));
  }

  /** @throws Error if what the line follows does not stand once in its file */
  add({ toy, to, line }: Toy): void {
    cpSync(join(TOYS, toy), join(this.path, to), { recursive: true });
    const file = join(this.path, line.in);
    const text = readFileSync(file, 'utf8');
    if (text.split(line.after).length !== 2) throw new Error(`${line.in} does not say "${line.after}" once`);
    writeFileSync(
      file,
      text.replace(line.after, () => `${line.after}${line.added}`),
    );
  }

  /** Runs a module of a package in the copy. @throws Error with its output if it fails */
  node(module: string, ...args: string[]): void {
    try {
      execFileSync(process.execPath, [join(ROOT, 'node_modules', module), ...args], { cwd: this.path, stdio: 'pipe' });
    } catch (thrown) {
      const { stdout, stderr } = thrown as { readonly stdout: Buffer; readonly stderr: Buffer };
      throw new Error(`${module} ${args.join(' ')}:\n${stdout.toString()}${stderr.toString()}`, { cause: thrown });
    }
  }

  /** A module of the copy, as Vite sees it; what it loads later is found too. */
  readonly load = async <T>(file: string): Promise<T> => {
    this.#server ??= createServer({
      root: this.path,
      configFile: false,
      appType: 'custom',
      logLevel: 'error',
      server: { middlewareMode: true, hmr: false, ws: false },
      optimizeDeps: { noDiscovery: true },
    });
    return (await (await this.#server).ssrLoadModule(`/${file}`)) as T;
  };

  async remove(): Promise<void> {
    await (await this.#server)?.close();
    rmSync(this.path, { recursive: true, force: true });
  }
}
