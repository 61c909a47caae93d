/**
 * The race's engine in a worker of headless Chromium, under the page's own content security policy:
 * `node chromium.mjs FOLDER KIND`, see engine.ts (WebGPU: on the software adapter), with the folder that lib/bundle.mjs built.
 */
import { chromium } from 'playwright-core';
import { browserFlags, findBrowser } from '../../scripts/browser.mjs';
import { serve as serveFolder } from '../../scripts/serve.mjs';
import { serve } from './serve.mjs';

const [folder = '', kind = 'ours'] = process.argv.slice(2);
const executablePath = await findBrowser();
if (!executablePath) throw new Error('There is no Chromium, Chrome or Edge here.');
const server = await serveFolder({ root: folder });
const browser = await chromium.launch({
  executablePath,
  args: browserFlags({ webgpu: kind.startsWith('webgpu') }),
  chromiumSandbox: process.getuid?.() !== 0,
});
process.once('SIGTERM', () => void browser.close().finally(() => process.exit()));
const page = await browser.newPage();
await page.goto(server.url);
/** @param {object} request */
const ask = async (request) => {
  const answer = await page.evaluate(
    (message) =>
      /** @type {{ ask(message: object): Promise<import('./page/main').Answer> }} */ (
        /** @type {unknown} */ (globalThis)
      ).ask(message),
    request,
  );
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
};
const { version } = await ask({ kind });
await serve(`${version}, Chromium ${browser.version()}`, async (request) => (await ask(request)).seconds ?? Number.NaN);
await browser.close();
await server.close();
