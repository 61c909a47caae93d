/** The notebook's own shapes: the document, and what it needs to know of a kind of cell (it knows none by name). */
import type { ParamSpec } from '../core/params';
import type { PresetName } from '../core/presets';
import type { Json } from '../core/results/types';

export const FORMAT = 1;

export interface Cell {
  readonly id: string;
  readonly kind: string;
  /** Only what a person set; the rest comes from the preset and the defaults. */
  readonly params: Readonly<Record<string, Json>>;
  /** Input name -> id of the cell that provides it. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Markdown. */
  readonly note: string;
}

export interface NotebookDocument {
  readonly format: typeof FORMAT;
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly preset: PresetName;
  readonly rootSeed: number;
  readonly cells: readonly Cell[];
}

export interface SlotShape {
  readonly label: string;
  /** Kinds of cell that can feed this input. */
  readonly kinds: readonly string[];
  readonly required: boolean;
}

/** Cell definitions fit this. */
export interface CellShape {
  readonly kind: string;
  readonly title: string;
  readonly params: ParamSpec;
  readonly inputs: Readonly<Record<string, SlotShape>>;
  readonly version: number;
  readonly numeric: boolean;
  readonly readsLedger?: boolean;
  readonly collectsAll?: boolean;
}

/** Kinds in the order in which the notebook offers them. */
export type Shapes = ReadonlyMap<string, CellShape>;
