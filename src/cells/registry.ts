/** The cells that the page knows: the folders named in kinds.ts. */
import { KINDS } from './kinds';
import type { CellDefinition } from './types';

/** @throws Error if a listed kind has no folder, or its folder holds another kind */
export function registryOf(
  kinds: readonly string[],
  modules: Readonly<Record<string, CellDefinition>>,
): ReadonlyMap<string, CellDefinition> {
  return new Map(
    kinds.map((kind) => {
      const definition = modules[`./${kind}/index.ts`];
      if (definition?.kind !== kind) throw new Error(`cells/${kind}/index.ts must define the kind "${kind}"`);
      return [kind, definition];
    }),
  );
}

/** kind -> definition, in the order of kinds.ts. */
export const definitions = registryOf(
  KINDS,
  import.meta.glob<CellDefinition>('./*/index.ts', { eager: true, import: 'default' }),
);
