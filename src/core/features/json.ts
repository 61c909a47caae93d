/** A fitted pipeline as a JSON file, and back. */
import type { ImageSize } from '../dataset/shape';
import { LookbookError } from '../errors';
import { whyNotJson } from '../json';
import { isObject } from '../own';
import type { Json, NdArray } from '../results/types';
import { planPipeline } from './pipeline';
import { STEPS } from './steps';
import { MOST_SIDE } from '../dataset/shape';
import { inputOf, layoutSize, rawLayout } from './types';
import type { FittedArrays, FittedPipeline, FittedStep, Layout, StepDefinition } from './types';

/** Arrays are written as lists: every float32 is a float64, and JSON's shortest decimals bring the same bits back. */
export function pipelineToJson(fitted: FittedPipeline): Json {
  return {
    schema: fitted.schema,
    version: fitted.version,
    fittedOn: fitted.fittedOn,
    input: { ...fitted.input },
    output: { ...fitted.output },
    steps: fitted.steps.map(({ kind, version, params, arrays }) => ({
      kind,
      version,
      params,
      arrays: Object.fromEntries(
        Object.entries(arrays).map(([name, { data, shape }]) => [name, { shape, data: Array.from(data) }]),
      ),
    })),
  };
}

function broken(what: string): never {
  throw new LookbookError('notebook/invalid', `This pipeline cannot be read: ${what}.`);
}

function arrayFrom(value: unknown, where: string): NdArray<Float32Array> {
  if (!isObject(value) || !Array.isArray(value['shape']) || !Array.isArray(value['data']))
    return broken(`${where} is not an array`);
  const { shape, data } = value as { shape: unknown[]; data: unknown[] };
  if (!shape.every((side) => Number.isInteger(side) && (side as number) > 0)) return broken(`${where} has no shape`);
  const size = (shape as number[]).reduce((product, side) => product * side, 1);
  if (size !== data.length) return broken(`${where} has ${data.length} numbers where its shape wants ${size}`);
  if (!data.every((item) => Number.isFinite(item))) return broken(`${where} holds something that is not a number`);
  const beyond = (data as number[]).find((item) => !Number.isFinite(Math.fround(item)));
  if (beyond !== undefined) return broken(`${where} holds ${beyond}, more than a 32-bit number can be`);
  return { data: Float32Array.from(data as number[]), shape: shape as number[] };
}

function stepFrom(value: unknown, index: number): FittedStep {
  const where = `step ${index + 1}`;
  if (!isObject(value) || typeof value['kind'] !== 'string') return broken(`${where} has no kind`);
  if (!Number.isInteger(value['version'])) return broken(`${where} has no version`);
  const { params, arrays } = value;
  if (!isObject(params) || !isObject(arrays)) return broken(`${where} has no parameters or no arrays`);
  const read: Record<string, NdArray<Float32Array>> = {};
  for (const [name, array] of Object.entries(arrays)) read[name] = arrayFrom(array, `"${name}" of ${where}`);
  return {
    kind: value['kind'],
    version: value['version'] as number,
    params: params as FittedStep['params'],
    arrays: read,
  };
}

/** The arrays that a step must have: those its fitter would make. */
function checkArrays(arrays: FittedArrays, wanted: FittedArrays, where: string): void {
  const names = Object.keys(wanted);
  if (names.join() !== Object.keys(arrays).sort().join())
    broken(`${where} needs the arrays ${names.join(', ') || 'none'}`);
  for (const name of names) {
    if (arrays[name]!.shape.join() !== wanted[name]!.shape.join())
      broken(`"${name}" of ${where} has another shape than the step needs`);
  }
  if (arrays['std']?.data.some((value) => value <= 0)) broken(`"std" of ${where} must be above 0`);
}

/** The size that a file names; a file of the first versions names none. */
function sizeFrom(value: unknown): ImageSize {
  if (value === undefined) return inputOf({});
  if (!isObject(value)) return broken('its "input" is not a size');
  const { height, width } = value;
  const whole = (side: unknown): side is number =>
    Number.isInteger(side) && (side as number) > 0 && (side as number) <= MOST_SIDE;
  if (!whole(height) || !whole(width))
    return broken(`its "input" must have a height and a width of 1 to ${MOST_SIDE} pixels`);
  return { height, width };
}

/**
 * A fitted pipeline from JSON, checked throughout.
 * @throws LookbookError `notebook/invalid` naming what is wrong, `params/invalid` for steps that do not fit together,
 *   `storage/newer` for a later version
 */
export function pipelineFromJson(json: unknown, known: readonly StepDefinition[] = STEPS): FittedPipeline {
  if (!isObject(json) || json['schema'] !== 'lookbook/pipeline') return broken('it is not a feature pipeline');
  const problem = whyNotJson(json);
  if (problem !== undefined) return broken(`it ${problem}`);
  if (json['version'] !== 1) throw new LookbookError('storage/newer');
  if (!Array.isArray(json['steps'])) return broken('it has no list of steps');
  const fittedOn = json['fittedOn'];
  if (!Number.isInteger(fittedOn) || (fittedOn as number) < 1)
    return broken('it does not say on how many images it was fitted');
  const steps = json['steps'].map(stepFrom);
  const input = sizeFrom(json['input']);
  const planned = planPipeline(steps, input, known);
  planned.forEach(({ definition, params, input: layout }, index) => {
    const where = `step ${index + 1}`;
    if (steps[index]!.version !== definition.version) throw new LookbookError('storage/newer');
    checkArrays(steps[index]!.arrays, emptyFit(definition, params, layout), where);
  });
  return {
    schema: 'lookbook/pipeline',
    version: 1,
    input,
    steps: steps.map((step, index) => ({ ...step, params: planned[index]!.params })),
    output: planned.at(-1)?.output ?? rawLayout(input),
    fittedOn: fittedOn as number,
  };
}

/** What a step's fitter makes of one black image: the names, sorted, and shapes of its arrays. */
function emptyFit(definition: StepDefinition, params: FittedStep['params'], layout: Layout): FittedArrays {
  const fitter = definition.fitter?.(params as never, layout);
  if (!fitter) return {};
  fitter.observe({ data: new Float32Array(layoutSize(layout)), count: 1, layout });
  return Object.fromEntries(Object.entries(fitter.finish()).sort(([a], [b]) => (a < b ? -1 : 1)));
}
