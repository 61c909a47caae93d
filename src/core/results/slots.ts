/** Slots that several cells have. */
import type { InputSlot } from './types';

export const DATA_SLOT = { label: 'Data set', kinds: ['data'], required: true } as const satisfies InputSlot;
export const FEATURES_SLOT = { label: 'Features', kinds: ['features'], required: false } as const satisfies InputSlot;
