/** The samplers of the registry, each loaded when it is asked for. To add one: a file in samplers/ and a line in sampler-names.ts. */
import { knownName } from '../known';
import { configured, settingsOf } from './settings';
import { SAMPLER_LABELS, type SamplerId } from './sampler-names';
import type { Sampler, SamplerConfig, StudyPlan } from './types';

/** @throws LookbookError `params/invalid` for a name that is none, with the names there are */
export async function openSampler(type: string): Promise<Sampler> {
  const id = knownName(SAMPLER_LABELS, type, 'sampler');
  const { sampler } = (await import(`./samplers/${id}.ts`)) as { readonly sampler: Sampler };
  return sampler;
}

/** A sampler with its settings for a study. @throws LookbookError as {@link openSampler} */
export async function samplerConfig(type: SamplerId, plan: StudyPlan): Promise<SamplerConfig> {
  return configured(type, await openSampler(type), plan);
}

/** "TPE after 6 random trials, 24 candidates a parameter". */
export async function describeSampler(config: SamplerConfig): Promise<string> {
  return (await openSampler(config.type)).describe(settingsOf(config));
}
