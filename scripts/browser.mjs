/** A Chromium for the tests and the pipeline: the one that is there, or one that is installed. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, runModule } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

/** Where the installers of each system put it. @returns {string[]} */
function knownPaths() {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
      const folder = process.env[name];
      if (!folder) return [];
      return [
        'Chromium\\Application\\chrome.exe',
        'Google\\Chrome\\Application\\chrome.exe',
        'Microsoft\\Edge\\Application\\msedge.exe',
      ].map((rest) => join(folder, rest));
    });
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

/** Playwright's own browser, if it is installed. @returns {Promise<string | undefined>} */
async function playwrightBrowser() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Path of an installed Chromium, Chrome or Edge, or undefined.
 * @returns {Promise<string | undefined>}
 * @throws {Error} if CHROME_PATH names nothing
 */
export async function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH is ${named}, which is not there.`);
    return named;
  }
  return knownPaths().find((path) => existsSync(path)) ?? (await playwrightBrowser());
}

/**
 * The browser, installed if need be: Playwright's download first, else Debian's package as root.
 * @param {(line: string) => void} log
 * @returns {Promise<string>}
 * @throws {Error} with a sentence for people
 */
export async function ensureBrowser(log) {
  const found = await findBrowser();
  if (found) return found;
  log('No Chromium found; asking Playwright for one ...');
  await runModule('playwright-core/cli.js', ['install', 'chromium'], { timeout: 5 * 60_000 });
  const downloaded = await playwrightBrowser();
  // On a bare system the download lacks libraries: it must start, not just be there.
  if (downloaded && (await run(downloaded, ['--version'], { capture: true, timeout: 30_000 })).status === 0)
    return downloaded;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    log('Installing the package chromium ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env, capture: true });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    const installed = knownPaths().find((path) => existsSync(path));
    if (installed) return installed;
  }
  throw new Error(
    'There is no Chromium, Chrome or Edge here and none can be installed. Install one, or name it by CHROME_PATH.',
  );
}

/**
 * Flags for a quiet, offline browser that computes like every other.
 * @param {object} [options]
 * @param {boolean} [options.webgpu] WebGPU on the software adapter SwiftShader
 * @returns {string[]}
 */
export function browserFlags({ webgpu = false } = {}) {
  return [
    '--headless=new',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(webgpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
    // Chromium's sandbox does not work for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}
