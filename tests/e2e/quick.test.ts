/** One real Quick run through the built page on the real data; every test here reads what it left behind. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPipeline } from '../../scripts/pipeline/run.mjs';
import { MOST_WORDS } from '../../src/cells/highlights';
import type { ResultsSummary } from '../../src/report/results';
import { accessibilityProblems } from '../support/axe';
import { launchBrowser } from '../support/browser';
import * as handIn from '../support/hand-in';
import { blobs } from '../unit/features/images';
import { cellStates, openEverySection, seeFirstFigure, waitForState, waitUntilSettled } from '../support/page';
import { PageTrace, type LongTask } from '../support/trace';
import { MOST_FINDINGS, wordProblems } from '../support/words';

/** How large the notebook is as it opens. */
interface Opened {
  readonly screens: number;
  readonly nodes: number;
  /** Screens of each cell. */
  readonly cells: Readonly<Record<string, number>>;
  /** Figures in folded sections: none should be. */
  readonly drawn: number;
  readonly sections: number;
}
interface Folded {
  readonly byLink: boolean;
  readonly remembered: boolean;
  readonly byKeyboard: boolean;
  readonly searchable: readonly [hidden: string | null, text: string];
  readonly bySearch: boolean;
}

/** The cells of the default notebook, by id. */
const CELLS = [
  'data',
  'alerts',
  'explore',
  'similar',
  'labels',
  'map',
  'features',
  'explain',
  'features-2',
  'search',
  'tune',
  'track',
  'monitor',
  'report',
] as const;
const ALL_DONE = Object.fromEntries(CELLS.map((id) => [id, 'done']));

const out = mkdtempSync(join(tmpdir(), 'lookbook-quick-'));
const seen: {
  tasks: LongTask[];
  staleAfterPreset: string[];
  cancelMs: number;
  statesAfterCancel: Record<string, string>;
  offline: { states: Record<string, string>; findings: string[]; drawn: number };
  summary: { height: number; text: string; pictures: number };
  opened?: Readonly<Record<'wide' | 'narrow', Opened>>;
  folded?: Folded;
} = {
  tasks: [],
  staleAfterPreset: [],
  cancelMs: Infinity,
  statesAfterCancel: {},
  offline: { states: {}, findings: [], drawn: 0 },
  summary: { height: Infinity, text: '', pictures: 0 },
};
/** What the finished notebook hands on. */
let handedOn: {
  problems: readonly string[];
  kit: handIn.KitFiles;
  example: handIn.SeenExample;
  link: string;
  linked: Awaited<ReturnType<typeof handIn.seeLink>>;
};
let outcome: Awaited<ReturnType<typeof runPipeline>>;
let traced: Promise<void>;

/** Traces from now until Run all has ended. */
async function traceTheRun(page: Page): Promise<void> {
  const trace = await PageTrace.start(page);
  traced = (async () => {
    await page.waitForSelector('[data-state="running"]', { state: 'attached', timeout: 60_000 });
    await waitUntilSettled(page);
    seen.tasks = await trace.stop();
  })();
  traced.catch(() => undefined);
}

async function lookAtSummary(page: Page): Promise<void> {
  const summary = page.getByTestId('summary');
  seen.summary = {
    height: (await summary.boundingBox())!.height,
    text: (await summary.innerText()).replaceAll(/\s+/g, ' '),
    pictures: await summary.locator('figure svg, figure canvas').count(),
  };
}

/** Scrolls through the finished notebook as it opens, so that all that comes when it is near is there, and measures it. */
async function measureAt(page: Page, width: number, height: number): Promise<Opened> {
  await page.setViewportSize({ width, height });
  for (let top = 0; top < (await page.evaluate(() => document.documentElement.scrollHeight)); top += height) {
    await page.evaluate((y) => scrollTo({ top: y, behavior: 'instant' }), top);
    await page.waitForTimeout(150);
  }
  return page.evaluate((viewport) => {
    const screens = (element: Element): number => element.getBoundingClientRect().height / viewport;
    return {
      screens: screens(document.documentElement),
      nodes: document.querySelectorAll('*').length,
      cells: Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>('[data-cell-id]')].map((cell) => [
          cell.dataset['cellId'] ?? '',
          screens(cell),
        ]),
      ),
      drawn: document.querySelectorAll('[data-section] .js-plotly-plot').length,
      sections: document.querySelectorAll('[data-section]').length,
    };
  }, height);
}

/** What folds: by link, by the keyboard, by what a search in the page finds, and over a reload. */
async function fold(page: Page): Promise<Folded> {
  const section = (id: string) => page.locator(`[data-section="${id}"]`);
  const isOpen = async (cell: string, id: string): Promise<boolean> =>
    (await page
      .locator(`[data-cell-id="${cell}"]`)
      .locator(section(id))
      .locator('h3 button')
      .getAttribute('aria-expanded')) === 'true';
  await page.evaluate(() => (location.hash = '#explore/correlations'));
  await page.locator('[data-cell-id="explore"] [data-section="correlations"] .js-plotly-plot').first().waitFor();
  const byLink = await isOpen('explore', 'correlations');
  await page.reload();
  await page.locator('[data-cell-id="explore"] [data-section="correlations"] .js-plotly-plot').first().waitFor();
  const remembered = await isOpen('explore', 'correlations');
  await page.evaluate(() => history.replaceState(null, '', location.pathname + location.search));
  await page.locator('[data-cell-id="search"] [data-section="families"] h3 button').focus();
  await page.keyboard.press('Enter');
  const byKeyboard = await isOpen('search', 'families');
  const found = page.locator('[data-cell-id="track"] [data-section="registry"] > .body');
  const searchable = [await found.getAttribute('hidden'), (await found.textContent())?.trim() ?? ''] as const;
  await found.dispatchEvent('beforematch');
  const bySearch = await isOpen('track', 'registry');
  await openEverySection(page);
  await page.keyboard.press('Shift+O');
  await page.waitForFunction(() => document.querySelector('[data-section] [aria-expanded="true"]') === null);
  return { byLink, remembered, byKeyboard, searchable, bySearch };
}

async function goOffline(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.reload();
  await waitForState(page, 'report', 'done', 30_000);
  await seeFirstFigure(page, 'explore');
  seen.offline = {
    states: await cellStates(page),
    findings: await page.getByTestId('finding').allTextContents(),
    drawn: await page.locator('.js-plotly-plot').count(),
  };
  await page.context().setOffline(false);
}

async function changeThePreset(page: Page): Promise<void> {
  await page.getByTestId('preset').first().selectOption('standard');
  await page.waitForSelector('[data-stale="true"]', { state: 'attached' });
  seen.staleAfterPreset = await page.$$eval('[data-stale="true"]', (cells) =>
    cells.map((cell) => cell.getAttribute('data-cell-id') ?? ''),
  );
}

async function cancelTraining(page: Page): Promise<void> {
  // Only this cell: the exploratory ones, which Standard does in full, are no part of this.
  await page.locator('[data-cell-id="explain"]').getByTestId('run-cell').click();
  await waitForState(page, 'explain', 'running', 240_000);
  await page.waitForFunction(() => /epoch/.test(document.querySelector('[data-kind="explain"]')?.textContent ?? ''));
  const asked = Date.now();
  await page.getByTestId('cancel-all').first().click();
  await waitForState(page, 'explain', 'cancelled', 10_000);
  seen.cancelMs = Date.now() - asked;
  await waitUntilSettled(page, 10_000);
  seen.statesAfterCancel = await cellStates(page);
}

beforeAll(async () => {
  outcome = await runPipeline({
    out,
    backend: 'wasm',
    log: () => undefined,
    onPage: traceTheRun,
    onDone: async (page) => {
      await traced;
      await lookAtSummary(page);
      const narrow = await measureAt(page, 360, 740);
      seen.opened = { wide: await measureAt(page, 1280, 800), narrow };
      seen.folded = await fold(page);
      const link = await handIn.linkOf(page);
      handedOn = {
        problems: await handIn.problemsInBothColours(page),
        kit: await handIn.saveKit(page, out),
        example: await handIn.seeExample(page, out),
        link,
        linked: await handIn.seeLink(page, link),
      };
      await goOffline(page);
      await changeThePreset(page);
      await cancelTraining(page);
    },
  });
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

interface Score {
  readonly accuracy: number;
  readonly interval: readonly [number, number];
}
interface CellOfResults {
  readonly kind: string;
  readonly status: string;
  readonly summary: Record<string, never>;
}
const summaryOf = (kind: string): Record<string, unknown> =>
  (outcome.results.cells as CellOfResults[]).find((cell) => cell.kind === kind)!.summary;

describe('Quick, through the page', () => {
  it('ends with every cell done, without an error on the console', () => {
    expect(outcome.failures).toEqual([]);
    expect(outcome.problems).toEqual([]);
  });

  it('works on the real set: all 70,000 images, verified', () => {
    expect(summaryOf('data')).toMatchObject({ synthetic: false, counts: { train: 60_000, test: 10_000 } });
    const images = summaryOf('data')['splits'] as Record<string, { count: number }>;
    expect(Object.values(images).map(({ count }) => count)).toEqual([40_000, 5_000, 5_000, 10_000, 10_000]);
  });

  it('trains a CNN on at least 12,000 images to at least 0.82 on validation, stated with its interval', () => {
    const run = summaryOf('explain')['train'] as { validation: Score; imagesTrained: number };
    const { accuracy, interval } = run.validation;
    const [low, high] = interval;
    expect(accuracy).toBeGreaterThanOrEqual(0.82);
    expect(low).toBeLessThan(accuracy);
    expect(high).toBeGreaterThan(accuracy);
    expect(run.imagesTrained).toBeGreaterThanOrEqual(12_000);
    // The published two-convolution networks reach .876 to .934; from .97 on something has leaked.
    expect(accuracy).toBeLessThan(0.97);
  });

  it('chooses a model that names at least 0.86 of the sealed test images, and records that it looked', () => {
    const test = summaryOf('tune')['test'] as { accuracy: number; ci95: readonly [number, number]; logLoss: number };
    expect(test.accuracy).toBeGreaterThanOrEqual(0.86);
    expect(test.accuracy).toBeLessThan(0.97);
    expect(test.ci95[0]).toBeLessThan(test.accuracy);
    expect(test.ci95[1]).toBeGreaterThan(test.accuracy);
    expect(test.logLoss).toBeGreaterThan(0);
    expect(summaryOf('track')['testOpenings']).toBe(1);
  });

  it('sums itself up on one screen: every part done, short findings, key figures with intervals', () => {
    const { lead, figures, findings, missions } = outcome.results.summary as ResultsSummary;
    expect(lead).toHaveLength(2);
    expect(lead.join(' ')).toMatch(/70,000 images .* accuracy on 10,000 test images \(95 % CI/);
    expect(missions.map(({ id, state }) => `${id} ${state}`)).toEqual(['M1 done', 'M2 done', 'M3 done', 'M4 done']);
    expect(findings.map(({ mission }) => mission)).toEqual(['M1', 'M1', 'M2', 'M2', 'M3', 'M3', 'M4', 'M4']);
    for (const { sentence } of findings) {
      expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(MOST_WORDS);
      expect(sentence).toMatch(/\d/);
      expect(sentence).not.toMatch(/undefined|NaN|null/);
    }
    expect(figures[0]).toMatchObject({ label: 'Test accuracy', cellId: 'tune' });
    expect(figures).toHaveLength(4);
    for (const { interval } of figures) expect(interval).toMatch(/95 % CI|no interval/);
    expect(seen.summary.height).toBeLessThanOrEqual(720);
    expect(seen.summary.text).toContain(findings[0]!.sentence);
    expect(seen.summary.pictures).toBe(4);
  });

  it('can be read: 18 screens as it opens, no cell above 1.6, and what is folded is not drawn', () => {
    const { wide, narrow } = seen.opened!;
    expect(wide.screens, JSON.stringify(wide.cells)).toBeLessThanOrEqual(18);
    expect(Math.max(...Object.values(wide.cells)), JSON.stringify(wide.cells)).toBeLessThanOrEqual(1.6);
    expect(wide.nodes).toBeLessThanOrEqual(6000);
    expect(narrow.screens, JSON.stringify(narrow.cells)).toBeLessThanOrEqual(40);
    expect(wide.sections).toBeGreaterThan(40);
    expect(wide.drawn).toBe(0);
  });

  it('opens its sections by link, by keyboard and by what is searched for, and remembers them', () => {
    const { searchable, ...opened } = seen.folded!;
    expect(opened).toEqual({ byLink: true, remembered: true, byKeyboard: true, bySearch: true });
    const [hidden, text] = searchable;
    expect(hidden).toBe('until-found');
    expect(text).toContain('Registry');
  });

  it('asks no other origin for anything', () => {
    expect(outcome.foreignRequests).toEqual([]);
  });

  it('keeps the page free: no task of its thread uses more than 200 ms of CPU time', () => {
    expect(seen.tasks.length).toBeGreaterThan(100);
    const long = seen.tasks.filter((task) => task.cpuMs > 200 && !task.scripts.some((script) => /plotly/.test(script)));
    expect(long).toEqual([]);
  });

  it('has everything after a reload without network', () => {
    expect(seen.offline.states).toEqual(ALL_DONE);
    expect(seen.offline.findings.join(' ')).toContain('70,000 images');
    expect(seen.offline.drawn).toBeGreaterThan(0);
  });

  it('marks exactly the cells whose budget a preset changes, and those that show them', () => {
    // Data and Explore have no budget; Track has none either, but shows the runs of cells that have.
    expect(seen.staleAfterPreset).toEqual(CELLS.filter((id) => !['data', 'explore'].includes(id)));
  });

  it('cancels a training within a second and keeps all other results', () => {
    expect(seen.cancelMs).toBeLessThan(1000);
    expect(seen.statesAfterCancel).toMatchObject({ data: 'done', explore: 'done', explain: 'cancelled' });
  });
});

describe('what the pipeline leaves behind', () => {
  it('is a results.json that fits its schema', () => {
    const schema = JSON.parse(readFileSync(join(out, 'results.schema.json'), 'utf8')) as object;
    const results: unknown = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
  });

  it('carries every alert with its count, and lists the images behind it by their place in the official files', () => {
    const { alerts } = outcome.results as {
      alerts: { count: number; images: { count: number; ids: number[] } | null }[];
    };
    expect(alerts.length).toBeGreaterThan(0);
    const listed = alerts.flatMap(({ images }) => (images ? [images] : []));
    expect(listed.length).toBeGreaterThan(0);
    for (const { count, ids } of listed) {
      expect(ids).toHaveLength(Math.min(count, 1000));
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      expect(ids.at(-1)).toBeLessThan(70_000);
    }
  });

  it('is a report below 5 MB that opens from disk, without script or request, with its figures', async () => {
    const path = join(out, 'report.html');
    expect(statSync(path).size).toBeLessThan(5_000_000);
    const browser = await launchBrowser();
    try {
      const context = await browser.context.browser()!.newContext({ javaScriptEnabled: false, offline: true });
      const page = await context.newPage();
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(path).href);
      expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
      expect(requests.filter((url) => url.startsWith('file:'))).toHaveLength(1);
      expect(await page.locator('figure svg').count()).toBeGreaterThan(8);
      // Every image is a part of one picture.
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('.px').count()).toBeGreaterThan(200);
      const pictures = new Set(
        await page.locator('.px').evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundImage)),
      );
      expect(pictures.size).toBe(1);
      // Every word of the report, by the rules of docs/words.md.
      const textsOf = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();
      const headlines = await textsOf('main .finding');
      expect(headlines).toHaveLength(CELLS.length - 1);
      expect(wordProblems(headlines, 'headline')).toEqual([]);
      const sentences = await textsOf('.summary .finding, .findings li, figcaption, .caption, .alerts li, .summary li');
      expect(sentences.length).toBeGreaterThan(100);
      expect(wordProblems(sentences, 'sentence')).toEqual([]);
      for (const list of await page.locator('.findings').all()) {
        expect(await list.locator('li').count()).toBeLessThan(MOST_FINDINGS);
      }
      // The summary fills the first screen, and the body ends after twelve.
      await page.setViewportSize({ width: 1280, height: 800 });
      const summary = (await page.locator('#summary').boundingBox())!;
      expect(summary.height).toBeLessThanOrEqual(800);
      expect((await page.locator('#appendix').boundingBox())!.y).toBeLessThanOrEqual(12 * 800);
      const text = (await page.textContent('body')) ?? '';
      expect(text).toContain('70,000 images');
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    } finally {
      await browser.close();
    }
  });

  it('is a notebook.json and a picture of every cell, wide and narrow, light and dark', () => {
    const names = outcome.files.map(({ name }: { name: string }) => name).join(' ');
    expect(names).toContain('notebook.json');
    for (const kind of Object.keys(ALL_DONE)) expect(names).toContain(kind);
    for (const view of ['light', 'dark', '360', '1280']) expect(names).toContain(view);
  });
});

describe('what the notebook hands on', () => {
  const names = (): string[] => Object.keys(handedOn.kit);
  const text = (name: string): string => new TextDecoder().decode(handedOn.kit[name]);

  it('is a kit with report, requirements, figures, logs, tables, pipeline and predictions', () => {
    for (const name of [
      'read-me.txt',
      'report.html',
      'requirements.html',
      'results.json',
      'notebook.json',
      'runs.csv',
      'trials.log',
      'trials.csv',
      'drift.csv',
      'pipeline.json',
      'pipeline.py',
      'predictions.csv',
    ])
      expect(names()).toContain(name);
    expect(names().filter((name) => /^figures\/.*\.png$/.test(name)).length).toBeGreaterThan(20);
    expect(names().filter((name) => /^figures\/.*-key\.png$/.test(name)).length).toBeGreaterThan(7);
    expect(names().filter((name) => /not-(made|drawn)\.txt$/.test(name))).toEqual([]);
    expect(text('predictions.csv').trim().split('\r\n')).toHaveLength(10_001);
  });

  it('says where each line of the mission is met, and every such link leads somewhere', () => {
    const [page, report] = [text('requirements.html'), text('report.html')];
    for (const mission of ['M1', 'M2', 'M3', 'M4']) expect(page).toContain(`<h2>${mission} `);
    expect(page).toMatch(/(All|\d+ of) \d+ lines are carried out in the report/);
    const anchors = [...page.matchAll(/href="report\.html#([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(anchors.length).toBeGreaterThan(40);
    for (const anchor of anchors) expect(report).toContain(`id="${anchor}"`);
  });

  it('has a pipeline.py that gives with NumPy what the notebook computed with', () => {
    const images = blobs(300);
    if (handIn.hasNumpy) expect(handIn.pipelineDifference(handedOn.kit, images, 300, out)).toBeLessThan(1e-6);
    else expect(text('pipeline.py')).toContain('import numpy as np');
  });

  it('is a run that a site shows as its example, marked, with findings and figures, until it is taken', () => {
    const { banner, bytes, states, findings, drawn, alerts, own } = handedOn.example;
    expect(banner).toMatch(/^Example: computed on \d+ \w+ \d{4} with .+; run it yourself\.$/);
    expect(bytes).toBeLessThan(15e6);
    expect(states).toEqual(ALL_DONE);
    expect(findings).toHaveLength(CELLS.length);
    expect(drawn).toBeGreaterThan(0);
    expect(alerts).toEqual([]);
    expect(own).toEqual(Object.fromEntries(CELLS.map((id) => [id, 'idle'])));
  });

  it('is a link that shows the same cells to who has nothing stored', () => {
    expect(handedOn.link).toMatch(/#n=[\w-]+$/);
    expect(handedOn.link.length).toBeLessThan(2000);
    expect(handedOn.linked.cells).toEqual([...CELLS]);
  });

  it('has nothing in which axe sees a serious obstacle: the page with all results, the example, the report', async () => {
    expect(handedOn.problems).toEqual([]);
    expect(handedOn.example.problems).toEqual([]);
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setContent(text('report.html'));
        const { problems, checked } = await accessibilityProblems(page);
        expect(problems).toEqual([]);
        expect(checked).toBeGreaterThan(10);
      }
    } finally {
      await browser.close();
    }
  });
});
