/** Documents spoilt in one place: what a reader must answer with a Lookbook error, or read. */
import fc from 'fast-check';

/** Names that every object has from its prototype. */
export const INHERITED = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf', 'prototype'];

/** A list within a list, and so on; parsed from text, since building it by hand would recurse. */
export const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;

const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  // What JSON.parse makes of 1e999.
  Infinity,
  '',
  'toString',
  '__proto__',
  'x'.repeat(5000),
  [],
  {},
  [null],
  { toString: 1 },
  JSON.parse('{"__proto__": {"length": 3}}'),
  nested(3000),
];

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = [], found: Path[] = []): Path[] {
  found.push(path);
  if (Array.isArray(value)) value.slice(0, 12).forEach((item, at) => pathsOf(item, [...path, at], found));
  else if (value !== null && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) pathsOf(item, [...path, name], found);
  return found;
}

/** The document with the value at a path made another. */
function changedAt(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, at) => (at === first ? changedAt(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [
      name,
      name === first ? changedAt(item, rest, change) : item,
    ]),
  );
}

/** An own member of any name, `__proto__` included, as JSON.parse makes it. */
export function withMember(holder: object, name: string, value: unknown): object {
  const copy = { ...holder };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** @param valid plain JSON that the reader takes */
export function spoilt(valid: unknown): fc.Arbitrary<unknown> {
  const place = fc.constantFrom(...pathsOf(valid));
  const value = fc.oneof(fc.constantFrom(...VALUES), fc.jsonValue());
  const name = fc.constantFrom(...INHERITED, 'surplus');
  return fc.oneof(
    fc.tuple(place, value).map(([path, put]) => changedAt(valid, path, () => put)),
    fc
      .tuple(place, name, value)
      .map(([path, member, put]) =>
        changedAt(valid, path, (old) =>
          old !== null && typeof old === 'object' && !Array.isArray(old) ? withMember(old, member, put) : old,
        ),
      ),
    place.map((path) =>
      path.length === 0
        ? undefined
        : changedAt(valid, path.slice(0, -1), (old) => {
            if (Array.isArray(old)) return old.filter((_, at) => at !== path.at(-1));
            return Object.fromEntries(Object.entries(old as object).filter(([member]) => member !== path.at(-1)));
          }),
    ),
  );
}

/** Whether a reader reads, or ends in its typed error. Anything else is thrown on. */
export function answers(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'LookbookError') return true;
    throw thrown;
  }
}
