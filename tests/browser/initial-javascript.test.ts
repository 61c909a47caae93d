/** How much JavaScript stands between a reader and the first answer: measured on the built files, gzip. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { serveSite, type Site } from '../support/site';

/** All of it, of the page and of its workers together. */
const BUDGET = 80_000;
const DIST = join(import.meta.dirname, '../../dist');

const gzipBytes = (path: string): number => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length;

/** Sizes by path, and their sum: what a failure shows. */
function weigh(paths: Iterable<string>): { total: number; parts: Record<string, number> } {
  const parts = Object.fromEntries([...paths].sort().map((path) => [path, gzipBytes(path)]));
  return { total: Object.values(parts).reduce((a, b) => a + b, 0), parts };
}

/** A built module and all that it imports statically. */
function withStaticImports(path: string, reached = new Set<string>()): Set<string> {
  if (reached.has(path)) return reached;
  reached.add(path);
  for (const node of parseAst(readFileSync(join(DIST, path), 'utf8')).body) {
    const source =
      node.type === 'ImportDeclaration' ||
      node.type === 'ExportNamedDeclaration' ||
      node.type === 'ExportAllDeclaration'
        ? node.source
        : null;
    if (source?.value.startsWith('.')) withStaticImports(posix.join(dirname(path), source.value), reached);
  }
  return reached;
}

function built(pattern: RegExp): string {
  const found = readdirSync(join(DIST, 'assets')).filter((name) => pattern.test(name));
  expect(found, `one file like ${pattern}`).toHaveLength(1);
  return `assets/${found[0]}`;
}

describe('the JavaScript before the first cell answers', () => {
  let site: Site;
  let browser: LaunchedBrowser;
  const requests: { path: string; time: number }[] = [];

  beforeAll(async () => {
    site = await serveSite({ onRequest: (path) => requests.push({ path: path.slice(1), time: Date.now() }) });
    browser = await launchBrowser({ serviceWorkers: 'block' });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it(`is at most ${BUDGET} bytes by the static imports of page and workers' file`, () => {
    const html = readFileSync(join(DIST, 'index.html'), 'utf8');
    const entry = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(html)?.[1];
    expect(entry).toBeDefined();
    const reached = withStaticImports(entry!);
    withStaticImports(built(/^worker-main-.*\.js$/), reached);
    const { total, parts } = weigh(reached);
    expect(Object.keys(parts).length).toBeGreaterThan(1);
    expect(total, JSON.stringify(parts, null, 1)).toBeLessThanOrEqual(BUDGET);
  });

  it(`is at most ${BUDGET} bytes with all workers until the data cell is done`, async () => {
    const page = await browser.newPage();
    // A site may carry an example, whose cells have answered long ago: this is about one that computes.
    await page.route('**/example/**', (route) => route.abort());
    await page.goto(site.url);
    const cell = '[data-kind="data"]';
    const answered = page.evaluate(
      (selector) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (document.querySelector(selector)?.getAttribute('data-state') !== 'done') return;
            observer.disconnect();
            resolve(performance.timeOrigin + performance.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { subtree: true, childList: true, attributes: true });
          look();
        }),
      cell,
    );
    await page.locator(cell).getByTestId('run-cell').click();
    const end = await answered;
    const asked = requests.filter(({ path, time }) => path.endsWith('.js') && time <= end).map(({ path }) => path);
    const { total, parts } = weigh(new Set(asked));
    expect(Object.keys(parts).length).toBeGreaterThan(1);
    expect(total, JSON.stringify(parts, null, 1)).toBeLessThanOrEqual(BUDGET);
  });
});
