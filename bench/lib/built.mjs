/** The built page on a free port and a headless browser to open it in. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserFlags, ensureBrowser } from '../../scripts/browser.mjs';
import { ensureBuild } from '../../scripts/build.mjs';
import { ensureData } from '../../scripts/data.mjs';
import { serve } from '../../scripts/serve.mjs';

const ROOT = join(import.meta.dirname, '../../dist');

/** What is missing is installed, fetched and built. @param {(line: string) => void} log */
export async function openBuilt(log) {
  const executablePath = await ensureBrowser(log);
  await ensureData({ log });
  await ensureBuild(log);
  const site = await serve({ root: ROOT });
  const browser = await chromium.launch({
    executablePath,
    args: browserFlags(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  return {
    site,
    browser,
    contender: { id: 'ours', name: 'Lookbook', runtime: `Chromium ${browser.version()}`, present: true },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
