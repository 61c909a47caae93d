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

/** The pipeline that a result holds. */
export async function readPipeline(
  result: StoredResult<HoldsPipeline>,
  read: (ref: ArtifactRef) => Promise<NdArray>,
): Promise<FittedPipeline> {
  const { steps, output, fittedOn } = result.summary.pipeline;
  const fitted = await Promise.all(
    steps.map(async (step, index): Promise<FittedStep> => {
      const prefix = artifactName(index, '');
      const own = Object.entries(result.artifacts).filter(([name]) => name.startsWith(prefix));
      const arrays = await Promise.all(
        own.map(
          async ([name, ref]) => [name.slice(prefix.length), (await read(ref)) as NdArray<Float32Array>] as const,
        ),
      );
      return { ...step, arrays: Object.fromEntries(arrays) };
    }),
  );
  return {
    schema: 'lookbook/pipeline',
    version: 1,
    input: inputOf(result.summary.pipeline),
    steps: fitted,
    output,
    fittedOn,
  };
}
