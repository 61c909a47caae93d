/** Parameters as they were stored or imported, checked whole. */
import { LookbookError } from '../errors';
import { own } from '../own';
import type { Json } from '../results/types';
import { whyInvalid, type ParamSpec, type ParamValues } from './index';

/** The beginning of a value that cannot be used, whatever it is. */
function inShort(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? 'nothing').slice(0, 40);
  } catch {
    return 'nested too deeply';
  }
}

/**
 * Checks and completes parameters: missing ones take their default, unknown ones are refused.
 * @throws LookbookError `params/invalid` naming the parameter, the value and what would be allowed
 */
export function parseParams<S extends ParamSpec>(spec: S, values: unknown, where: string): ParamValues<S> {
  if (values === null || typeof values !== 'object' || Array.isArray(values)) {
    throw new LookbookError('params/invalid', `${where}: parameters must be an object.`);
  }
  const given = values as Record<string, unknown>;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(spec, name))
      throw new LookbookError('params/invalid', `${where}: there is no parameter "${name}".`);
  }
  const parsed: Record<string, Json> = {};
  for (const [name, param] of Object.entries(spec)) {
    const set = own(given, name);
    const value = set === undefined ? param.default : set;
    const problem = whyInvalid(param, value);
    if (problem !== undefined) {
      throw new LookbookError('params/invalid', `${where}: "${param.label}" is ${inShort(value)}, but ${problem}.`);
    }
    parsed[name] = value as Json;
  }
  return parsed as ParamValues<S>;
}
