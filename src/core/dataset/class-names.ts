/** Names of classes as a person types them. */
import { LookbookError } from '../errors';

/** Characters a name may have. */
const LONGEST = 60;

/** One name a line, or separated by commas if there is one line alone. An empty one in between leaves its class unnamed. */
export function parseNames(text: string): string[] {
  const whole = text.trim();
  const names = whole.split(whole.includes('\n') ? '\n' : ',').map((name) => name.trim().replace(/\s+/g, ' '));
  return whole === '' ? [] : names;
}

/**
 * Classes by the names typed for them; those beyond, and those without one, keep the name that they have.
 * @param names of all classes
 * @throws LookbookError `params/invalid` if more are named than there are, a name is too long or cannot be shown as text, or
 *   two classes would have one name
 */
export function renamed(names: readonly string[], typed: readonly string[]): string[] {
  const refuse = (what: string): never => {
    throw new LookbookError('params/invalid', `The names of the classes cannot be used: ${what}`);
  };
  if (typed.length > names.length) {
    refuse(
      `${typed.length} were typed, but the data set has ${names.length === 1 ? '1 class' : `${names.length} classes`}.`,
    );
  }
  const all = names.map((name, label) => typed[label] || name);
  for (const [label, name] of all.entries()) {
    if (name.length > LONGEST) refuse(`"${name.slice(0, LONGEST)}…" is longer than ${LONGEST} characters.`);
    if (/[<>]/.test(name)) refuse(`"${name}" holds < or >, which figures take for markup.`);
    const first = all.indexOf(name);
    if (first < label) refuse(`class ${first} and class ${label} would both be called "${name}".`);
  }
  return all;
}
