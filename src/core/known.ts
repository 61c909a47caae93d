/** Names of a registry that come from outside: a parameter, a stored study, a task's specification. */
import { LookbookError } from './errors';

/**
 * The name, known to be one of the registry's.
 * @param members the registry, by name
 * @param what a member is, in a word: "sampler"
 * @throws LookbookError `params/invalid` saying what was asked for and what there is
 */
export function knownName<T extends string>(members: Readonly<Record<T, unknown>>, name: unknown, what: string): T {
  if (typeof name === 'string' && Object.hasOwn(members, name)) return name as T;
  const asked = typeof name === 'string' ? `"${name.slice(0, 40)}"` : 'without a name';
  throw new LookbookError(
    'params/invalid',
    `There is no ${what} ${asked}; known are ${Object.keys(members).join(', ')}.`,
  );
}
