/** The list of packed files in a site's data folder, `index.json`; written when the site is made. */
import { LookbookError } from '../errors';
import { OFFICIAL_FILES, byRole, type FileRole } from './files';

/** A file of the list. The list says more of each; only what is read is checked. */
export interface SiteFile {
  /** Official name of the unpacked file. */
  readonly name: string;
  /** File name beside index.json: gzip under a name that servers do not re-encode, as they do with `.gz`. */
  readonly pack: string;
  /** Length unpacked. */
  readonly bytes: number;
  /** SHA-256 of the unpacked bytes. */
  readonly sha256: string;
}

const matches = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};

/**
 * Field -> whether a value will do, and what would. By hand: this is read before the first images are shown, and a schema
 * library weighs as much as the rest of the loading.
 */
const FIELDS: Readonly<Record<keyof SiteFile, readonly [(value: unknown) => boolean, string]>> = {
  name: [(value) => typeof value === 'string', 'a text'],
  pack: [(value) => matches(value, /^[\w-][\w.-]*$/), 'a file name'],
  bytes: [(value) => Number.isInteger(value) && (value as number) > 0, 'a number of bytes'],
  sha256: [(value) => matches(value, /^[0-9a-f]{64}$/), '64 hexadecimal digits'],
};

/**
 * Checks what was fetched as `index.json`.
 * @returns the entry of each of the four files
 * @throws LookbookError `data/wrong-magic` if it is no such list or lacks a file, `data/hash-mismatch` if it lists files
 *   other than the official ones
 */
export function parseSiteIndex(value: unknown, advice: string): Record<FileRole, SiteFile> {
  const refuse = (where: string, found: unknown, expected: string): never => {
    const shown = JSON.stringify(found)?.slice(0, 40) ?? 'nothing';
    throw new LookbookError(
      'data/wrong-magic',
      `index.json of the data folder cannot be read: at ${where}, found ${shown}, expected ${expected}. ${advice}`,
    );
  };
  const { format, synthetic, files } = membersOf(value);
  if (format !== 1) refuse('format', format, '1');
  if (synthetic !== false) refuse('synthetic', synthetic, 'false');
  if (!Array.isArray(files)) return refuse('files', files, 'a list');
  for (const [index, file] of files.entries()) {
    for (const [field, [fits, expected]] of Object.entries(FIELDS)) {
      const found = membersOf(file)[field];
      if (!fits(found)) refuse(`files.${index}.${field}`, found, expected);
    }
  }
  const listed = files as readonly SiteFile[];
  return byRole((role) => {
    const official = OFFICIAL_FILES[role];
    const entry = listed.find((file) => file.name === official.name);
    if (!entry) {
      const names = listed.map((file) => file.name).join(', ') || 'nothing';
      throw new LookbookError(
        'data/wrong-magic',
        `index.json of the data folder lists ${names}, but not ${official.name}, the ${official.title}. ${advice}`,
      );
    }
    if (entry.sha256 !== official.sha256) throw hashMismatch(official.name, entry.sha256, official.sha256, advice);
    return entry;
  });
}

export function hashMismatch(name: string, found: string, expected: string, advice: string): LookbookError {
  return new LookbookError(
    'data/hash-mismatch',
    `${name}: found the SHA-256 ${found.slice(0, 16)}…, expected ${expected.slice(0, 16)}… of the official file. ${advice}`,
  );
}
