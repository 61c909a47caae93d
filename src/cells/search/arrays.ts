/** Names of what the Search cell leaves of each family. */
import type { SearchedFamily as FamilyId } from '../../core/families/names';

/** Durations of a family in the cell's timing, in seconds. */
export const fitSeconds = (family: FamilyId): string => `${family}.fit`;
export const imageSeconds = (family: FamilyId): string => `${family}.image`;
/** Where the cell passes on a family's predictions of the validation split: float32 [images, 10]. */
export const predictionsOf = (family: FamilyId): string => `predictions.${family}`;
