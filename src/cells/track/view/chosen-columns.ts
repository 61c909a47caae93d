/** Which columns a person wants to see: remembered by the browser, for it is no part of a notebook. */

const KEY = 'lookbook-track-columns';

/** Undefined if nothing was chosen yet, or storage is blocked. */
export function rememberedColumns(): string[] | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : undefined;
  } catch {
    return undefined;
  }
}

export function rememberColumns(keys: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(keys));
  } catch {
    // The choice then lasts as long as the page.
  }
}
