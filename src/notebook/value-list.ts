/** The live values that a note may quote from a result, for a list to choose from. */
import { shown } from './live-values';

export interface LiveValue {
  /** What stands between the braces: "tune.test.accuracy". */
  readonly path: string;
  /** As the note would show it. */
  readonly text: string;
}

/** More than these are not read; deeper ones are seldom quoted. */
const MOST = 60;
const DEPTH = 4;
/** Longer texts (hashes apart, sentences) are cut in the list; the note shows them whole. */
const TEXT = 60;

/** Names that the quotes can carry: a part with another name cannot be quoted. */
const NAME = /^[\w-]+$/;

/** What can be quoted of a summary, outer values before inner ones. @param cell its id */
export function liveValues(cell: string, summary: unknown): LiveValue[] {
  const found: LiveValue[] = [];
  let level: { path: string; value: unknown }[] = [{ path: cell, value: summary }];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { path, value } of level) {
      if (value === null || typeof value !== 'object') continue;
      for (const [name, part] of Object.entries(value)) {
        if (!NAME.test(name)) continue;
        // An object is listed by its parts, though a note may quote a flat one whole.
        const isObject = part !== null && typeof part === 'object' && !Array.isArray(part);
        const text = isObject ? undefined : shown(part);
        if (isObject) next.push({ path: `${path}.${name}`, value: part });
        else if (text)
          found.push({ path: `${path}.${name}`, text: text.length > TEXT ? `${text.slice(0, TEXT)}…` : text });
      }
    }
    level = next;
  }
  return found.slice(0, MOST);
}
