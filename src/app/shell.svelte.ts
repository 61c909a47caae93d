/** What the shell's components share: the workspace, the definitions, and which cell is looked at. */
import { getContext, setContext } from 'svelte';
import type { CellDefinition } from '../cells/types';
import type { JobsClient } from '../jobs/client';
import type { Workspace } from '../notebook/workspace.svelte';

const narrow = (): boolean => matchMedia('(max-width: 860px)').matches;

export class Shell {
  readonly workspace: Workspace;
  readonly definitions: ReadonlyMap<string, CellDefinition>;
  /** For tasks that belong to no cell. */
  readonly client: Pick<JobsClient, 'task'>;
  /** The cell that keys act on. */
  activeId: string | undefined = $state();
  /** The cell whose settings are open. */
  inspectedId: string | undefined = $state();
  /** On a narrow page, where it lies over the cells. */
  outlineOpen = $state(false);
  /** On a wide one, where it stands beside them. */
  outlineFolded = $state(false);
  /** The dialog that is open: the list of keys, or what a link may carry. */
  dialog: 'Shortcuts' | 'ShareLink' | undefined = $state();
  /** What is being made for download, in words. */
  making: string | undefined = $state();
  offlineReady = $state(false);
  /** Takes the new version, once one has been downloaded. */
  update: (() => void) | undefined = $state.raw();

  /** The site's ready-made example, if it has one. */
  example: URL | undefined = $state.raw();
  /** The site's folder of data. */
  readonly dataUrl: string;

  constructor(
    workspace: Workspace,
    definitions: ReadonlyMap<string, CellDefinition>,
    client: Shell['client'],
    dataUrl: string,
  ) {
    this.dataUrl = dataUrl;
    this.workspace = workspace;
    this.definitions = definitions;
    this.client = client;
  }

  /** @throws Error for a kind without a definition; documents are checked for it when they are read */
  definition(kind: string): CellDefinition {
    const definition = this.definitions.get(kind);
    if (!definition) throw new Error(`There is no cell of kind "${kind}"`);
    return definition;
  }

  /** The cell's title, with its number if it is not the first of its kind. */
  titleOf(cell: { readonly id: string; readonly kind: string }): string {
    const number = /-(\d+)$/.exec(cell.id)?.[1];
    return this.definition(cell.kind).title + (number && cell.id !== cell.kind ? ` ${number}` : '');
  }

  /** A part of the page that is loaded when needed did not come. @param what it is called, to begin a sentence */
  tellLost(what: string): void {
    this.workspace.notices.add(`${what} could not be loaded. Check the connection and try again.`, 'danger');
  }

  inspect(cellId: string | undefined): void {
    this.inspectedId = this.inspectedId === cellId ? undefined : cellId;
    if (cellId !== undefined) this.activeId = cellId;
  }

  toggleOutline(): void {
    if (narrow()) this.outlineOpen = !this.outlineOpen;
    else this.outlineFolded = !this.outlineFolded;
  }
  get outlineShown(): boolean {
    return narrow() ? this.outlineOpen : !this.outlineFolded;
  }

  /** Scrolls to a cell and gives it the keyboard. */
  goTo(cellId: string): void {
    this.activeId = cellId;
    this.outlineOpen = false;
    const element = document.getElementById(`cell-${cellId}`);
    element?.scrollIntoView({ behavior: 'smooth', block: 'start' });
    element?.focus({ preventScroll: true });
  }

  /** Adds a cell and goes to it once it is on the page. */
  add(kind: string, after?: string): void {
    this.#goToNew(this.workspace.editor.addCell(kind, after));
  }
  duplicate(cellId: string): void {
    this.#goToNew(this.workspace.editor.duplicateCell(cellId));
  }
  #goToNew(id: string | undefined): void {
    if (id !== undefined) requestAnimationFrame(() => this.goTo(id));
  }

  remove(cellId: string): void {
    if (this.workspace.isActive(cellId)) void this.workspace.cancel(cellId);
    if (this.inspectedId === cellId) this.inspectedId = undefined;
    this.workspace.editor.deleteCell(cellId);
  }
}

const KEY = Symbol('shell');
export const provideShell = (shell: Shell): Shell => setContext(KEY, shell);
export const useShell = (): Shell => getContext<Shell>(KEY);
