/** What cells are given by other cells: the slots that a person wires, and the types of what a job finds in them. */
import type { StoredResult } from './types';

export interface InputSlot {
  readonly label: string;
  /** Kinds of cell that can feed this input. */
  readonly kinds: readonly string[];
  /** The job never runs without it. */
  readonly required: boolean;
  /** Fed from a cell below where none above fits: the cell sums up what stands below it. */
  readonly fromBelow?: boolean;
}
export type InputSlots = Readonly<Record<string, InputSlot>>;

export const DATA_SLOT = { label: 'Data set', kinds: ['data'], required: true } as const satisfies InputSlot;
export const FEATURES_SLOT = { label: 'Features', kinds: ['features'], required: false } as const satisfies InputSlot;

/** The results that a job is given, by its cell's slots; of each the part of the summary that the job reads. */
export type InputsOf<Slots extends InputSlots, Read extends Readonly<Record<keyof Slots, unknown>>> = {
  readonly [K in keyof Slots as Slots[K]['required'] extends true ? K : never]: StoredResult<Read[K]>;
} & {
  readonly [K in keyof Slots as Slots[K]['required'] extends true ? never : K]?: StoredResult<Read[K]>;
};
