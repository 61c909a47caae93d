/** The choices that are not one augmentation, and what they put in. */
import type { AugmentationChoice } from './names';

export const COMBINED = {
  none: [],
  both: ['flip', 'shift'],
} as const satisfies Partial<Record<AugmentationChoice, readonly AugmentationChoice[]>>;
