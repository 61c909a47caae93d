/** All kinds of cell, one line each, in the order of the mission: the default notebook has one of each. */
export const KINDS = ['data', 'explore', 'explain', 'track', 'report'] as const;
