/** Saves the document as it changes: soon after a change, at once when the page goes away, and never out of order. */
import { toErrorRecord, type ErrorRecord } from '../core/errors';

export type SaveState =
  | { readonly state: 'saved' }
  | { readonly state: 'saving' }
  | { readonly state: 'not-saved'; readonly error: ErrorRecord };

/** Long enough to join key strokes, short enough that closing the page right after typing seldom needs the flush. */
const DELAY_MS = 400;

export class Autosave<T> {
  readonly #write: (value: T) => Promise<void>;
  readonly #changed: (state: SaveState) => void;
  #pending: { value: T } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #chain: Promise<void> = Promise.resolve();

  constructor(write: (value: T) => Promise<void>, changed: (state: SaveState) => void) {
    this.#write = write;
    this.#changed = changed;
  }

  /** Whether a change waits to be written. */
  get dirty(): boolean {
    return this.#pending !== undefined;
  }

  schedule(value: T): void {
    this.#pending = { value };
    this.#changed({ state: 'saving' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DELAY_MS);
  }

  /** Writes what waits. A failed write is told through the state and tried again with the next change or flush. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#chain = this.#chain.then(async () => {
      const pending = this.#pending;
      if (!pending) return;
      try {
        await this.#write(pending.value);
        if (this.#pending === pending) {
          this.#pending = undefined;
          this.#changed({ state: 'saved' });
        }
      } catch (thrown) {
        this.#changed({ state: 'not-saved', error: toErrorRecord(thrown) });
      }
    });
    return this.#chain;
  }
}
