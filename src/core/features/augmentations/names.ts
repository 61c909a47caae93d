/**
 * What Features offers as augmentation, by the names that notebooks keep: every augmentation, and several at once (`combined.ts`).
 * To add an augmentation: a file `<id>.ts` here and a line below. The page loads this at its start, and no more.
 */
export const AUGMENTATION_LABELS = {
  none: 'none',
  flip: 'mirror',
  shift: 'shift',
  both: 'mirror and shift',
} as const;
export type AugmentationChoice = keyof typeof AUGMENTATION_LABELS;
