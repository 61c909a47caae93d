/** What is tuned: the family, its space, and from a point of the space what is trained. */
import type { ImageSize } from '../../../core/dataset/shape';
import { LookbookError } from '../../../core/errors';
import { FAMILIES, isTunable } from '../../../core/families';
import { FAMILY_LABELS, type FamilyId } from '../../../core/families/heads';
import type { NetworkCandidate, NetworkFamily } from '../../../core/families/types';
import { TUNED_AUGMENTATIONS, tunedAugmentation } from '../../../core/features/augmenter';
import type { PipelineRecipe } from '../../../core/features/fitted';
import { planPipeline } from '../../../core/features/pipeline';
import type { StepSpec } from '../../../core/features/types';
import type { StoredResult } from '../../../core/results/types';
import { choice, type Point, type SearchSpace } from '../../../core/search/space';
import type { LeaderboardRow, SearchSummary } from '../../search/types';
import type { TuneParams, TuneSummary } from '../types';

/** The family that is tuned, and why. @throws LookbookError `params/invalid` if a search found no network */
export function familyOf(
  asked: TuneParams['family'],
  search: StoredResult | undefined,
): TuneSummary['family'] & { readonly id: FamilyId } {
  const named = (id: FamilyId, why: TuneSummary['family']['why'], passedOver: string | null = null) => ({
    id,
    label: FAMILY_LABELS[id],
    why,
    passedOver,
  });
  if (asked !== 'automatic') return named(asked, 'asked');
  if (!search) return named('cnn', 'no-search');
  const { winner, leaderboard } = search.summary as SearchSummary;
  if (isTunable(FAMILIES[winner.family])) return named(winner.family, 'winner');
  const best = leaderboard.find(({ family }) => isTunable(FAMILIES[family]));
  if (!best) {
    throw new LookbookError(
      'params/invalid',
      'Tune works on networks, and the search fitted none: switch one on in Search, or choose a family here.',
    );
  }
  return named(best.family, 'best-network', winner.label);
}

/** The family's row in the search, if it was fitted there. */
export function searchedRow(id: FamilyId, search: StoredResult | undefined): LeaderboardRow | undefined {
  return (search?.summary as SearchSummary | undefined)?.leaderboard.find(({ family }) => family === id);
}

/** Whether the untuned settings were trained in the search with the very budget of the final, so that they cost nothing here. */
export function searchedAlike(
  { finalImages, finalEpochs, schedule, patience, shards }: TuneParams,
  search: StoredResult | undefined,
): boolean {
  const budget = (search?.summary as SearchSummary | undefined)?.budget;
  const alike = schedule === 'cosine' && patience === 0 && shards === 1;
  return alike && budget?.trainImages === finalImages && budget.epochs === finalEpochs;
}

const AUGMENT = 'augment';
/** Steps after which images may still be augmented. */
const BEFORE_AUGMENTATION: readonly string[] = ['mask', 'centre'];

function withAugmentation(steps: readonly StepSpec[], augmentation: readonly StepSpec[]): readonly StepSpec[] {
  const found = steps.findIndex(({ kind }) => !BEFORE_AUGMENTATION.includes(kind));
  const at = found < 0 ? steps.length : found;
  return [...steps.slice(0, at), ...augmentation, ...steps.slice(at)];
}

export interface Tunable {
  readonly space: SearchSpace;
  readonly defaults: Point;
  candidate(settings: Point): NetworkCandidate;
  /** The features on which these settings are trained; undefined for pixels divided by 255. */
  recipe(settings: Point): PipelineRecipe | undefined;
}

/**
 * @param recipe of the notebook's features, if there are any
 * @throws LookbookError `params/invalid` if augmentation is asked for and the features do not allow it
 */
export function tunableOf(
  id: FamilyId,
  recipe: PipelineRecipe | undefined,
  params: TuneParams,
  size: ImageSize,
): Tunable {
  const family = FAMILIES[id] as NetworkFamily;
  const { space, build, defaults } = family.tuning;
  if (!params.augmentation) {
    return { space, defaults, candidate: build, recipe: () => recipe };
  }
  if (recipe?.steps.some(({ kind }) => kind === 'augment')) {
    throw new LookbookError(
      'params/invalid',
      'The features augment images already: switch augmentation off here, or take it out of the Features cell.',
    );
  }
  const base = recipe ?? { steps: [{ kind: 'scale' }], trainImages: params.trialImages };
  // Refused here, with the pipeline's own sentence, rather than in every trial.
  for (const added of Object.values(TUNED_AUGMENTATIONS)) planPipeline(withAugmentation(base.steps, added), size);
  return {
    space: { ...space, [AUGMENT]: choice(...Object.keys(TUNED_AUGMENTATIONS)) },
    defaults: { ...defaults, [AUGMENT]: 'none' },
    candidate: build,
    recipe: (settings) => ({
      ...base,
      steps: withAugmentation(base.steps, tunedAugmentation(String(settings[AUGMENT]))),
    }),
  };
}
