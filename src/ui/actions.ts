/** What the shell lets cells' own views do. Given through Svelte's context. */
import { getContext, setContext } from 'svelte';
import type { FileRequest } from '../core/exchange';
import type { LedgerEvent } from '../core/ledger/types';
import type { Json } from '../core/results/types';

/** A file that has been made and can be downloaded. */
export interface MadeFile {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A cell that takes another's result. */
export interface Taker {
  readonly id: string;
  readonly title: string;
  /** Only what a person set. */
  readonly params: Readonly<Record<string, Json>>;
}

/** What a cell's view may do to the cells that build on it. */
export interface NeighbourActions {
  /** The cells that take this cell's result under an input of this name. */
  takersOf(cellId: string, input: string): readonly Taker[];
  /** Writes parameters into another cell, and why into its note, as one step that can be undone. */
  setParamsOf(
    cellId: string,
    values: Readonly<Record<string, Json>>,
    why: { source: string; text: string },
  ): Promise<void>;
  goTo(cellId: string): void;
}

/** What a cell's view may do with the ledger. */
export interface LedgerActions {
  /** The ledger as it is now, also where the cell's content is steady. */
  ledger(): readonly LedgerEvent[];
  /** Appends what a person has decided. @returns whether it is stored; if not, the person has been told */
  append(events: readonly LedgerEvent[]): Promise<boolean>;
}

export interface ShellActions extends NeighbourActions, LedgerActions {
  /** The site's folder of data, as a whole address. */
  readonly dataUrl: string;
  /** Makes the report of the whole notebook and downloads it. */
  exportReport(): Promise<void>;
  /** Makes a zip of all figures as PNG and downloads it. */
  saveFigures(): Promise<void>;
  /** Makes the hand-in kit, one zip of everything, and downloads it. */
  exportKit(): Promise<void>;
  /** Makes a file that shows this notebook with its results on any Lookbook, and downloads it. */
  saveRun(): Promise<void>;
  /** Makes one file that a cell offers and downloads it. @throws LookbookError if it cannot be made */
  saveFile(request: FileRequest): Promise<void>;
  /** Makes the kit's files, without the figures. */
  kitParts(): Promise<readonly MadeFile[]>;
  download(file: MadeFile): void;
}

const KEY = Symbol('shell actions');

export const provideActions = (actions: ShellActions): ShellActions => setContext(KEY, actions);
export const useActions = (): ShellActions => getContext<ShellActions>(KEY);
