/** What kinds of cell say of their results: loaded when first asked for, and kept for all who show it. */
import { SvelteMap } from 'svelte/reactivity';
import type { CellDefinition, CellPresentation } from '../cells/types';

const loaded = new SvelteMap<string, CellPresentation | null>();
const asked = new Set<string>();

/** @returns undefined until it is there; null if it could not be loaded */
export function presentationOf({
  kind,
  presentation,
}: Pick<CellDefinition, 'kind' | 'presentation'>): CellPresentation | null | undefined {
  const known = loaded.get(kind);
  if (known === undefined && !asked.has(kind)) {
    asked.add(kind);
    presentation().then(
      (module) => loaded.set(kind, module.presentation),
      () => loaded.set(kind, null),
    );
  }
  return known;
}
