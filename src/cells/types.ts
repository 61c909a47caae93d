/** What a cell kind brings to the page. The registry, the notebook and the report know cells only through this. */
import type { Component } from 'svelte';
import type { FileRequest } from '../core/exchange';
import type { DataShape } from '../core/dataset/shape';
import type { Budgets, ParamSpec, ParamValues } from '../core/params';
import type { LedgerEvent } from '../core/ledger/types';
import type { ArtifactRef, InputSlots, Json, NdArray, StoredResult } from '../core/results/types';
import type { Block } from '../plots/blocks';
import type { Highlights } from './highlights';

/** What findings and blocks are made from. */
export interface CellContent<Params = ParamValues<ParamSpec>, Summary = unknown> {
  readonly cellId: string;
  readonly params: Params;
  readonly summary: Summary;
  readonly result: StoredResult<Summary>;
  readonly inputs: Readonly<Record<string, StoredResult>>;
  /**
   * What the data set is that the result was made from: size of its images, names of its classes. Of a cell that gathers
   * what others left, that of the notebook's first data set; undefined where none is known.
   */
  readonly data?: DataShape;
  /** Arrays behind the result. */
  read(ref: ArtifactRef): Promise<NdArray>;
  readonly ledger: readonly LedgerEvent[];
  /** The result is only shown (an example, a saved run): it was computed elsewhere, and its data set is not expected here. */
  readonly shownOnly?: boolean;
}

/** Props of a cell's own view (below the finding, in place of the plain list of blocks). */
export interface CellViewProps {
  readonly content: CellContent | undefined;
  /** What the running job reports beyond numbers. */
  readonly live: unknown;
  readonly running: boolean;
  /** Changes parameters of this cell (through undo). */
  setParams(values: Record<string, Json>): void;
  /** Runs this cell. */
  run(): void;
}

/** A line of the mission that a cell carries out: a row of the requirements page. */
export interface Requirement {
  readonly mission: 'M1' | 'M2' | 'M3' | 'M4';
  /** What was asked for, in a few words: "Missing values". */
  readonly requirement: string;
  /** How it is done, by the field's own terms. */
  readonly algorithm: string;
  /** Paper, book or program that it follows or is checked against; "closed form" or "definition" where there is none. */
  readonly reference: string;
  /** `id` of the block of this cell that shows it: without that block the line is not carried out. */
  readonly figureId?: string;
  /** Why a result does not carry the line out though its block may be there, without a full stop; undefined if it does. */
  unmet?(content: CellContent): string | undefined;
  /** By what a result carries it out, where a parameter chooses that: in place of the algorithm and the reference above. */
  method?(content: CellContent): Pick<Requirement, 'algorithm' | 'reference'>;
}

/** A headline number of a cell, which notes quote by its name: `{{explain.accuracy}}`. */
export interface NamedValue<Summary = unknown> {
  /** What it is, in a few words; docs/live-values.md lists it. */
  readonly what: string;
  /** As people read it, with its unit; none where this result has no such number. Pure and quick. */
  text(content: CellContent<ParamValues<ParamSpec>, Summary>): string | null | undefined;
}
/** By name: letters and digits, short. */
export type NamedValues<Summary = unknown> = Readonly<Record<string, NamedValue<Summary>>>;

/** Which blocks stand open, and the sections that the others are folded into. */
export interface Levels<Params = ParamValues<ParamSpec>, Summary = unknown> {
  /** The finding's number with its noun, in at most 16 characters, beside the title in an outline: "84 pairs". Pure and quick. */
  brief?(content: CellContent<Params, Summary>): string | undefined;
  /** Ids of the blocks that may be the key figure: the first that a result has stands open. */
  readonly key: readonly string[];
  /** In order; one without a block is left out. */
  readonly sections: readonly {
    /** Unique within the cell; part of links. */
    readonly id: string;
    /** What is in it, in a few words. */
    readonly title: string;
    /** Ids of its blocks, or the beginnings of ids with a star. */
    readonly blocks: readonly string[];
    /** Its most notable number, in a few words: "5 of 52 tests significant". Pure and quick. */
    notable?(content: CellContent<Params, Summary>): string | undefined;
  }[];
}

/** A cell's words and figures. */
export interface CellPresentation<Params = ParamValues<ParamSpec>, Summary = unknown> {
  /** What each parameter does, with its unit: a sentence below its field in the inspector. */
  readonly help: { readonly [Name in keyof Params]: string };
  /** "How this works": method, source, limits; Markdown. */
  readonly about: string;
  /** The finding in a sentence or two, each readable alone; the first is the headline. Pure and quick. */
  findings(content: CellContent<Params, Summary>): string[];
  /** Everything to show and to report, in order. Figures and images load their data when drawn. */
  blocks(content: CellContent<Params, Summary>): Block[];
  /** How they are read: the key figure, and the sections. If left out, all blocks after the first are one section. */
  readonly levels?: Levels<Params, Summary>;
  /**
   * Whether a result shows what an earlier one of its kind has shown, so that it is a single sentence: why that is, to follow
   * a colon, or the empty string; undefined if it shows something else. Results with one key are equal anyway.
   */
  same?(content: CellContent<Params, Summary>, earlier: CellContent<Params, Summary>): string | undefined;
  /** What it gives to the summary of the study; nothing if left out. Pure and quick. */
  highlights?(content: CellContent<Params, Summary>): Highlights;
  /** The headline numbers that notes can quote by a short name; none if left out. */
  readonly values?: NamedValues<Summary>;
  /** The lines of the mission that the cell carries out; none if left out. */
  readonly requirements?: readonly Requirement[];
  /** Files that can be made of the result, the cell's part of the hand-in kit beyond words and figures; none if left out. */
  files?(content: CellContent<Params, Summary>): readonly FileRequest[];
}

export interface CellDefinition<Spec extends ParamSpec = ParamSpec> {
  readonly kind: string;
  readonly title: string;
  /** "M1 Exploratory analysis"; empty if it serves all. */
  readonly mission: string;
  /** What the cell is for, in one sentence; shown before it has run. */
  readonly purpose: string;
  readonly params: Spec;
  /** Seconds that Quick takes on two cores with nothing beside it: a cell's part in the time left of all; 1 if left out. */
  readonly weight?: number;
  /** What the presets set of them; nothing if left out. */
  readonly budgets?: Budgets<Spec>;
  readonly inputs: InputSlots;
  /** Mirrors of the job's facts, for keys: see CellJob. */
  readonly version: number;
  readonly numeric: boolean;
  readonly readsLedger?: boolean;
  /** The cell takes every other cell as an input (Report); `inputs` is empty then. */
  readonly collectsAll?: boolean;
  /** What the cell says of its results; loaded when there is something to say, as the view is. */
  readonly presentation: () => Promise<{ readonly presentation: CellPresentation }>;
  /** An interactive view; without one the page shows the blocks. */
  readonly view?: () => Promise<{ default: Component<CellViewProps> }>;
  /** The view has something to offer before the first result; others are loaded when there is one, or it is being made. */
  readonly opensEmpty?: boolean;
}

/** Erases a definition's own types, for the registry. Params are parsed before they reach it. */
export function defineCell<Spec extends ParamSpec>(definition: CellDefinition<Spec>): CellDefinition {
  return definition as unknown as CellDefinition;
}

/** Erases a presentation's own types, likewise. */
export function definePresentation<Spec extends ParamSpec, Summary>(
  presentation: CellPresentation<ParamValues<Spec>, Summary>,
): CellPresentation {
  return presentation as unknown as CellPresentation;
}
