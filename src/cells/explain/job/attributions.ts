/** The job's part that attributes: one task a method, side by side, and what they say together. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { ATTRIBUTE_ARTIFACTS } from '../../../core/explain/arrays';
import { METHODS } from '../../../core/explain/method-names';
import { openMethod } from '../../../core/explain/methods';
import type { ArtifactRef, StoredResult } from '../../../core/results/types';
import { bootstrapInterval, type Interval } from '../../../core/stats/bootstrap';
import type { AttributeSpec, AttributeSummary } from '../../../../workers/tasks/attribute/types';
import type { DeleteAtRandomSpec, DeleteAtRandomSummary } from '../../../../workers/tasks/delete-at-random/types';
import type { ExplainContext, Trained } from './context';
import { shareOf, type JobProgress } from '../../common/progress';
import { artifactOf } from '../arrays';
import type { Attribution, ExplainParams, MethodSummary } from '../types';

/** Images of each class that class averages are made of, at least. */
const AVERAGED_PER_CLASS = 10;
/** Training images for the background of methods. */
export const BACKGROUND = 2000;
/** Random orders that every method's order is compared with. */
const RANDOM_ORDERS = 5;
/** Points of a deletion curve after the first, at any size: 28 pixels more each of 784, 2 or 3 of 64. */
export const DELETION_STEPS = 28;

/** Images of each class: at least one, and of many classes no more work than of ten. */
const imagesPerClass = ({ explainedImages }: ExplainParams, classes: number): number =>
  Math.max(1, Math.round(explainedImages / classes));

/** What each chosen method is asked for, in the registry's order. */
export function specsOf(params: ExplainParams, classes: number): Promise<AttributeSpec[]> {
  const perClass = imagesPerClass(params, classes);
  const averaged = Math.max(perClass, Math.round(AVERAGED_PER_CLASS * Math.min(1, 10 / classes)));
  const chosen = METHODS.filter((id) => params.methods.includes(id));
  return Promise.all(
    chosen.map(async (id): Promise<AttributeSpec> => {
      const method = await openMethod(id);
      return {
        method: id,
        version: method.version,
        perClass,
        averagedPerClass: method.averaged ? averaged : 0,
        samples: method.samples({ steps: params.igSteps }),
        background: BACKGROUND,
        deletionSteps: DELETION_STEPS,
      };
    }),
  );
}

const randomSpec = (params: ExplainParams, classes: number): DeleteAtRandomSpec => ({
  perClass: imagesPerClass(params, classes),
  orders: RANDOM_ORDERS,
  deletionSteps: DELETION_STEPS,
});

/** Images that go through the model for a method, roughly: for the progress. */
export const costOf = (
  { perClass, averagedPerClass, samples, deletionSteps }: AttributeSpec,
  classes: number,
): number => classes * (Math.max(perClass, averagedPerClass) * samples + perClass * deletionSteps);

/** Area of random orders minus the method's, image by image: above 0 if the method finds what the model uses. */
function advantageOver(random: readonly number[], areas: readonly number[], seed: number): Interval {
  return bootstrapInterval(
    areas.length,
    (images) => images.reduce((sum, image) => sum + random[image]! - areas[image]!, 0) / images.length,
    { seed },
  );
}

function together(
  results: readonly StoredResult<AttributeSummary>[],
  { summary: { spec, deletion: random } }: StoredResult<DeleteAtRandomSummary>,
  seed: number,
): Attribution {
  const summaries = results.map(({ summary }) => summary);
  const averaged = summaries.filter(({ classes }) => classes.length > 0);
  return {
    images: summaries[0]!.images,
    methods: summaries.map(({ spec: { method, samples }, checks, topTenthShare, deletion }): MethodSummary => ({
      method,
      samples,
      checks,
      topTenthShare,
      curve: deletion.mean,
      areas: deletion.areas,
      advantage: advantageOver(random.areas, deletion.areas, seed),
    })),
    random: { orders: spec.orders, curve: random.mean, areas: random.areas },
    deleted: random.deleted,
    classes: Object.fromEntries(averaged.map(({ spec: { method }, classes }) => [method, classes])),
  };
}

/** Attributes the model's decisions by every chosen method. */
export async function attribute(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  specs: readonly AttributeSpec[],
  trained: Promise<Trained>,
  progress: JobProgress,
): Promise<{ readonly attribution: Attribution; readonly refs: Readonly<Record<string, ArtifactRef>> }> {
  const classes = data.summary.classes.length;
  const attributed = specs.map(async (spec) => {
    const tell = progress.part(`Attributing: ${spec.method.replaceAll('-', ' ')}`, costOf(spec, classes));
    const { model, features } = await trained;
    const result = await context.task(
      'attribute',
      { params: spec, inputs: { data, model, ...features }, seed: context.seed('attribute', spec.method) },
      (told) => tell(shareOf(told)),
    );
    tell(1);
    return result;
  });
  const random = randomSpec(context.params, classes);
  const tellRandom = progress.part(
    'Blacking out pixels at random',
    classes * random.perClass * random.orders * (1 + random.deletionSteps),
  );
  const atRandom = trained.then(async ({ model, features }) => {
    const result = await context.task(
      'delete-at-random',
      { params: random, inputs: { data, model, ...features }, seed: context.seed('attribute', 'random') },
      (told) => tellRandom(shareOf(told)),
    );
    tellRandom(1);
    return result;
  });
  const [results, toBeat] = await Promise.all([Promise.all(attributed), atRandom]);
  const refs: Record<string, ArtifactRef> = {};
  for (const { summary, artifacts } of results) {
    refs[ATTRIBUTE_ARTIFACTS.images] = artifacts[ATTRIBUTE_ARTIFACTS.images]!;
    for (const name of [ATTRIBUTE_ARTIFACTS.attributions, ATTRIBUTE_ARTIFACTS.classAverages]) {
      const ref = artifacts[name];
      if (ref) refs[artifactOf(summary.spec.method, name)] = ref;
    }
  }
  return { attribution: together(results, toBeat, context.seed('advantage')), refs };
}
