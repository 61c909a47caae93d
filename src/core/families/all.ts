/** All families at once, for what lists them. Where one is fitted, it is loaded by name: see index.ts. */
import { FAMILY_FACTS, type FamilyId } from './names';
import type { Family } from './types';

const modules = import.meta.glob<Family>(['./*/index.ts'], { eager: true, import: 'family' });

export const FAMILIES = Object.fromEntries(
  Object.keys(FAMILY_FACTS).map((id) => [id, modules[`./${id}/index.ts`]!]),
) as Readonly<Record<FamilyId, Family>>;
