/** Pictures of the finished notebook: each cell as it opens, each of its sections, and the whole page in light and dark, wide and narrow. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pause } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };
/** Chromium captures no surface higher than 16,384 pixels; longer pages come in parts. */
const PART_HEIGHT = 12_000;
const SETTLE_MS = 20_000;

/**
 * Scrolls through the page so that everything that is drawn when it comes near is drawn, and waits for it.
 * @param {Page} page
 */
export async function drawAll(page) {
  const step = page.viewportSize()?.height ?? WIDE.height;
  for (let top = 0; ; top += step) {
    const height = await page.evaluate((y) => {
      window.scrollTo(0, y);
      return document.documentElement.scrollHeight;
    }, top);
    await pause(60);
    if (top > height) break;
  }
  const end = Date.now() + SETTLE_MS;
  // A page that was busy drawing has seen some figures pass by without noticing: each that is left is gone to.
  while (Date.now() < end) {
    const left = await page.evaluate(() => {
      const next = document.querySelector('[data-drawn="false"]');
      next?.scrollIntoView({ block: 'center', behavior: 'instant' });
      return next !== null;
    });
    if (!left) break;
    await pause(100);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
  await pause(150);
}

/**
 * Bars and notes that stay in place while the page scrolls would lie over what is pictured: hidden while `work` runs.
 * @template T
 * @param {Page} page
 * @param {readonly string[]} positions of those, as CSS names them
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withoutOverlays(page, positions, work) {
  await page.evaluate((wanted) => {
    for (const element of document.querySelectorAll('body *')) {
      if (!(element instanceof HTMLElement) || element.closest('section[data-cell-id]')) continue;
      if (!wanted.includes(getComputedStyle(element).position)) continue;
      element.dataset['hiddenForPicture'] = '';
      element.style.visibility = 'hidden';
    }
  }, positions);
  try {
    return await work();
  } finally {
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('[data-hidden-for-picture]')) {
        if (!(element instanceof HTMLElement)) continue;
        delete element.dataset['hiddenForPicture'];
        element.style.visibility = '';
      }
    });
  }
}

/**
 * @param {Page} page
 * @param {string} folder
 * @returns {Promise<string[]>} names of the files written
 */
export async function takeScreenshots(page, folder) {
  await mkdir(folder, { recursive: true });
  /** @type {string[]} */
  const names = [];
  const before = page.viewportSize();
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    for (const viewport of [WIDE, NARROW]) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await drawAll(page);
      // A window as high as a picture: Chromium would else lay out and paint the whole page anew for each.
      await page.setViewportSize({ width: viewport.width, height: PART_HEIGHT });
      const base = `page-${scheme}-${viewport.width}`;
      names.push(...(await withoutOverlays(page, ['fixed'], () => pagePictures(page, folder, base))));
      if (scheme === 'light' && viewport === WIDE) {
        names.push(...(await withoutOverlays(page, ['fixed', 'sticky'], () => cellPictures(page, folder))));
        names.push(...(await withoutOverlays(page, ['fixed', 'sticky'], () => sectionPictures(page, folder))));
      }
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
  return names;
}

/**
 * The page from top to bottom, in parts as high as the window.
 * @param {Page} page
 * @param {string} folder
 * @param {string} base start of the names
 */
async function pagePictures(page, folder, base) {
  const width = page.viewportSize()?.width ?? WIDE.width;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const parts = Math.ceil(height / PART_HEIGHT);
  /** @type {string[]} */
  const names = [];
  for (let part = 0; part < parts; part += 1) {
    const name = `${base}${parts > 1 ? `-${part + 1}` : ''}.png`;
    const top = part * PART_HEIGHT;
    // The last part cannot be scrolled to the window's top: the picture then begins below it.
    const scrolled = await page.evaluate((y) => {
      window.scrollTo({ top: y, behavior: 'instant' });
      return window.scrollY;
    }, top);
    const clip = { x: 0, y: top - scrolled, width, height: Math.min(PART_HEIGHT, height - top) };
    await page.screenshot({ path: join(folder, name), clip, animations: 'disabled' });
    names.push(name);
  }
  return names;
}

/**
 * @param {Page} page
 * @param {string} folder
 */
async function cellPictures(page, folder) {
  const cells = page.locator('section[data-cell-id]');
  /** @type {string[]} */
  const names = [];
  for (let index = 0; index < (await cells.count()); index += 1) {
    const cell = cells.nth(index);
    const id = ((await cell.getAttribute('data-cell-id')) ?? 'cell').replaceAll(/[^\w-]+/g, '-');
    const name = `cell-${String(index + 1).padStart(2, '0')}-${id}.png`;
    await cell.screenshot({ path: join(folder, name), animations: 'disabled' });
    names.push(name);
  }
  return names;
}

/**
 * Each folded section of each cell, opened; folded again afterwards.
 * @param {Page} page
 * @param {string} folder
 */
async function sectionPictures(page, folder) {
  const cells = page.locator('section[data-cell-id]');
  /** @type {string[]} */
  const names = [];
  for (let index = 0; index < (await cells.count()); index += 1) {
    const cell = cells.nth(index);
    const sections = cell.locator('section[data-section]');
    const id = (await cell.getAttribute('data-cell-id')) ?? 'cell';
    for (let at = 0; at < (await sections.count()); at += 1) {
      const section = sections.nth(at);
      const heading = section.locator('h3 button').first();
      const folded = (await heading.getAttribute('aria-expanded')) === 'false';
      if (folded) await heading.click();
      await settle(section);
      const name = `cell-${String(index + 1).padStart(2, '0')}-${id}--${await section.getAttribute('data-section')}.png`;
      await section.screenshot({ path: join(folder, name), animations: 'disabled' });
      names.push(name);
      if (folded) await heading.click();
    }
  }
  return names;
}

/**
 * Waits until what was opened is drawn.
 * @param {import('playwright-core').Locator} section
 */
async function settle(section) {
  const end = Date.now() + SETTLE_MS;
  await pause(200);
  while (Date.now() < end && (await section.locator('[data-drawn="false"], [aria-busy="true"]').count()) > 0)
    await pause(100);
}
