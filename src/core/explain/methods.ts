/** The methods of attribution, each loaded when it is asked for. To add one: a file in methods/ and a line in method-names.ts. */
import { knownName } from '../known';
import { METHOD_FACTS } from './method-names';
import type { Method } from './types';

/** @throws LookbookError `params/invalid` for a name that is none, with the names there are */
export async function openMethod(name: string): Promise<Method> {
  const id = knownName(METHOD_FACTS, name, 'method of attribution');
  const { method } = (await import(`./methods/${id}.ts`)) as { readonly method: Method };
  return method;
}
