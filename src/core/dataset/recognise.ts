/** Tells which of some files that a person chose is which. */
import { LookbookError } from '../errors';
import { countsDiffer, type GivenFile } from './checks';
import { FILE_ROLES, OFFICIAL_FILES, type FileRole } from './files';
import { count } from '../words/numbers';

/** What four files can be told by: which are images and which labels is in their header; the larger pair is the training part. */
function rolesOf(files: readonly GivenFile[]): Partial<Record<FileRole, GivenFile>> {
  const roles: Partial<Record<FileRole, GivenFile>> = {};
  const counts = [...new Set(files.map((file) => file.header.count))].sort((a, b) => b - a);
  for (const file of files) {
    const { kind, count } = file.header;
    const named = /train/i.test(file.name) ? 'train' : /t10k|test/i.test(file.name) ? 'test' : undefined;
    const official = FILE_ROLES.find(
      (role) => OFFICIAL_FILES[role].kind === kind && OFFICIAL_FILES[role].count === count,
    );
    const part =
      counts.length === 2
        ? count === counts[0]
          ? 'train'
          : 'test'
        : ((official && OFFICIAL_FILES[official].part) ?? named);
    if (part === undefined) continue;
    roles[`${part}-${kind}`] ??= file;
  }
  return roles;
}

/** Which of the four are there, by what is in them and only then by their names; for showing while files are gathered. */
export function recogniseSoFar<T extends GivenFile>(files: readonly T[]): Partial<Record<FileRole, T>> {
  return rolesOf(files) as Partial<Record<FileRole, T>>;
}

/**
 * Tells which given file is which of the four.
 * @throws LookbookError `data/not-found` naming the files that are missing, `data/wrong-count` if images and labels of a
 *   part differ in number
 */
export function recogniseFiles<T extends GivenFile>(files: readonly T[]): Record<FileRole, T> {
  const roles = recogniseSoFar(files);
  const missing = FILE_ROLES.filter((role) => roles[role] === undefined);
  if (missing.length > 0) {
    const wanted = missing.map((role) => `the ${OFFICIAL_FILES[role].title} (${OFFICIAL_FILES[role].name})`).join(', ');
    const given = files.map((file) => `${file.name}: ${count(file.header.count)} ${file.header.kind}`);
    throw new LookbookError(
      'data/not-found',
      `Of the four files of a data set, ${missing.length === 1 ? 'one is' : `${missing.length} are`} missing: ${wanted}. ` +
        `Found: ${given.join('; ') || 'none'}. Choose all four together.`,
    );
  }
  const found = roles as Record<FileRole, T>;
  for (const part of ['train', 'test'] as const) {
    const [images, labels] = [found[`${part}-images`], found[`${part}-labels`]];
    if (images.header.count !== labels.header.count) throw countsDiffer(images, labels);
  }
  return found;
}
