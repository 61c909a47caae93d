/** The samplers, by name: a line each, and a file of that name in samplers/. Kept light for the page. */

export const SAMPLER_LABELS = {
  tpe: 'TPE',
  random: 'Random',
} as const;

export type SamplerId = keyof typeof SAMPLER_LABELS;
