/** Notes on the built page: what the sanitiser lets through, and live values completed by keyboard. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMAT } from '../../src/notebook/types';
import { accessibilityProblems } from '../support/axe';
import { launchBrowser, type LaunchedBrowser } from '../support/browser';
import { importNotebook, waitForState } from '../support/page';
import { serveSite, type Site } from '../support/site';

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';
const HOSTILE = [
  'Words of {{data.images}}',
  '',
  `<img alt="kept" src="${PIXEL}" srcset="https://elsewhere.invalid/a.png 2x" sizes="1px">`,
  '<img src="data:image/svg+xml;base64,PHN2Zy8+"> <img src="https://elsewhere.invalid/b.png">',
  '<table background="https://elsewhere.invalid/c.png"><tr><td background="https://elsewhere.invalid/d.png">cell</td></tr></table>',
  '<video><track src="https://elsewhere.invalid/e.vtt"></video> <audio src="https://elsewhere.invalid/f"></audio>',
  '<svg><image href="https://elsewhere.invalid/g.png"/></svg> <object data="https://elsewhere.invalid/h"></object>',
  '<p style="background: url(https://elsewhere.invalid/i)">styled</p> <input type="image" src="https://elsewhere.invalid/j">',
  '<a href="javascript:alert(1)">script</a> <a href="https://example.org/">link</a>',
].join('\n');

let site: Site;
let browser: LaunchedBrowser;
let page: Page;
const elsewhere: string[] = [];

beforeAll(async () => {
  site = await serveSite();
  browser = await launchBrowser({ serviceWorkers: 'block' });
  page = await browser.newPage();
  page.on('request', (request) => {
    if (request.url().includes('elsewhere.invalid')) elsewhere.push(request.url());
  });
  await page.goto(`${site.url}?backend=wasm`);
  await page.locator('section[data-cell-id]').first().waitFor();
  await importNotebook(page, {
    format: FORMAT,
    id: 'main',
    title: 'Notes',
    author: '',
    preset: 'quick',
    rootSeed: 1,
    cells: [{ id: 'data', kind: 'data', params: { source: 'synthetic' }, inputs: {}, note: HOSTILE }],
  });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const note = () => page.getByRole('complementary', { name: 'Note' });

describe('a note', () => {
  it('loads nothing from elsewhere: neither srcset, background and track nor drawings survive, pixels in the text do', async () => {
    await note().getByText('styled').waitFor();
    const kept = await note().evaluate((element) =>
      [...element.querySelectorAll('*')].flatMap((each) =>
        [...each.attributes].map(({ name, value }) => `${each.tagName} ${name} ${value.slice(0, 24)}`),
      ),
    );
    expect(kept.filter((attribute) => !attribute.startsWith('DIV class'))).toEqual([
      'IMG alt kept',
      'IMG src data:image/png;base64,iV',
      'A href https://example.org/',
      'A target _blank',
      'A rel noopener noreferrer',
    ]);
    expect(elsewhere).toEqual([]);
  });

  it('completes a live value by keyboard, in its own format; Escape closes the offer alone', async () => {
    await page.getByTestId('run-all').click();
    await waitForState(page, 'data', 'done');
    await note().getByText('Words of 14,000').waitFor();
    await page.getByRole('button', { name: 'Edit the note on Data' }).click();
    const area = page.locator('#note-data');
    const offers = page.locator('[role="listbox"] [role="option"]');
    await area.fill('In all ');
    await area.press('End');
    await area.pressSequentially('{{data.im');
    await page.getByRole('option', { name: 'data.images' }).waitFor();
    await area.press('Enter');
    expect(await area.inputValue()).toBe('In all {{data.images}}');
    await note().getByText('In all 14,000').waitFor();
    await area.pressSequentially(' {{');
    await offers.first().waitFor();
    await area.press('Escape');
    expect(await offers.count()).toBe(0);
    expect(await area.isVisible()).toBe(true);
  });

  it('finds values by search, and puts the chosen one where the caret stands', async () => {
    const area = page.locator('#note-data');
    await area.fill('');
    await page.getByText('Values to quote').click();
    await page.getByRole('searchbox', { name: 'Search the values' }).fill('test file');
    await page.getByTitle('Put it into the note').first().click();
    expect(await area.inputValue()).toBe('{{data.testImages}}');
    expect((await accessibilityProblems(page)).problems).toEqual([]);
    await page.getByTestId('end-note').click();
    expect(await area.count()).toBe(0);
    const again = page.getByRole('button', { name: 'Edit the note on Data' });
    expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
    await note().getByText('2,000').waitFor();
  });
});

it('refuses settings of the address that cannot be used, in a sentence', async () => {
  const other = await browser.newPage();
  await other.goto(`${site.url}?workers=999999&silenceMs=0&faults=[null]`);
  const said = other.getByText('The address asks for what cannot be used').first();
  await said.waitFor();
  expect(await said.innerText()).toMatch(
    /workers is "999999", but must be .*silenceMs is "0", but .*faults is "\[null\]"/,
  );
  await other.close();
});
