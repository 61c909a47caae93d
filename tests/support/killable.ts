/** A Chromium of our own with a profile that outlives it, so that a test can kill the browser process and start it again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserArguments, browserPath } from './browser';

export class KillableBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'lookbook-profile-'));
  #process: ChildProcess | undefined;
  #browser: Browser | undefined;

  /** Starts the browser on the same profile as before and opens the address. */
  async open(url: string): Promise<Page> {
    if (!this.#browser) await this.#launch();
    const context = this.#browser!.contexts()[0]!;
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /** SIGKILL to the browser process: no unload handler, no flush. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#process!.once('exit', resolve));
    this.#process!.kill('SIGKILL');
    await ended;
    await this.#browser?.close().catch(() => undefined);
    this.#browser = undefined;
    this.#process = undefined;
  }

  async close(): Promise<void> {
    if (this.#process) await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #launch(): Promise<void> {
    const port = join(this.#profile, 'DevToolsActivePort');
    rmSync(port, { force: true });
    const path = await browserPath();
    const flags = [
      ...browserArguments(),
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${this.#profile}`,
    ];
    this.#process = spawn(path, [...flags, 'about:blank'], { stdio: 'ignore' });
    const deadline = Date.now() + 30_000;
    for (;;) {
      try {
        const [number] = readFileSync(port, 'utf8').split('\n');
        this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${number}`);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
