/** The presets: how much to compute. What each sets of a cell's parameters stands beside them, in the cell's types.ts. */
export const PRESET_NAMES = ['quick', 'standard', 'thorough'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** The most images of the training file that a parameter asks for: a job takes as many of them as there are. */
export const MOST_IMAGES = 200_000;
