/** All families: a line here, a line in heads.ts and a file each. Loaded by jobs and voices, not by the page's start. */
import type { Layout } from '../features/types';
import { centroid } from './centroid';
import { cnn } from './cnn';
import type { FamilyId } from './heads';
import { knn } from './knn';
import { majority } from './majority';
import { mlp } from './mlp';
import { namedLinear } from './named-linear';
import { softmax } from './softmax';
import type { Family, NetworkFamily } from './types';

export const FAMILIES: Readonly<Record<FamilyId, Family>> = {
  majority,
  centroid,
  knn,
  'named-linear': namedLinear,
  softmax,
  mlp,
  cnn,
};

export const isTunable = (family: Family): family is NetworkFamily =>
  family.candidate.type === 'network' && family.tuning !== undefined;

/** Whether a family is fitted on a pipeline that leads to this layout, and not on raw pixels or on its own steps. */
export function usesPipeline({ takes }: Family, layout: Layout): boolean {
  return takes === 'pipeline' || (takes === 'bytes' && layout.values === 'bytes');
}
