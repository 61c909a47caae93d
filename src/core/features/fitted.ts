/** A fitted pipeline as a result holds it: its steps in the summary, its arrays among the artifacts. */
import type { ImageSize } from '../dataset/shape';
import type { NdArray, StoredResult, ArtifactRef } from '../results/types';
import { pipelineHash } from './pipeline';
import { inputOf } from './types';
import type { FittedPipeline, FittedStep, Layout, StepSpec } from './types';

/** What a pipeline is fitted from; equal recipes on equal data give equal pipelines. */
export interface PipelineRecipe {
  readonly steps: readonly StepSpec[];
  /** The first so many images of the training split's seeded order. */
  readonly trainImages: number;
}

/** A fitted pipeline without its arrays. */
export interface PipelineHead {
  readonly steps: readonly Omit<FittedStep, 'arrays'>[];
  /** Absent in pipelines of the first versions, which take 28 x 28 pixels. */
  readonly input?: ImageSize;
  readonly output: Layout;
  readonly fittedOn: number;
  /** SHA-256 of what the pipeline contains, arrays included. */
  readonly hash: string;
}

export interface HoldsPipeline {
  readonly pipeline: PipelineHead;
}

const artifactName = (step: number, array: string): string => `pipeline.${step}.${array}`;

/** The two parts in which a result holds a pipeline. */
export function splitPipeline(fitted: FittedPipeline): {
  readonly pipeline: PipelineHead;
  readonly artifacts: Readonly<Record<string, NdArray>>;
} {
  const artifacts: Record<string, NdArray> = {};
  fitted.steps.forEach(({ arrays }, index) => {
    for (const [name, array] of Object.entries(arrays)) artifacts[artifactName(index, name)] = array;
  });
  const steps = fitted.steps.map(({ kind, version, params }) => ({ kind, version, params }));
  return {
    pipeline: {
      steps,
      input: fitted.input,
      output: fitted.output,
      fittedOn: fitted.fittedOn,
      hash: pipelineHash(fitted),
    },
    artifacts,
  };
}

/** Stands for the names of all its arrays. */
export const PIPELINE_ARRAYS = 'pipeline.*';

/** The pipeline of a summary and the arrays of its result, by name; others among them are left alone. */
export function pipelineIn({
  summary,
  arrays,
}: {
  readonly summary: HoldsPipeline;
  readonly arrays: Readonly<Record<string, NdArray>>;
}): FittedPipeline {
  const { steps, output, fittedOn } = summary.pipeline;
  const fitted = steps.map((step, index): FittedStep => {
    const prefix = artifactName(index, '');
    const own = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
    return {
      ...step,
      arrays: Object.fromEntries(
        own.map(([name, array]) => [name.slice(prefix.length), array as NdArray<Float32Array>] as const),
      ),
    };
  });
  return { schema: 'lookbook/pipeline', version: 1, input: inputOf(summary.pipeline), steps: fitted, output, fittedOn };
}

/** The pipeline that a result holds. */
export async function readPipeline(
  { summary, artifacts }: StoredResult<HoldsPipeline>,
  read: (ref: ArtifactRef) => Promise<NdArray>,
): Promise<FittedPipeline> {
  const prefixes = summary.pipeline.steps.map((_, index) => artifactName(index, ''));
  const own = Object.entries(artifacts).filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)));
  const arrays = await Promise.all(own.map(async ([name, ref]) => [name, await read(ref)] as const));
  return pipelineIn({ summary, arrays: Object.fromEntries(arrays) });
}
