/** Edits the document: every change is checked, undoable and saved. What cannot be done is told, and changes nothing. */
import { asLookbookError } from '../core/errors';
import type { Json } from '../core/results/types';
import { listed } from '../core/words/comparisons';
import { Autosave, type SaveState } from './autosave';
import * as edit from './document';
import * as histories from './history';
import type { Notices } from './notices.svelte';
import type { NotebookDocument, Shapes } from './types';

export class Editor {
  readonly #shapes: Shapes;
  readonly #notices: Notices;
  readonly #autosave: Autosave<NotebookDocument>;
  #history: histories.History<NotebookDocument>;
  /** The person's own notebook while another is shown. */
  #own: histories.History<NotebookDocument> | undefined;

  saved: SaveState = $state.raw({ state: 'saved' });
  readonly document: NotebookDocument = $derived.by(() => this.#history.present);
  readonly undoLabel: string | undefined = $derived.by(() => this.#history.past.at(-1)?.label);
  readonly redoLabel: string | undefined = $derived.by(() => this.#history.future[0]?.label);

  /**
   * @param start what stands until a stored document is opened
   * @param save writes a document; a failure is shown as "not saved" and tried again with the next change
   */
  constructor(
    shapes: Shapes,
    start: NotebookDocument,
    notices: Notices,
    save: (document: NotebookDocument) => Promise<void>,
  ) {
    this.#shapes = shapes;
    this.#notices = notices;
    this.#history = $state.raw(histories.startHistory(start));
    this.#autosave = new Autosave(save, (state) => (this.saved = state));
  }

  /** Whether a change waits to be written. */
  get dirty(): boolean {
    return this.#autosave.dirty;
  }

  /** Writes what is not saved yet; also for the moment the page goes away. */
  flush(): Promise<void> {
    return this.#autosave.flush();
  }

  /** Starts from a stored document. */
  open(document: NotebookDocument): void {
    this.#history = histories.startHistory(document);
  }

  /** Takes over what another tab saved; undo goes back to what stood here. */
  adopt(document: NotebookDocument): void {
    const label = 'a change in another tab';
    if (this.#own) this.#own = histories.record(this.#own, document, label);
    else this.#history = histories.record(this.#history, document, label);
  }

  /** Shows a document in place of the person's own, which stays stored; until {@link endShow}, changes are refused. */
  show(document: NotebookDocument): void {
    this.#own ??= this.#history;
    this.#history = histories.startHistory(document);
  }
  /** Back to the person's own. @param takeAs replaces it by what was shown, undone by this label */
  async endShow(takeAs?: string): Promise<void> {
    if (!this.#own) return;
    const taken = takeAs === undefined ? undefined : await this.#fromElsewhere(this.document);
    this.#history = this.#own;
    this.#own = undefined;
    // Links come without a name unless their author wanted it.
    if (takeAs !== undefined && taken)
      this.#change(takeAs, ({ id, author }) => ({ ...taken, id, author: taken.author || author }));
  }

  /** A document from elsewhere as it may become this notebook: without choices that only this person may make, and told so. */
  async #fromElsewhere(document: NotebookDocument): Promise<NotebookDocument> {
    const { withoutByHand } = await import('./format');
    const { document: taken, takenBack } = withoutByHand(document, this.#shapes);
    for (const sentence of takenBack) this.#notices.add(`${sentence}.`);
    return taken;
  }

  /** Makes a change undoable and saves it. What cannot be done is told, and changes nothing. */
  #change(label: string, change: (document: NotebookDocument) => NotebookDocument, merge?: string): boolean {
    if (this.#own) {
      this.#notices.add('This notebook is only shown. Make it yours to change it.');
      return false;
    }
    try {
      const next = change(this.document);
      if (next === this.document) return true;
      this.#history = histories.record(this.#history, next, label, merge);
      this.#autosave.schedule(next);
      return true;
    } catch (thrown) {
      this.#notices.add(asLookbookError(thrown).message, 'danger');
      return false;
    }
  }

  addCell(kind: string, after?: string): string | undefined {
    let id: string | undefined;
    this.#change('add a cell', (document) => {
      const added = edit.addCell(document, this.#shapes, kind, after);
      id = added.id;
      return added.document;
    });
    return id;
  }
  duplicateCell(cellId: string): string | undefined {
    let id: string | undefined;
    this.#change('duplicate a cell', (document) => {
      const copied = edit.duplicateCell(document, cellId);
      id = copied.id;
      return copied.document;
    });
    return id;
  }
  moveCell(cellId: string, by: number): void {
    this.#change('move a cell', (document) => edit.moveCell(document, cellId, by));
  }
  deleteCell(cellId: string): void {
    const cell = edit.findCell(this.document, cellId);
    const title = this.#shapes.get(cell.kind)?.title ?? cell.kind;
    const deleted = this.#change('delete a cell', (document) => edit.deleteCell(document, cellId));
    if (deleted) this.#notices.add(`${title} deleted.`, 'info', { label: 'Undo', run: () => this.undo() });
  }
  setParams(cellId: string, values: Readonly<Record<string, Json | undefined>>): boolean {
    const merge = `params:${cellId}:${Object.keys(values).join(',')}`;
    return this.#change(
      'change a parameter',
      (document) => edit.setParams(document, this.#shapes, cellId, values),
      merge,
    );
  }
  /** A change of several things that is undone in one step. @returns whether it was made; if not, the person has been told */
  apply(label: string, change: (document: NotebookDocument, shapes: Shapes) => NotebookDocument): boolean {
    return this.#change(label, (document) => change(document, this.#shapes));
  }
  setInput(cellId: string, name: string, source: string | undefined): boolean {
    return this.#change('change an input', (document) => edit.setInput(document, this.#shapes, cellId, name, source));
  }
  setNote(cellId: string, note: string): void {
    this.#change('edit a note', (document) => edit.setNote(document, cellId, note), `note:${cellId}`);
  }
  setHead(head: Parameters<typeof edit.setHead>[1]): void {
    const names = listed(Object.keys(head));
    this.#change(`change the ${names}`, (document) => edit.setHead(document, head), `head:${names}`);
  }
  undo(): void {
    this.#travel(histories.undo(this.#history));
  }
  redo(): void {
    this.#travel(histories.redo(this.#history));
  }
  #travel(history: histories.History<NotebookDocument>): void {
    if (history === this.#history) return;
    this.#history = history;
    this.#autosave.schedule(history.present);
  }

  /** The text of notebook.json. */
  exportText(): string {
    return edit.writeNotebook(this.document);
  }
  /**
   * Replaces the cells by an imported notebook's; undo brings the old ones back.
   * @param name of the file, for the message if it cannot be read
   * @returns whether it could be read
   */
  async importText(text: string, name: string): Promise<boolean> {
    let imported: NotebookDocument;
    try {
      const { parseNotebook } = await import('./format');
      imported = await this.#fromElsewhere(parseNotebook(text, this.#shapes));
    } catch (thrown) {
      this.#notices.add(`${name}: ${asLookbookError(thrown).message}`, 'danger');
      return false;
    }
    return this.#change('import a notebook', ({ id }) => ({ ...imported, id }));
  }
}
