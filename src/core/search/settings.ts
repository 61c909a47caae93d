/** Settings of samplers and pruners: as a study keeps them, beside the method's name, and checked by the method's own bounds. */
import type { ParamSpec, ParamValues } from '../params';
import { parseParams } from '../params/parse';
import type { StudyPlan } from './types';

type Settings = ParamValues<ParamSpec>;

/** What stands beside the name. */
export function settingsOf(config: { readonly type: string } & Settings): Settings {
  const { type: _, ...settings } = config;
  return settings;
}

/** @throws LookbookError `params/invalid` if a setting is unknown or out of its bounds; missing ones take their default */
export const parseSettings = (type: string, params: ParamSpec, settings: unknown): Settings =>
  parseParams(params, settings, `The settings of "${type}"`);

interface Configurable {
  readonly params: ParamSpec;
  config(plan: StudyPlan): Settings;
}
export function configured<Id extends string>(
  type: Id,
  { params, config }: Configurable,
  plan: StudyPlan,
): { readonly type: Id } & Settings {
  return { type, ...parseSettings(type, params, config(plan)) };
}
