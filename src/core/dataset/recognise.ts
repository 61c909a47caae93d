/** Tells which of some files that a person chose is which. */
import { LookbookError } from '../errors';
import type { Part } from './ids';
import { countsDiffer, sizesDiffer, type GivenFile } from './checks';
import { FILE_ROLES, OFFICIAL_FILES, type FileRole, type IdxKind } from './files';
import { sameSize } from './shape';
import { count } from '../words/numbers';

type Roles = Partial<Record<FileRole, GivenFile>>;
const PARTS: readonly Part[] = ['train', 'test'];

/** The part that a file's name speaks of; undefined if it speaks of none or both. */
function namedPart(name: string): Part | undefined {
  const train = /train/i.test(name);
  // Not the end of another word, as in "latest".
  const test = /t10k|(?<![a-z])test/i.test(name);
  return train === test ? undefined : train ? 'train' : 'test';
}

/**
 * What four files can be told by. Which are images and which labels is in their headers. Of two files of a kind their names
 * tell the part; where they do not, a file goes with the file of the other kind that is as long, and then the larger is the
 * training file. Of files that claim the same role, the later given is taken.
 */
function rolesOf(files: readonly GivenFile[]): Roles {
  const roles: Roles = {};
  const open: GivenFile[] = [];
  for (const file of files) {
    const part = namedPart(file.name);
    if (part) roles[`${part}-${file.header.kind}`] = file;
    else open.push(file);
  }
  const unpaired = open.filter((file) => {
    const part = partOfPartner(file, roles);
    if (part) roles[`${part}-${file.header.kind}`] = file;
    return !part;
  });
  for (const kind of ['images', 'labels'] as const) {
    takeBySize(
      unpaired.filter((file) => file.header.kind === kind),
      kind,
      roles,
    );
  }
  return roles;
}

/** The part of which the other kind's file is told already and as long as this one, if that is so of one part alone. */
function partOfPartner({ header }: GivenFile, roles: Roles): Part | undefined {
  const other = header.kind === 'images' ? 'labels' : 'images';
  const fits = PARTS.filter((part) => roles[`${part}-${other}`]?.header.count === header.count);
  return fits.length === 1 && roles[`${fits[0]!}-${header.kind}`] === undefined ? fits[0] : undefined;
}

/** Gives files of a kind, of which nothing but their size is known, the roles that are left. */
function takeBySize(files: readonly GivenFile[], kind: IdxKind, roles: Roles): void {
  const left = PARTS.filter((part) => roles[`${part}-${kind}`] === undefined);
  const last = files.at(-1);
  if (!last) return;
  if (left.length === 1) {
    roles[`${left[0]!}-${kind}`] = last;
    return;
  }
  const sizes = files.map((file) => file.header.count);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  // One alone, or several alike: of an official size, or not told.
  const official = PARTS.find((part) => OFFICIAL_FILES[`${part}-${kind}`].count === most);
  for (const part of left) {
    const told = least < most ? part : official;
    const size = part === 'train' ? most : least;
    if (told === part) roles[`${part}-${kind}`] = files.findLast((file) => file.header.count === size)!;
  }
}

/** Which of the four are there; for showing while files are gathered. */
export function recogniseSoFar<T extends GivenFile>(files: readonly T[]): Partial<Record<FileRole, T>> {
  return rolesOf(files) as Partial<Record<FileRole, T>>;
}

/**
 * Tells which given file is which of the four.
 * @throws LookbookError `data/not-found` naming the files that are missing, `data/wrong-count` if images and labels of a
 *   part differ in number, or the images of the parts in size
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
        `Found: ${given.join('; ') || 'none'}. Choose all four; "train" and "test" (or "t10k") in their names tell which is which, ` +
        'and where they do not, the larger are the training files.',
    );
  }
  const found = roles as Record<FileRole, T>;
  for (const part of ['train', 'test'] as const) {
    const [images, labels] = [found[`${part}-images`], found[`${part}-labels`]];
    if (images.header.count !== labels.header.count) throw countsDiffer(images, labels);
  }
  const [train, test] = [found['train-images'], found['test-images']];
  const sizes = [train.header.size, test.header.size];
  if (sizes[0] && sizes[1] && !sameSize(sizes[0], sizes[1])) {
    throw sizesDiffer({ name: train.name, size: sizes[0] }, { name: test.name, size: sizes[1] });
  }
  return found;
}
