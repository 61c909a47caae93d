/**
 * Studies: ask and tell in generations of a fixed width, as immutable JSON values.
 * A generation is asked for at once and told at once, in trial order. So what a study suggests depends on its
 * configuration and on the results, never on how many trials ran side by side or which ended first.
 */
import { LookbookError } from '../errors';
import { whyNotJson } from '../json';
import { isObject, own } from '../own';
import type { ParamSpec } from '../params';
import { openPruner } from './pruners';
import type { PrunerId } from './pruner-names';
import { openSampler } from './samplers';
import type { SamplerId } from './sampler-names';
import { parseSettings } from './settings';
import { checkSpace, contains, pointKey, type Point } from './space';
import { pointOf, suggest } from './suggest';
import type { Study, StudyConfig, Trial, TrialResult } from './types';

/** A new study without trials. @throws LookbookError `params/invalid` for a space or a width that cannot be used */
export function createStudy(config: StudyConfig): Study {
  checkSpace(config.space);
  if (!Number.isInteger(config.width) || config.width < 1) {
    throw new LookbookError(
      'params/invalid',
      `A generation needs a whole number of trials, at least 1, not ${config.width}.`,
    );
  }
  return { schema: 'lookbook/study', version: 1, ...config, trials: [] };
}

export const pendingTrials = (study: Study): readonly Trial[] =>
  study.trials.filter((trial) => trial.state === 'pending');

/**
 * Asks for the next generation: `width` trials, or fewer with `atMost`, at points that no trial has had. Fewer come, and
 * at last none, when a finite space is used up.
 * @param given points to be tried before what the sampler suggests; those that a trial has had, or that were given before,
 *   are passed over
 * @throws RangeError if the generation before has not been told, or a given point lies outside the space
 * @throws LookbookError `params/invalid` for a sampler that is not known
 */
export async function ask(
  study: Study,
  atMost: number = study.width,
  given: readonly Point[] = [],
): Promise<{ readonly study: Study; readonly trials: readonly Trial[] }> {
  if (pendingTrials(study).length > 0) throw new RangeError('ask: the generation before has not been told');
  const sampler = await openSampler(study.sampler.type);
  const generation = (study.trials.at(-1)?.generation ?? -1) + 1;
  const had = new Set(study.trials.map((trial) => pointKey(trial.params)));
  const wanted = given
    .map((point) => pointOf(study.space, point, 'those given to ask'))
    .filter((point) => {
      const key = pointKey(point);
      if (had.has(key)) return false;
      had.add(key);
      return true;
    });
  let asked = study;
  for (let member = 0; member < Math.min(study.width, atMost); member += 1) {
    const params = wanted[member] ?? suggest(asked, sampler);
    if (params === undefined) break;
    const trial: Trial = {
      number: asked.trials.length,
      generation,
      params,
      state: 'pending',
      reports: [],
      metrics: {},
    };
    asked = { ...asked, trials: [...asked.trials, trial] };
  }
  return { study: asked, trials: asked.trials.slice(study.trials.length) };
}

/**
 * Tells the results of the pending generation, in any order; they are taken in trial order.
 * @throws RangeError if a result is missing, twice or for a trial that is not pending
 */
export function tell(study: Study, results: readonly TrialResult[]): Study {
  const pending = pendingTrials(study).map((trial) => trial.number);
  const told = results.map((result) => result.number).sort((a, b) => a - b);
  if (told.length !== pending.length || told.some((number, index) => number !== pending[index])) {
    throw new RangeError(`tell: trials ${pending.join(', ')} are pending, but ${told.join(', ')} were told`);
  }
  const byNumber = new Map(results.map((result) => [result.number, result]));
  const trials = study.trials.map((trial) => {
    const result = byNumber.get(trial.number);
    return result ? finished(trial, result) : trial;
  });
  return { ...study, trials };
}

function finished(trial: Trial, result: TrialResult): Trial {
  const diverged = result.state === 'complete' && !Number.isFinite(result.value);
  const reason = diverged ? (result.reason ?? 'The objective is not a number.') : result.reason;
  const reports = (result.reports ?? []).filter((report) => Number.isFinite(report.value));
  const metrics = Object.entries(result.metrics ?? {}).filter(([, value]) => Number.isFinite(value));
  return {
    number: trial.number,
    generation: trial.generation,
    params: trial.params,
    state: diverged ? 'failed' : result.state,
    ...(result.state === 'complete' && !diverged ? { value: result.value! } : {}),
    reports,
    metrics: Object.fromEntries(metrics),
    ...(reason === undefined ? {} : { reason }),
  };
}

const isReport = (value: unknown): boolean =>
  isObject(value) && Number.isFinite(value['step']) && Number.isFinite(value['value']);

const STATES: readonly string[] = ['pending', 'complete', 'pruned', 'failed'];

/** A part of a stored study: a sampler or a pruner with its settings, checked by the method itself. */
async function checkedConfig<Id extends string>(
  config: unknown,
  open: (type: string) => Promise<{ readonly params: ParamSpec }>,
) {
  const { type, ...settings } = isObject(config) ? config : {};
  try {
    const { params } = await open(type as string);
    return { type: type as Id, ...parseSettings(type as string, params, settings) };
  } catch (thrown) {
    if (!(thrown instanceof LookbookError)) throw thrown;
    throw new LookbookError('notebook/invalid', `This study cannot be read. ${thrown.message}`, { cause: thrown });
  }
}

/**
 * A study from JSON that was stored or imported, checked. For exporters and importers of studies; a stored result of Tune is
 * shown as it is.
 * @throws LookbookError `storage/newer` for a later version, `notebook/invalid` naming what is wrong
 */
export async function studyFromJson(json: unknown): Promise<Study> {
  const broken = (what: string): never => {
    throw new LookbookError('notebook/invalid', `This study cannot be read: ${what}.`);
  };
  if (!isObject(json) || json['schema'] !== 'lookbook/study') return broken('it is not a study');
  const problem = whyNotJson(json);
  if (problem !== undefined) return broken(`it ${problem}`);
  if (json['version'] !== 1) throw new LookbookError('storage/newer');
  if (!isObject(json['space']) || !Object.values(json['space']).every(isObject))
    return broken('it has no search space');
  const stored = json as unknown as Study;
  if (!Array.isArray(stored.trials)) return broken('it has no list of trials');
  if (stored.direction !== 'maximize' && stored.direction !== 'minimize') return broken('its direction is unknown');
  if (!Number.isInteger(stored.seed)) return broken('its seed is not a whole number');
  if (!Number.isInteger(stored.width)) return broken('its width is not a whole number');
  const study: Study = {
    ...stored,
    sampler: await checkedConfig<SamplerId>(stored.sampler, openSampler),
    pruner: await checkedConfig<PrunerId>(stored.pruner, openPruner),
  };
  try {
    createStudy(study);
  } catch (thrown) {
    // A bound that is no number has no words of its own.
    if (thrown instanceof LookbookError) throw thrown;
    return broken('its search space cannot be used');
  }
  checkTrials(study, broken);
  return study;
}

function checkTrials({ space, trials }: Study, broken: (what: string) => never): void {
  trials.forEach((trial, index) => {
    if (trial?.number !== index) broken(`trial ${index} is missing`);
    if (!STATES.includes(trial.state)) broken(`trial ${index} is in no known state`);
    if (trial.state === 'complete' && !Number.isFinite(trial.value))
      broken(`trial ${index} is complete without a value`);
    if (!isObject(trial.params) || !isObject(trial.metrics) || !Object.values(trial.metrics).every(Number.isFinite))
      broken(`trial ${index} has no parameters or no metrics`);
    if (!Array.isArray(trial.reports) || !(trial.reports as unknown[]).every(isReport))
      broken(`trial ${index} has no list of reports`);
    for (const [name, dimension] of Object.entries(space)) {
      if (!contains(dimension, own(trial.params, name))) broken(`trial ${index} has "${name}" outside its space`);
    }
  });
}
