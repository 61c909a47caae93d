/** The families of the registry, each loaded when it is asked for. */
import { LookbookError } from '../errors';
import type { Layout } from '../features/types';
import { knownName } from '../known';
import type { ClassicFit } from './fitting';
import { FAMILY_FACTS, type FamilyFacts, type FamilyId, type NetworkFamily } from './names';
import type { Candidate, Family, NetworkCandidate, TunableFamily } from './types';

/** @throws LookbookError `params/invalid` for a name that is none, with the names there are */
export async function openFamily(name: string): Promise<Family> {
  const id = knownName(FAMILY_FACTS, name, 'family of models');
  const { family } = (await import(`./${id}/index.ts`)) as { readonly family: Family };
  return family;
}

/** A family that can be tuned. @throws LookbookError `params/invalid` for one that has no settings */
export async function openTunable(id: FamilyId): Promise<TunableFamily> {
  const family = await openFamily(id);
  const { space } = family;
  if (space) return { ...family, space };
  throw new LookbookError(
    'params/invalid',
    `The ${FAMILY_FACTS[id].label} has no settings to tune: choose another family.`,
  );
}

/** As a family is searched and used before any tuning. */
export const untuned = <C extends Candidate>({ build, defaults }: Family<C>): C => build(defaults);

/** A network before any tuning. */
export async function openNetwork(id: NetworkFamily): Promise<NetworkCandidate> {
  const candidate = untuned(await openFamily(id));
  if (candidate.type === 'network') return candidate;
  throw new LookbookError('internal', `The family "${id}" is no network, though its line says so.`);
}

/** How models without a network are fitted, by the name that their cards have. */
const FITS: Readonly<Record<string, true>> = Object.fromEntries(
  Object.values<FamilyFacts>(FAMILY_FACTS).flatMap(({ fit }) => (fit === undefined ? [] : [[fit, true]])),
);

/** @throws LookbookError `params/invalid` for a name that is none, with the names there are */
export async function openFit(family: string): Promise<ClassicFit> {
  const known = knownName(FITS, family, 'way to fit a model');
  return ((await import(`./${known}/fit.ts`)) as { readonly fit: ClassicFit }).fit;
}

/** Whether a family is fitted on a pipeline that leads to this layout, and not on raw pixels or on its own steps. */
export function usesPipeline({ takes }: Pick<Family, 'takes'>, layout: Layout): boolean {
  return takes === 'pipeline' || (takes === 'bytes' && layout.values === 'bytes');
}

/** The label of a model, by the name of its network or of its fit; undefined for a name that is of no family. */
export const modelLabel = (name: string): string | undefined =>
  Object.entries<FamilyFacts>(FAMILY_FACTS).find(([id, { fit }]) => name === (fit ?? id))?.[1].label;
