/** What the shell lets cells' own views do. Given through Svelte's context. */
import { getContext, setContext } from 'svelte';

export interface ShellActions {
  /** Makes the report of the whole notebook and downloads it. */
  exportReport(): Promise<void>;
  /** Makes a zip of all figures as PNG and downloads it. */
  saveFigures(): Promise<void>;
}

const KEY = Symbol('shell actions');

export const provideActions = (actions: ShellActions): ShellActions => setContext(KEY, actions);
export const useActions = (): ShellActions => getContext<ShellActions>(KEY);
