/** The Chromium of the browser, end-to-end and long tests. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '../../scripts/browser.mjs';

export interface LaunchOptions {
  /** WebGPU on the software adapter SwiftShader. */
  readonly webgpu?: boolean;
  /** A profile that outlives the browser; without one, nothing is kept. */
  readonly userDataDir?: string;
  /** `block` leaves the service worker out, for tests that watch the network. */
  readonly serviceWorkers?: 'allow' | 'block';
}

export interface LaunchedBrowser {
  readonly context: BrowserContext;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

/** Path of the browser. @throws Error if there is none: `npm test` installs one. */
export async function browserPath(): Promise<string> {
  const path = await findBrowser();
  if (path === undefined)
    throw new Error('There is no Chromium here; `npm test` installs one, or name it by CHROME_PATH.');
  return path;
}

/** Flags for a quiet browser that stays off the network; see scripts/browser.mjs. */
export function browserArguments(options: { readonly webgpu?: boolean } = {}): string[] {
  return browserFlags(options);
}

export async function launchBrowser(launch: LaunchOptions = {}): Promise<LaunchedBrowser> {
  const { webgpu = false, userDataDir, serviceWorkers = 'allow' } = launch;
  const options = { executablePath: await browserPath(), args: browserFlags({ webgpu }), chromiumSandbox: !isRoot() };
  if (userDataDir !== undefined) {
    const context = await chromium.launchPersistentContext(userDataDir, { ...options, serviceWorkers });
    return { context, newPage: () => context.newPage(), close: () => context.close() };
  }
  const browser: Browser = await chromium.launch(options);
  const context = await browser.newContext({ serviceWorkers });
  return { context, newPage: () => context.newPage(), close: () => browser.close() };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
