/** What the shell lets cells' own views do. Given through Svelte's context. */
import { getContext, setContext } from 'svelte';

/** A file that has been made and can be downloaded. */
export interface MadeFile {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface ShellActions {
  /** Makes the report of the whole notebook and downloads it. */
  exportReport(): Promise<void>;
  /** Makes a zip of all figures as PNG and downloads it. */
  saveFigures(): Promise<void>;
  /** Makes the hand-in kit, one zip of everything, and downloads it. */
  exportKit(): Promise<void>;
  /** Makes a file that shows this notebook with its results on any Lookbook, and downloads it. */
  saveRun(): Promise<void>;
  /** Makes the kit's files, without the figures. */
  kitParts(): Promise<readonly MadeFile[]>;
  download(file: MadeFile): void;
}

const KEY = Symbol('shell actions');

export const provideActions = (actions: ShellActions): ShellActions => setContext(KEY, actions);
export const useActions = (): ShellActions => getContext<ShellActions>(KEY);
