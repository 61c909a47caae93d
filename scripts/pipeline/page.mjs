/** What the pipeline reads from the page and does to it, by the marks that the page makes for tests. */

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ id: string, kind: string, state: string, stale: boolean, finding: string, error: string }} CellView */
/** @typedef {{ status: string, cells: CellView[] }} PageView */

const POLL_MS = 400;
/** Nothing queued or running for so many looks in a row: the run has ended. */
const QUIET_LOOKS = 3;

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {Page} page
 * @returns {Promise<PageView>}
 */
export function look(page) {
  return page.evaluate(() => {
    /** @param {Element} root @param {string} id */
    const text = (root, id) =>
      root.querySelector(`[data-testid="${id}"]`)?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
    return {
      status: text(document.body, 'status-line'),
      cells: [...document.querySelectorAll('section[data-cell-id]')].map((cell) => ({
        id: cell.getAttribute('data-cell-id') ?? '',
        kind: cell.getAttribute('data-kind') ?? '',
        state: cell.getAttribute('data-state') ?? '',
        stale: cell.getAttribute('data-stale') === 'true',
        finding: text(cell, 'finding'),
        error: text(cell, 'cell-error'),
      })),
    };
  });
}

/** @param {CellView} cell */
const isBusy = ({ state }) => state === 'queued' || state === 'running';
/** @param {CellView} cell */
export const isBad = ({ state }) => state !== 'done';

/**
 * Waits until no cell is queued or running any more.
 * @param {Page} page
 * @param {{ timeoutMs: number, onLook: (view: PageView) => void, startMs?: number }} options
 * @returns {Promise<PageView>}
 * @throws {Error} if nothing starts within `startMs` or the run takes longer than `timeoutMs`
 */
export async function waitForEnd(page, { timeoutMs, onLook, startMs = 60_000 }) {
  const began = Date.now();
  let started = false;
  let quiet = 0;
  for (;;) {
    const view = await look(page);
    onLook(view);
    const busy = view.cells.some(isBusy);
    started ||= busy;
    const settled =
      view.cells.length > 0 && !busy && (started || view.cells.every((cell) => !isBad(cell) && !cell.stale));
    quiet = settled ? quiet + 1 : 0;
    if (quiet >= QUIET_LOOKS) return view;
    const waited = Date.now() - began;
    if (!started && !settled && waited > startMs) throw new Error('No cell started to run after Run all was pressed.');
    if (waited > timeoutMs) {
      const open = view.cells.filter(isBusy).map(({ id }) => id);
      throw new Error(
        `Not done after ${Math.round(timeoutMs / 60_000)} minutes; still at work: ${open.join(', ')}. ${view.status}`,
      );
    }
    await pause(POLL_MS);
  }
}

/**
 * Presses a button of the page and saves what it downloads.
 * @param {Page} page
 * @param {string} testId
 * @param {string} path
 */
export async function saveDownload(page, testId, path) {
  const button = page.getByTestId(testId).first();
  await button.waitFor({ state: 'attached', timeout: 10_000 });
  const download = page.waitForEvent('download', { timeout: 300_000 });
  // It may stand in a closed menu, where it cannot be clicked with a pointer.
  const [saved] = await Promise.all([download, button.dispatchEvent('click')]);
  await saved.saveAs(path);
}

/** Shows the run in the terminal: one line rewritten on a terminal, changes of state elsewhere. */
export class Ticker {
  /** @type {Map<string, string>} */
  #states = new Map();
  #line = '';
  #lastPlain = 0;

  /** @param {(line: string) => void} log @param {NodeJS.WriteStream} [stream] */
  constructor(log, stream) {
    this.log = log;
    this.stream = stream?.isTTY ? stream : undefined;
  }

  /** @param {PageView} view */
  show(view) {
    for (const { id, state, finding, error } of view.cells) {
      const before = this.#states.get(id);
      if (before === state) continue;
      this.#states.set(id, state);
      if (before === undefined && state === 'idle') continue;
      this.clear();
      const said = state === 'failed' ? error : state === 'done' ? finding : '';
      this.log(`${id.padEnd(12)} ${state}${said ? `: ${said}` : ''}`);
    }
    if (view.status === this.#line) return;
    this.#line = view.status;
    if (this.stream) {
      this.clear();
      this.stream.write(view.status.slice(0, (this.stream.columns ?? 80) - 1));
    } else if (Date.now() - this.#lastPlain > 10_000) {
      this.#lastPlain = Date.now();
      this.log(`  ${view.status}`);
    }
  }

  clear() {
    this.stream?.write('\r\u001b[2K');
  }
}
