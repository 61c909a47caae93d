/** What is tuned: the family, its space, and from a point of the space what is trained. */
import type { ImageSize } from '../../../core/dataset/shape';
import { LookbookError } from '../../../core/errors';
import { openTunable, usesPipeline } from '../../../core/families';
import {
  FAMILY_FACTS,
  familyLabel,
  type FamilyFacts,
  type FamilyId,
  type TunedFamily,
} from '../../../core/families/names';
import type { Candidate, TunableFamily } from '../../../core/families/types';
import { TUNED_AUGMENTATIONS, tunedAugmentation } from '../../../core/features/augmenter';
import type { PipelineRecipe } from '../../../core/features/fitted';
import { planPipeline } from '../../../core/features/pipeline';
import { rawLayout, type StepSpec } from '../../../core/features/types';
import type { StoredResult } from '../../../core/results/types';
import { choice, type Point, type SearchSpace } from '../../../core/search/space';
import type { LeaderboardRow, SearchSummary } from '../../search/types';
import type { TuneParams, TuneSummary } from '../types';

const isTuned = (id: FamilyId): id is TunedFamily => (FAMILY_FACTS[id] as FamilyFacts).tuned === true;

/** The family that is tuned, and why. @throws LookbookError `params/invalid` if a search fitted none that has settings */
export function familyOf(
  asked: TuneParams['family'],
  search: StoredResult | undefined,
): TuneSummary['family'] & { readonly id: TunedFamily } {
  const named = (id: TunedFamily, why: TuneSummary['family']['why'], passedOver: string | null = null) => ({
    id,
    label: familyLabel(id),
    why,
    passedOver,
  });
  if (asked !== 'automatic') return named(asked, 'asked');
  if (!search) return named('cnn', 'no-search');
  const { winner, leaderboard } = search.summary as SearchSummary;
  if (isTuned(winner.family)) return named(winner.family, 'winner');
  const best = leaderboard.map(({ family }) => family).find(isTuned);
  if (!best) {
    throw new LookbookError(
      'params/invalid',
      'Nothing that the search fitted has settings to tune: switch more families on in Search, or choose one here.',
    );
  }
  return named(best, 'best-tunable', winner.label);
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
  /** Whether it trains in passes, on which trials report. */
  readonly network: boolean;
  candidate(settings: Point): Candidate;
  /** The features on which these settings are trained; undefined for plain pixels. */
  recipe(settings: Point): PipelineRecipe | undefined;
}

/** The features that a family is fitted on: its own steps, the notebook's where it can take them, or none. */
function recipeFor(
  family: TunableFamily,
  recipe: PipelineRecipe | undefined,
  trainImages: number,
  size: ImageSize,
): PipelineRecipe | undefined {
  if (typeof family.takes === 'object') return { ...family.takes, trainImages };
  const output = (recipe && planPipeline(recipe.steps, size).at(-1)?.output) ?? rawLayout(size);
  return recipe && usesPipeline(family, output) ? recipe : undefined;
}

/**
 * @param recipe of the notebook's features, if there are any
 * @throws LookbookError `params/invalid` if augmentation is asked for and the features or the family do not allow it
 */
export async function tunableOf(
  id: TunedFamily,
  notebook: PipelineRecipe | undefined,
  params: TuneParams,
  size: ImageSize,
): Promise<Tunable> {
  const family = await openTunable(id);
  const { space, defaults } = family;
  const recipe = recipeFor(family, notebook, params.trialImages, size);
  const network = family.build(defaults).type === 'network';
  const tunable = { network, candidate: (settings: Point) => family.build(settings) };
  if (!params.augmentation) return { ...tunable, space, defaults, recipe: () => recipe };
  if (!network) {
    throw new LookbookError(
      'params/invalid',
      `The ${familyLabel(id)} looks at each image once, so there is nothing to augment: switch augmentation off here.`,
    );
  }
  if (recipe?.steps.some(({ kind }) => kind === AUGMENT)) {
    throw new LookbookError(
      'params/invalid',
      'The features augment images already: switch augmentation off here, or take it out of the Features cell.',
    );
  }
  const base = recipe ?? { steps: [{ kind: 'scale' }], trainImages: params.trialImages };
  // Refused here, with the pipeline's own sentence, rather than in every trial.
  for (const added of Object.values(TUNED_AUGMENTATIONS)) planPipeline(withAugmentation(base.steps, added), size);
  return {
    ...tunable,
    space: { ...space, [AUGMENT]: choice(...Object.keys(TUNED_AUGMENTATIONS)) },
    defaults: { ...defaults, [AUGMENT]: 'none' },
    recipe: (settings) => ({
      ...base,
      steps: withAugmentation(base.steps, tunedAugmentation(String(settings[AUGMENT]))),
    }),
  };
}
