/** The page's state of one notebook: the document, what its cells left behind, and what runs. Components stay thin. */
import { ERRORS, toErrorRecord, type ErrorRecord } from '../core/errors';
import type { LedgerEvent } from '../core/ledger/types';
import { RingLog } from '../core/log';
import type { JobEvent, RunRequest } from '../core/results/events';
import type { ArtifactRef, CellState, CellStatus, Environment, NdArray, StoredResult } from '../core/results/types';
import { defaultNotebook } from './document';
import { Editor } from './editor.svelte';
import { inputsOf } from './graph';
import { Notices } from './notices.svelte';
import { planRun } from './plan';
import { resultOf, staleness, staleWriters, type Freshness } from './staleness';
import { interruptActive, isActive, withStatuses, type Statuses } from './statuses';
import { NotebookStore } from './store';
import { Tabs, type CellProgress, type RunningJob } from './tabs.svelte';
import type { Cell, NotebookDocument, Shapes, ShownNotebook } from './types';

/** What the workspace asks of the coordinator's client. */
export interface JobsPort {
  subscribe(listener: (event: JobEvent) => void): () => void;
  environment(): Promise<Environment>;
  run(request: RunRequest): Promise<void>;
  cancel(cellId?: string): Promise<void>;
  resume(notebookId: string): Promise<boolean>;
}

export interface WorkspaceOptions {
  readonly client: JobsPort;
  readonly shapes: Shapes;
  /** Kinds of the default notebook's cells; one of each kind if left out. */
  readonly mission?: readonly string[];
  readonly store?: NotebookStore;
  readonly notebookId?: string;
  /** Other tabs of this site; left out where there are none to hear (tests). */
  readonly channel?: BroadcastChannel;
  /** Whether a job of this notebook runs in some tab; left out where that cannot be told. */
  readonly jobHeld?: (notebookId: string) => Promise<boolean>;
  /** Asks the browser not to evict this site's storage; asked once, at the first run. */
  readonly persist?: () => Promise<boolean>;
  /** Called once what is stored has been read. `empty`: nothing was, a notebook was never changed or run here. */
  readonly onLoaded?: (empty: boolean) => void;
}

export class Workspace {
  readonly shapes: Shapes;
  readonly editor: Editor;
  readonly log = new RingLog();
  readonly notices = new Notices();
  readonly #client: JobsPort;
  readonly #store: NotebookStore;
  readonly #tabs: Tabs;
  readonly #persist: (() => Promise<boolean>) | undefined;
  readonly #onLoaded: (empty: boolean) => void;
  #askedToPersist = false;
  /** A run that a person asked for is under way; a resume that ends late must not take it for its own. */
  #requested = false;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  statuses: Statuses = $state.raw(new Map());
  /** By key. */
  results: ReadonlyMap<string, StoredResult> = $state.raw(new Map());
  progress: ReadonlyMap<string, CellProgress> = $state.raw(new Map());
  ledger: readonly LedgerEvent[] = $state.raw([]);
  environment: Environment | undefined = $state.raw(undefined);
  /** A job of this notebook runs here. */
  running = $state(false);
  /** The running job was interrupted before and continues. */
  resumed = $state(false);
  loaded = $state(false);
  /** Another notebook stands in place of the person's own. */
  shown: ShownNotebook | undefined = $state.raw(undefined);
  persisted: boolean | undefined = $state(undefined);

  /** Where the results were computed that the cells show. */
  readonly computedOn: Environment | undefined = $derived(this.shown?.run?.environment ?? this.environment);

  /** Empty until the environment is known: before, keys cannot be told. */
  readonly freshness: ReadonlyMap<string, Freshness> = $derived.by(() =>
    this.computedOn
      ? staleness(this.document, this.shapes, this.statuses, this.results, this.computedOn, this.ledger)
      : new Map<string, Freshness>(),
  );

  constructor(options: WorkspaceOptions) {
    const { client, shapes, mission, store, notebookId = 'main', channel, persist, jobHeld, onLoaded } = options;
    this.shapes = shapes;
    this.#onLoaded = onLoaded ?? (() => undefined);
    this.#client = client;
    this.#store = store ?? new NotebookStore();
    this.#persist = persist;
    this.editor = new Editor(shapes, defaultNotebook(shapes, mission, notebookId), this.notices, async (document) => {
      await this.#store.saveDocument(document);
      this.#tabs.tell({ what: 'document' });
    });
    this.#tabs = new Tabs(
      {
        notebookId,
        runningHere: () => this.#runningHere(),
        adoptDocument: () => void this.#adoptDocument(),
        readLedger: () => void (this.shown?.run ? undefined : this.#readLedger()),
        refresh: () => this.#refreshSoon(),
        follow: (job) => this.#follow(job),
        cancel: (cellId) => void this.cancel(cellId),
      },
      channel,
      jobHeld,
    );
  }

  /** A job of this notebook runs in another tab. */
  get inOtherTab(): boolean {
    return this.#tabs.inOtherTab;
  }
  /** A job of this notebook runs, here or in another tab: no other can be started. */
  get busy(): boolean {
    return this.running || this.inOtherTab;
  }

  get document(): NotebookDocument {
    return this.editor.document;
  }

  /** Loads what is stored, listens to the coordinator and continues an interrupted job. */
  async start(): Promise<void> {
    const id = this.document.id;
    this.#client.subscribe((event) => this.#hear(event));
    let empty = false;
    try {
      const document = await this.#store.loadDocument(id, this.shapes);
      if (document) this.editor.open(document);
      await this.#readAll();
      empty = document === undefined && this.statuses.size === 0;
    } catch (thrown) {
      this.#tellFailure(toErrorRecord(thrown));
    }
    this.loaded = true;
    this.#onLoaded(empty);
    try {
      await this.#tabs.start();
      this.environment = await this.#client.environment();
      const ended = await this.#client.resume(id);
      if (!ended) await this.#tabs.look();
    } catch (thrown) {
      this.#tellFailure(toErrorRecord(thrown));
    }
    if (!this.#requested) this.#settle();
  }

  async #readAll(): Promise<void> {
    const { statuses, results, ledger } = await this.#store.readAll(this.document.id);
    this.results = new Map([...this.results, ...results]);
    this.statuses = withStatuses(this.statuses, [...statuses.values(), ...this.#tabs.followed], this.results);
    this.ledger = ledger;
  }

  // What cells show

  state(cellId: string): CellState {
    return this.statuses.get(cellId)?.state ?? 'idle';
  }
  isActive(cellId: string): boolean {
    return isActive(this.state(cellId));
  }
  isStale(cellId: string): boolean {
    return this.freshness.get(cellId) === 'stale';
  }
  /** The cells out of date whose runs and other events this cell shows. */
  staleWriters(cell: Cell): readonly Cell[] {
    const ids = staleWriters(this.shapes, cell, this.freshness, this.ledger);
    return this.document.cells.filter(({ id }) => ids.includes(id));
  }
  result(cellId: string): StoredResult | undefined {
    return resultOf(cellId, this.statuses, this.results);
  }
  /** Results of a cell's inputs, by input name; those that have none are left out. */
  inputResults(cell: Cell): Record<string, StoredResult> {
    const found: Record<string, StoredResult> = {};
    for (const [name, source] of Object.entries(inputsOf(this.document, this.shapes, cell))) {
      const result = this.result(source);
      if (result) found[name] = result;
    }
    return found;
  }
  /** A cell by its id, or the first of a kind: as notes name it. */
  cellOf(cellOrKind: string): Cell | undefined {
    const { cells } = this.document;
    return cells.find(({ id }) => id === cellOrKind) ?? cells.find(({ kind }) => kind === cellOrKind);
  }
  summary(cellOrKind: string): unknown {
    const cell = this.cellOf(cellOrKind);
    return cell && this.result(cell.id)?.summary;
  }
  async readArray(ref: ArtifactRef): Promise<NdArray> {
    return this.shown?.run?.readArray(ref) ?? this.#store.readArray(ref);
  }

  // Notebooks that are shown and not the person's own

  /** Shows a notebook, with its run if it has one. Nothing is stored, and the person's own stays as it is. */
  async show(shown: ShownNotebook): Promise<void> {
    if (this.busy) {
      this.notices.add('Wait for the run to end, or cancel it, before another notebook is shown.', 'danger');
      return;
    }
    await this.endShow(false);
    this.editor.show({ ...shown.document, id: this.document.id });
    this.shown = shown;
    if (!shown.run) return;
    this.statuses = shown.run.statuses;
    this.results = shown.run.results;
    this.ledger = shown.run.ledger;
  }

  /** Back to the person's own notebook and results. @param take makes the shown notebook theirs, without its results */
  async endShow(take: boolean): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    this.shown = undefined;
    await this.editor.endShow(take ? shown.label : undefined);
    if (!shown.run) return;
    this.statuses = new Map();
    this.results = new Map();
    this.ledger = [];
    try {
      await this.#readAll();
    } catch (thrown) {
      this.#tellFailure(toErrorRecord(thrown));
    }
  }

  // Running

  runAll(): Promise<void> {
    return this.#run();
  }
  run(cellIds: readonly string[]): Promise<void> {
    return this.#run(cellIds);
  }

  async #run(cellIds?: readonly string[]): Promise<void> {
    if (this.running) return;
    if (this.inOtherTab) {
      this.notices.add(ERRORS['job/other-tab'].sentence, 'danger');
      return;
    }
    this.running = true;
    this.#requested = true;
    this.#askToPersist();
    await this.endShow(true);
    try {
      await this.editor.flush();
      const { request, blocked } = planRun(this.document, this.shapes, cellIds);
      const { id: notebookId } = this.document;
      for (const [cellId, error] of blocked) this.#setStatus({ notebookId, cellId, state: 'failed', error });
      if (request.targets.length > 0) await this.#client.run(request);
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      this.#tellFailure(error);
      // Its cells run there: they must not be taken for interrupted here.
      if (error.code === 'job/other-tab') this.#tabs.setInOtherTab(true);
    } finally {
      this.#requested = false;
      this.#settle();
    }
  }

  /** After a job: what it left active without ending it (its coordinator died) was interrupted. */
  #settle(): void {
    this.running = false;
    this.resumed = false;
    this.progress = new Map();
    if (!this.inOtherTab) this.statuses = interruptActive(this.statuses);
  }

  /** Cancels a cell, or all, in whichever tab they run. */
  async cancel(cellId?: string): Promise<void> {
    if (this.inOtherTab) {
      this.#tabs.tell({ what: 'cancel', ...(cellId === undefined ? {} : { cellId }) });
      return;
    }
    try {
      await this.#client.cancel(cellId);
    } catch (thrown) {
      this.#tellFailure(toErrorRecord(thrown));
    }
  }

  #askToPersist(): void {
    if (this.#askedToPersist || !this.#persist) return;
    this.#askedToPersist = true;
    const keep = (granted: boolean): boolean => (this.persisted = granted);
    this.#persist().then(keep, () => keep(false));
  }

  #tellFailure(error: ErrorRecord): void {
    if (error.code === 'cancelled') return;
    const at = new Date().toISOString();
    this.log.add({ at, level: 'error', where: 'page', message: error.detail ?? error.message });
    this.notices.add(error.message, 'danger');
  }

  #setStatus(status: CellStatus): void {
    this.statuses = withStatuses(this.statuses, [status], this.results);
    if (isActive(status.state)) return;
    const progress = new Map(this.progress);
    if (progress.delete(status.cellId)) this.progress = progress;
  }

  #hear(event: JobEvent): void {
    const id = this.document.id;
    switch (event.type) {
      case 'environment':
        this.environment = event.environment;
        return;
      case 'job':
        if (event.notebookId !== id) return;
        this.running = event.state === 'started';
        this.resumed = this.running && (event.resumed ?? false);
        if (this.running) this.#tabs.setInOtherTab(false);
        this.#tabs.tell({ what: event.state });
        return;
      case 'status':
        if (event.status.notebookId !== id) return;
        if (event.result) this.results = new Map(this.results).set(event.result.key, event.result);
        this.#setStatus(event.status);
        this.#tabs.tell({ what: 'status' });
        return;
      case 'progress': {
        if (event.notebookId !== id) return;
        const { progress, secondsLeft } = event;
        const entry = { progress, ...(secondsLeft === undefined ? {} : { secondsLeft }) };
        this.progress = new Map(this.progress).set(event.cellId, entry);
        return;
      }
      case 'ledger':
        if (event.length !== this.ledger.length) void this.#readLedger();
        return;
      case 'log':
        this.log.add(event.entry);
    }
  }

  /** Appends to the ledger what a person has decided here. @throws LookbookError `storage/quota` */
  async append(events: readonly LedgerEvent[]): Promise<void> {
    this.ledger = await this.#store.append(events);
    this.#tabs.tell({ what: 'ledger' });
  }

  async #readLedger(): Promise<void> {
    try {
      this.ledger = await this.#store.readLedger();
    } catch (thrown) {
      this.#tellFailure(toErrorRecord(thrown));
    }
  }

  // Other tabs

  #runningHere(): RunningJob | undefined {
    if (!this.running) return undefined;
    const statuses = [...this.statuses.values()].filter(({ state }) => isActive(state));
    return { statuses, progress: [...this.progress] };
  }

  /** What another tab says of its job. */
  #follow(job: RunningJob): void {
    if (this.shown?.run) {
      void this.endShow(false);
      return;
    }
    this.statuses = withStatuses(this.statuses, job.statuses, this.results);
    this.progress = new Map([...this.progress, ...job.progress]);
  }

  /** Another tab committed results: read what it wrote, once for a burst of messages. */
  #refreshSoon(): void {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => {
      (this.shown?.run ? this.endShow(false) : this.#readAll()).then(
        () => {
          if (!this.busy) this.#settle();
        },
        (thrown: unknown) => this.#tellFailure(toErrorRecord(thrown)),
      );
    }, 200);
  }

  async #adoptDocument(): Promise<void> {
    if (this.editor.dirty) return;
    try {
      const document = await this.#store.loadDocument(this.document.id, this.shapes);
      if (document && !this.editor.dirty) this.editor.adopt(document);
    } catch (thrown) {
      this.#tellFailure(toErrorRecord(thrown));
    }
  }
}
