/** The job's part that attributes: one task a method, side by side, and what they say together. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { ATTRIBUTE_ARTIFACTS, METHODS, type Method } from '../../../core/explain/methods';
import type { ArtifactRef, StoredResult } from '../../../core/results/types';
import { bootstrapInterval, type Interval } from '../../../core/stats/bootstrap';
import type { AttributeSpec, AttributeSummary } from '../../../../workers/tasks/attribute/types';
import type { ExplainContext, Trained } from './context';
import { shareOf, type JobProgress } from './progress';
import { artifactOf } from '../arrays';
import type { Attribution, ExplainParams, MethodSummary } from '../types';

/** Images of each class that class averages are made of, at least. */
const AVERAGED_PER_CLASS = 10;
/** Methods whose attributions are averaged by class. */
const AVERAGED: readonly string[] = ['integrated-gradients', 'expected-gradients'] satisfies Method[];
/** Training images for the mean image and the background of expected gradients. */
export const BACKGROUND = 2000;
/** Noisy copies of SmoothGrad: its authors see little change beyond 50. */
const NOISY_COPIES = 50;
/** Masked copies of LIME for 49 squares: weights from their two halves correlate 0.88 in the median. */
const MASKED_COPIES = 500;
/** Random orders that every method's order is compared with. */
const RANDOM_ORDERS = 5;
/** Points of a deletion curve after the first, at any size: 28 pixels more each of 784, 2 or 3 of 64. */
const DELETION_STEPS = 28;

function samplesOf(method: Method | 'random', { igSteps }: ExplainParams): number {
  switch (method) {
    case 'saliency':
    case 'gradient-x-input':
      return 1;
    case 'smoothgrad':
      return NOISY_COPIES;
    case 'integrated-gradients':
    case 'integrated-gradients-mean':
      return igSteps;
    case 'expected-gradients':
      return 2 * igSteps;
    case 'lime':
      return MASKED_COPIES;
    case 'random':
      return RANDOM_ORDERS;
  }
}

export function specsOf(params: ExplainParams, classes: number): AttributeSpec[] {
  // At least one of each class, and of many classes no more work than of ten.
  const perClass = Math.max(1, Math.round(params.explainedImages / classes));
  const averaged = Math.max(perClass, Math.round(AVERAGED_PER_CLASS * Math.min(1, 10 / classes)));
  return [...METHODS, 'random' as const].map((method) => ({
    method,
    perClass,
    averagedPerClass: AVERAGED.includes(method) ? averaged : 0,
    samples: samplesOf(method, params),
    background: BACKGROUND,
    deletionSteps: DELETION_STEPS,
  }));
}

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

function together(results: readonly StoredResult<AttributeSummary>[], seed: number): Attribution {
  const summaries = results.map(({ summary }) => summary);
  const random = summaries.at(-1)!.deletion.areas;
  const methods = summaries.map(({ spec, completeness, lime, topTenthShare, deletion }): MethodSummary => ({
    method: spec.method,
    samples: spec.samples,
    ...(completeness ? { completeness } : {}),
    ...(lime ? { lime } : {}),
    topTenthShare,
    curve: deletion.mean,
    areas: deletion.areas,
    ...(spec.method === 'random' ? {} : { advantage: advantageOver(random, deletion.areas, seed) }),
  }));
  const averaged = summaries.filter(({ classes }) => classes.length > 0);
  return {
    images: summaries[0]!.images,
    methods,
    deleted: summaries[0]!.deletion.deleted,
    classes: Object.fromEntries(averaged.map(({ spec, classes }) => [spec.method, classes])),
  };
}

/** Attributes the model's decisions by every method. */
export async function attribute(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  trained: Promise<Trained>,
  progress: JobProgress,
): Promise<{ readonly attribution: Attribution; readonly refs: Readonly<Record<string, ArtifactRef>> }> {
  const classes = data.summary.classes.length;
  const results = await Promise.all(
    specsOf(context.params, classes).map(async (spec) => {
      const tell = progress.part(`Attributing: ${spec.method.replaceAll('-', ' ')}`, costOf(spec, classes));
      const { model, features } = await trained;
      const result = await context.task(
        'attribute',
        { params: spec, inputs: { data, model, ...features }, seed: context.seed('attribute', spec.method) },
        (told) => tell(shareOf(told)),
      );
      tell(1);
      return result;
    }),
  );
  const refs: Record<string, ArtifactRef> = {};
  for (const { summary, artifacts } of results) {
    const { method } = summary.spec;
    refs[ATTRIBUTE_ARTIFACTS.images] = artifacts[ATTRIBUTE_ARTIFACTS.images]!;
    if (method === 'random') continue;
    for (const name of [ATTRIBUTE_ARTIFACTS.attributions, ATTRIBUTE_ARTIFACTS.classAverages]) {
      const ref = artifacts[name];
      if (ref) refs[artifactOf(method, name)] = ref;
    }
  }
  return { attribution: together(results, context.seed('advantage')), refs };
}
