/** The notebook's own shapes: the document, and what it needs to know of a kind of cell (it knows none by name). */
import type { Budgets, ParamSpec } from '../core/params';
import type { PresetName } from '../core/presets';
import type { LedgerEvent } from '../core/ledger/types';
import type { ArtifactRef, CellStatus, Environment, Json, NdArray, StoredResult } from '../core/results/types';

/**
 * 2: splits are called training, validation and calibration (1: fit, select, calibrate).
 * 3: some parameters are called and written otherwise (core/legacy/parameters.ts).
 */
export const FORMAT = 3;

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
  /** Fed from a cell below where none above fits. */
  readonly fromBelow?: boolean;
}

/** Cell definitions fit this. */
export interface CellShape {
  readonly kind: string;
  readonly title: string;
  readonly params: ParamSpec;
  readonly budgets?: Budgets;
  readonly inputs: Readonly<Record<string, SlotShape>>;
  readonly version: number;
  readonly numeric: boolean;
  readonly readsLedger?: boolean;
  readonly collectsAll?: boolean;
}

/** Kinds in the order in which the notebook offers them. */
export type Shapes = ReadonlyMap<string, CellShape>;

/** What a finished run that is only looked at has left: an example's, or that of a file. */
export interface ShownRun {
  /** ISO time of its last result. */
  readonly computedAt: string;
  readonly environment: Environment;
  /** By cell. */
  readonly statuses: ReadonlyMap<string, CellStatus>;
  /** By key. */
  readonly results: ReadonlyMap<string, StoredResult>;
  readonly ledger: readonly LedgerEvent[];
  /** @returns undefined for an array that the run was kept without @throws LookbookError if it is damaged */
  readArray(ref: ArtifactRef): NdArray | undefined;
}

/** A notebook that is shown in place of the person's own, which stays stored as it is until they take this one. */
export interface ShownNotebook {
  /** What it is and where it comes from, in a sentence or two. */
  readonly sentence: string;
  /** For the undo button, once it has been taken: "take the example". */
  readonly label: string;
  readonly document: NotebookDocument;
  /** Without one, cells show what is stored for their ids. */
  readonly run?: ShownRun;
}
