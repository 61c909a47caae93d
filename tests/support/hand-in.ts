/** What a finished notebook hands on: the kit, the saved run and the link, and what other people see of them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { BrowserContext, Page } from 'playwright-core';
import { addExample } from '../../scripts/build-demo.mjs';
import { saveDownload } from '../../scripts/pipeline/page.mjs';
import { serve } from '../../scripts/serve.mjs';
import { pipelineFromJson } from '../../src/core/features/json';
import { applyPipeline } from '../../src/core/features/pipeline';
import { accessibilityProblems } from './axe';
import { cellStates, seeFirstFigure } from './page';

const DIST = join(import.meta.dirname, '../../dist');
const PYTHON = '/usr/bin/python3';

export type KitFiles = Readonly<Record<string, Uint8Array>>;

/** axe on the page as it stands, in both colours. */
export async function problemsInBothColours(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await accessibilityProblems(page)).problems);
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** Presses the button of the hand-in kit and unpacks what is downloaded. */
export async function saveKit(page: Page, folder: string): Promise<KitFiles> {
  const path = join(folder, 'kit.zip');
  await saveDownload(page, 'export-kit', path);
  return unzipSync(readFileSync(path));
}

/** The address that "Copy link" makes. */
export async function linkOf(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('copy-link').first().dispatchEvent('click');
  const copy = page.getByTestId('link-copy');
  if (await page.getByLabel('Author, as the report names them').inputValue()) await copy.click();
  await page.getByText('The link is copied').waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What a person sees who opens an address and has nothing stored there. */
async function visit<T>(context: BrowserContext, url: string, look: (page: Page) => Promise<T>): Promise<T> {
  const fresh = await context.browser()!.newContext({ serviceWorkers: 'block' });
  try {
    const page = await fresh.newPage();
    await page.goto(url);
    await page.locator('section[data-cell-id]').first().waitFor();
    return await look(page);
  } finally {
    await fresh.close();
  }
}

export interface SeenExample {
  readonly banner: string;
  readonly bytes: number;
  readonly states: Record<string, string>;
  readonly findings: readonly string[];
  readonly drawn: number;
  readonly alerts: readonly string[];
  readonly problems: readonly string[];
  /** After "Make it mine". */
  readonly own: Record<string, string>;
}

/** Saves the run, hosts it as the example of a site, and looks at that as a stranger does. */
export async function seeExample(page: Page, folder: string): Promise<SeenExample> {
  const root = join(folder, 'site');
  mkdirSync(root, { recursive: true });
  cpSync(DIST, root, { recursive: true, filter: (path) => path !== join(DIST, 'data') });
  const bytes = await addExample(root, (path) => saveDownload(page, 'save-run', path));
  const site = await serve({ root });
  try {
    return await visit(page.context(), `${site.url}?backend=wasm`, async (stranger) => {
      const banner = stranger.getByTestId('shown-banner');
      await banner.waitFor({ timeout: 30_000 });
      await stranger.getByTestId('finding').last().waitFor();
      await seeFirstFigure(stranger, 'explore');
      const seen = {
        bytes,
        banner: (await banner.locator('p').textContent()) ?? '',
        states: await cellStates(stranger),
        findings: await stranger.getByTestId('finding').allTextContents(),
        drawn: await stranger.locator('.js-plotly-plot').count(),
        alerts: await stranger.locator('section[data-cell-id] [role="alert"]').allTextContents(),
        problems: await problemsInBothColours(stranger),
      };
      await stranger.getByTestId('take-shown').click();
      await banner.waitFor({ state: 'detached' });
      return { ...seen, own: await cellStates(stranger) };
    });
  } finally {
    await site.close();
  }
}

/** Title and cells that a link shows to who has nothing stored. */
export function seeLink(page: Page, link: string): Promise<{ said: string; cells: string[] }> {
  return visit(page.context(), link, async (stranger) => {
    const said = stranger.getByText('Opened from the link.');
    await said.or(stranger.getByText('the very notebook')).first().waitFor();
    const text = (await said.count()) > 0 ? 'opened' : 'the same';
    return { said: text, cells: Object.keys(await cellStates(stranger)) };
  });
}

/** Whether the generated Python can be run here. */
export const hasNumpy = spawnSync(PYTHON, ['-c', 'import numpy']).status === 0;

/**
 * Runs the kit's pipeline.py on images, and its pipeline.json through our own code.
 * @param images count x 784, 0-255
 * @returns the greatest difference, relative to values above 1
 */
export function pipelineDifference(kit: KitFiles, images: Uint8Array, count: number, folder: string): number {
  const paths = ['pipeline.py', 'images.idx', 'features.npy'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const header = Buffer.alloc(16);
  [2051, count, 28, 28].forEach((value, index) => header.writeUInt32BE(value, index * 4));
  writeFileSync(paths[0], kit['pipeline.py']!);
  writeFileSync(paths[1], Buffer.concat([header, images]));
  execFileSync(PYTHON, paths);
  const npy = readFileSync(paths[2]);
  const theirs = new Float32Array(Uint8Array.from(npy.subarray(10 + npy.readUInt16LE(8))).buffer);
  const fitted = pipelineFromJson(JSON.parse(new TextDecoder().decode(kit['pipeline.json'])));
  const ours = applyPipeline(fitted, images, count).data;
  if (ours.length !== theirs.length) throw new Error(`${theirs.length} values from NumPy, ${ours.length} of ours`);
  return ours.reduce(
    (worst, value, index) => Math.max(worst, Math.abs(value - theirs[index]!) / Math.max(1, Math.abs(value))),
    0,
  );
}
