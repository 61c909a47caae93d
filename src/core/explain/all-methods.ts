/** All methods at once, for what tells of them. Where one attributes, it is loaded by name: see methods.ts. */
import { knownName } from '../known';
import { METHOD_FACTS, METHODS, type MethodFacts, type MethodId } from './method-names';
import type { Method } from './types';

const files = import.meta.glob<Method>(['./methods/*.ts'], { eager: true, import: 'method' });

/** A method with what its line says of it. */
export type KnownMethod = Method & MethodFacts & { readonly id: MethodId };

export const ALL_METHODS: readonly KnownMethod[] = METHODS.map((id) => ({
  ...(METHOD_FACTS[id] as MethodFacts),
  ...files[`./methods/${id}.ts`]!,
  id,
}));

/** @throws LookbookError `params/invalid` for a name that is none, with the names there are */
export function methodOf(name: string): KnownMethod {
  const known = knownName(METHOD_FACTS, name, 'method of attribution');
  return ALL_METHODS.find(({ id }) => id === known)!;
}
