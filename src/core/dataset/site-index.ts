/** The list of packed files in a site's data folder, `index.json`; written when the site is made. */
import * as v from 'valibot';
import { LookbookError } from '../errors';
import { FILE_ROLES, OFFICIAL_FILES, byRole, type FileRole } from './files';

/** Packs are gzip under a name that servers do not re-encode, as they do with `.gz`. */
export const PACK_NAMES: Readonly<Record<FileRole, string>> = byRole((role) => `${role}.pack`);

const Size = v.pipe(v.number(), v.integer(), v.minValue(1));
const SiteIndexSchema = v.object({
  format: v.literal(1),
  name: v.string(),
  synthetic: v.literal(false),
  files: v.array(
    v.object({
      /** Official name of the unpacked file. */
      name: v.string(),
      /** File name beside index.json. */
      pack: v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/)),
      /** Length unpacked. */
      bytes: Size,
      packedBytes: Size,
      /** SHA-256 of the unpacked bytes. */
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
});
export type SiteIndex = v.InferOutput<typeof SiteIndexSchema>;
export type SiteFile = SiteIndex['files'][number];

/**
 * Checks what was fetched as `index.json`.
 * @returns the entry of each of the four files
 * @throws LookbookError `data/wrong-magic` if it is no such list or lacks a file, `data/hash-mismatch` if it lists files
 *   other than the official ones
 */
export function parseSiteIndex(value: unknown, advice: string): Record<FileRole, SiteFile> {
  const parsed = v.safeParse(SiteIndexSchema, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'the top';
    throw new LookbookError(
      'data/wrong-magic',
      `index.json of the data folder cannot be read: at ${where}, found ${issue.received}, expected ${issue.expected ?? 'another form'}. ${advice}`,
    );
  }
  const entries: Partial<Record<FileRole, SiteFile>> = {};
  for (const role of FILE_ROLES) {
    const official = OFFICIAL_FILES[role];
    const entry = parsed.output.files.find((file) => file.name === official.name);
    if (!entry) {
      const names = parsed.output.files.map((file) => file.name).join(', ') || 'nothing';
      throw new LookbookError(
        'data/wrong-magic',
        `index.json of the data folder lists ${names}, but not ${official.name}, the ${official.title}. ${advice}`,
      );
    }
    if (entry.sha256 !== official.sha256) throw hashMismatch(official.name, entry.sha256, official.sha256, advice);
    entries[role] = entry;
  }
  return entries as Record<FileRole, SiteFile>;
}

export function hashMismatch(name: string, found: string, expected: string, advice: string): LookbookError {
  return new LookbookError(
    'data/hash-mismatch',
    `${name}: found the SHA-256 ${found.slice(0, 16)}…, expected ${expected.slice(0, 16)}… of the official file. ${advice}`,
  );
}
