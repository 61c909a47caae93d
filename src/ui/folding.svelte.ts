/** Which sections of which cells are open. Remembered in this browser; a matter of reading, so no part of the notebook. */
import { SvelteMap } from 'svelte/reactivity';

const STORAGE_KEY = 'lookbook-open';
/** Stands for every section of a cell, or for every cell. */
const EVERY = '*';

function stored(): [string, boolean][] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(read) ? read.filter((entry): entry is [string, boolean] => Array.isArray(entry)) : [];
  } catch {
    return []; // Storage may be blocked or hold something else; folding is not worth a failure.
  }
}

/** "explore/correlations" names a section, "explore/*" all of a cell, "*" all there are: the narrowest that was said holds. */
class Folding {
  readonly #said = new SvelteMap<string, boolean>(stored());

  isOpen(cell: string, section: string): boolean {
    const said = this.#said;
    return said.get(`${cell}/${section}`) ?? said.get(`${cell}/${EVERY}`) ?? said.get(EVERY) ?? false;
  }
  set(cell: string, section: string, open: boolean): void {
    if (this.isOpen(cell, section) === open) return;
    this.#said.set(`${cell}/${section}`, open);
    this.#store();
  }
  setCell(cell: string, open: boolean): void {
    this.#forget((name) => name.startsWith(`${cell}/`));
    this.#said.set(`${cell}/${EVERY}`, open);
    this.#store();
  }
  setAll(open: boolean): void {
    this.#forget(() => true);
    if (open) this.#said.set(EVERY, true);
    this.#store();
  }
  /** Opens all sections of a cell, or folds them if all were opened together. */
  toggleCell(cell: string): void {
    this.setCell(cell, !this.isOpen(cell, EVERY));
  }
  /** Opens everything, or folds everything if that is how it is. */
  toggleAll(): void {
    this.setAll(this.#said.get(EVERY) !== true);
  }

  #forget(which: (name: string) => boolean): void {
    for (const name of this.#said.keys()) if (which(name)) this.#said.delete(name);
  }
  #store(): void {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify([...this.#said]));
    } catch {
      // As above.
    }
  }
}

export const folding = new Folding();
