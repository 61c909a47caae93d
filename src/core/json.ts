/** Whether a value that comes from a file is JSON that can be worked on. For readers of files, which load when one is read. */

/** Deeper than anything that Lookbook writes; code that walks by recursion stands it easily. */
const DEEPEST = 64;

/** Names by which an object reaches its prototype: libraries drop them without a word, so that they are refused here. */
const REFUSED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** The first name of the object that no document may use; undefined if there is none. */
export const refusedName = (value: object): string | undefined => REFUSED.find((name) => Object.hasOwn(value, name));

/**
 * Why a value cannot be taken, as the end of a sentence; undefined if it can. Members that are undefined count as absent, as
 * everywhere. Without recursion: the depth is what is in question.
 */
export function whyNotJson(value: unknown): string | undefined {
  const open: unknown[] = [value];
  const depths = [0];
  while (open.length > 0) {
    const at: unknown = open.pop();
    const depth = depths.pop()!;
    if (typeof at === 'number' && !Number.isFinite(at)) return 'holds a number that is not finite';
    if (at === null || typeof at !== 'object') {
      if (at === undefined || at === null || ['number', 'string', 'boolean'].includes(typeof at)) continue;
      return `holds a ${typeof at}`;
    }
    if (depth === DEEPEST) return `is nested more than ${DEEPEST} deep`;
    const name = refusedName(at);
    if (name !== undefined) return `uses the name "${name}", which no document may`;
    for (const part of Array.isArray(at) ? (at as unknown[]) : Object.values(at)) {
      open.push(part);
      depths.push(depth + 1);
    }
  }
  return undefined;
}
